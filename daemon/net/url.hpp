// SPDX-License-Identifier: Apache-2.0
//
// A URL as libcurl itself will read it, so that what we resolve and check is what it connects to.
#pragma once

#include <optional>
#include <string>

namespace saksi::net {

struct Url {
  std::string text;    // normalised, without fragment
  std::string scheme;  // "http" or "https"
  std::string host;    // lower-case, international names in their ASCII form, no brackets
  std::string port;    // always there
  [[nodiscard]] std::string origin() const { return scheme + "://" + host + ":" + port; }
};

// Nothing for what is no http(s) URL, carries a user or password, or is over 8192 bytes.
[[nodiscard]] std::optional<Url> parse_url(const std::string& text);

}  // namespace saksi::net
