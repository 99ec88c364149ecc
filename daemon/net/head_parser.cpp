// SPDX-License-Identifier: Apache-2.0
#include "net/head_parser.hpp"

#include <charconv>

namespace saksi::net {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

}  // namespace

bool HeadParser::line(std::string_view text) {
  bytes_ += text.size();
  if (bytes_ > limits_.headers) {
    over_ = Class::http_header_too_long;
    return false;
  }
  const std::string_view content = trimmed(text);
  if (content.empty()) {
    // RFC 9110 section 15.2: a 1xx is only an interim response, and another head follows.
    if (status_ >= 200) done_ = true;
    return true;
  }
  if (++lines_ > limits_.header_lines) {
    over_ = Class::http_too_many_headers;
    return false;
  }
  if (done_) return true;  // a trailer
  if (text.starts_with("HTTP/")) {
    headers_.clear();
    status_ = 0;
    if (const auto space = content.find(' '); space != std::string_view::npos)
      std::from_chars(content.data() + space + 1, content.data() + content.size(), status_);
    return true;
  }
  if ((text.front() == ' ' || text.front() == '\t') && !headers_.empty()) {
    headers_.back().second.append(" ").append(content);  // obs-fold, RFC 9112 section 5.2
    return true;
  }
  const auto colon = content.find(':');
  if (colon == std::string_view::npos) return true;
  std::string name(trimmed(content.substr(0, colon)));
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  headers_.emplace_back(std::move(name), trimmed(content.substr(colon + 1)));
  return true;
}

}  // namespace saksi::net
