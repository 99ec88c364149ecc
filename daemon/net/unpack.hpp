// SPDX-License-Identifier: Apache-2.0
//
// Undoes gzip and deflate. libcurl could, and would not say how much work one read is: with a
// coding inside a coding three hundred bytes keep it busy for a minute, and nothing comes out on
// which a limit could be held. Here what each layer gives is bounded, and the work is counted, so
// that the loop can do something else in between.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/failure.hpp"

namespace saksi::net {

class Unpacker {
 public:
  // `codings` as Content-Encoding lists them: the last one was applied last. No layer may give more
  // than `most` bytes.
  Unpacker(const std::vector<std::string>& codings, std::size_t most);
  ~Unpacker();

  // Appends to `out`, which is always the same. False: no more of it is wanted; refused() says why.
  bool take(std::string_view bytes, std::string& out);
  [[nodiscard]] Class refused() const { return refused_; }  // ok: it was not
  [[nodiscard]] const std::string& why() const { return why_; }

  // Nothing more comes: what began and did not end broke off. As refused().
  Class finish();

  // Since it was asked last, in bytes that were moved; one that is read counts for some.
  std::size_t work();

 private:
  class Layer;
  bool feed(std::size_t layer, std::string_view bytes, std::string& out);
  bool refuse(Class cls, std::string why);

  std::size_t most_;
  std::vector<std::unique_ptr<Layer>> layers_;  // the outermost first
  std::size_t work_ = 0;
  Class refused_ = Class::ok;
  std::string why_;
};

}  // namespace saksi::net
