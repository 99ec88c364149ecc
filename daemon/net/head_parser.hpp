// SPDX-License-Identifier: Apache-2.0
//
// The header lines of one exchange as libcurl hands them over, under caps that count everything the
// other side sends: interim responses and trailers too, so that neither can be endless. Where two
// readers could disagree on where the answer ends, it is refused, or its connection not used again.
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

  // False: not to be read on; refused() says why.
  bool line(std::string_view text);

  [[nodiscard]] Class refused() const { return refused_; }  // ok: it was not
  [[nodiscard]] const char* why() const { return why_; }
  // Length and chunks at once: RFC 9112 section 6.3 lets the chunks count, and then closes.
  [[nodiscard]] bool ambiguous() const { return !length_.empty() && coded_; }
  [[nodiscard]] bool done() const { return done_; }     // the final response's block has ended
  [[nodiscard]] int status() const { return status_; }  // 0: no status line yet
  [[nodiscard]] const std::vector<std::string>& codings() const { return codings_; }  // of content
  std::vector<std::pair<std::string, std::string>> take() { return std::move(headers_); }

 private:
  bool refuse(Class cls, const char* why);
  bool begin_head(std::string_view content);
  bool field(std::string_view content);

  HttpLimits limits_;
  std::size_t bytes_ = 0;
  unsigned lines_ = 0, interim_ = 0;
  int status_ = 0;
  bool inside_ = false;  // a head has begun and not ended
  bool done_ = false;
  std::string length_;  // the Content-Length that was told
  bool coded_ = false;  // a Transfer-Encoding was told
  std::vector<std::string> codings_;
  Class refused_ = Class::ok;
  const char* why_ = "";
  std::vector<std::pair<std::string, std::string>> headers_;
};

}  // namespace saksi::net
