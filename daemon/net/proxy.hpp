// SPDX-License-Identifier: Apache-2.0
//
// The proxy that a vantage's pages go through, and what it means when it does not let them.
#pragma once

#include <curl/curl.h>

#include <optional>
#include <string>

#include "base/result.hpp"
#include "model/failure.hpp"

namespace saksi::net {

struct Proxy {
  std::string scheme;  // "http" or "socks5h"
  std::string host;    // lower-case, no brackets
  std::string port;
  [[nodiscard]] std::string at(const std::string& ip) const;  // with its address for its name
};

// "http://host:port" or "socks5h://host:port", and no more than that.
[[nodiscard]] std::optional<Proxy> parse_proxy(const std::string& text);

Result<void> check_proxy(const std::string& text);  // empty is fine: there is none

// Is it an address that a public site cannot have? Of a name nothing is known.
[[nodiscard]] bool is_private(const std::string& host);

// How a transfer that ended before the way through the proxy stood is to be told. What the proxy
// says of the other side is believed; everything else is a matter of the vantage's.
[[nodiscard]] Class classify_proxied(CURL* easy, CURLcode code);
[[nodiscard]] Class classify_proxied(int curl_code, long http_connect_code, long socks_reply);

}  // namespace saksi::net
