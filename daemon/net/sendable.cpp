// SPDX-License-Identifier: Apache-2.0
#include "net/sendable.hpp"

#include <algorithm>
#include <cstring>

namespace saksi::net {
namespace {

// A value taken from a hostile page (a token, say) must not become a header or a request of its
// own.
bool splits_header(const std::string& text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos;
}

bool is_token(const std::string& text) {  // RFC 9110 section 5.6.2
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::strchr("!#$%&'*+-.^_`|~", c) != nullptr;
  });
}

}  // namespace

std::string why_unsendable(
    const HttpRequest& request,
    const std::vector<std::pair<std::string, std::string>>& session_headers) {
  if (request.method != "GET" && request.method != "HEAD" && request.method != "POST")
    return "method " + request.method + " is not one of GET, HEAD, POST";
  for (const auto* headers : {&session_headers, &request.headers})
    for (const auto& [name, value] : *headers)
      if (!is_token(name) || splits_header(value))
        return "header \"" + name.substr(0, 100) + "\" is not a header";
  return {};
}

}  // namespace saksi::net
