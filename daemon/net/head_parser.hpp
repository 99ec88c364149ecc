// SPDX-License-Identifier: Apache-2.0
//
// The header lines of one exchange as libcurl hands them over, under caps that count everything the
// other side sends: interim responses and trailers too, so that neither can be endless.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/failure.hpp"
#include "net/http_client.hpp"

namespace saksi::net {

class HeadParser {
 public:
  explicit HeadParser(const HttpLimits& limits) : limits_(limits) {}

  // False: over a cap; stop reading, over() says which.
  bool line(std::string_view text);

  [[nodiscard]] Class over() const { return over_; }    // ok: none
  [[nodiscard]] bool done() const { return done_; }     // the final response's block has ended
  [[nodiscard]] int status() const { return status_; }  // 0: no status line yet
  std::vector<std::pair<std::string, std::string>> take() { return std::move(headers_); }

 private:
  HttpLimits limits_;
  std::size_t bytes_ = 0;
  unsigned lines_ = 0;
  int status_ = 0;
  bool done_ = false;
  Class over_ = Class::ok;
  std::vector<std::pair<std::string, std::string>> headers_;
};

}  // namespace saksi::net
