// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "net/http_server.hpp"
#include "net/percent.hpp"

namespace saksi::net {
namespace {

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (c == '\0') return std::nullopt;
    plain.push_back(c);
  }
  return plain;
}

std::string ServerRequest::header(std::string_view lower_name) const {
  const auto found = std::ranges::find(headers, lower_name,
                                       [](const auto& h) -> const std::string& { return h.first; });
  return found == headers.end() ? std::string{} : found->second;
}

std::string ServerRequest::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters())
    if (key == name) return value;
  return {};
}

std::vector<std::pair<std::string, std::string>> ServerRequest::parameters() const {
  std::vector<std::pair<std::string, std::string>> all;
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::string_view field = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), field.size() + 1));
    if (field.empty()) continue;
    const std::size_t equals = field.find('=');
    const std::string_view key = field.substr(0, equals);
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : field.substr(equals + 1);
    // Text that cannot be decoded is kept as it came, so that the reader of the value can refuse
    // it.
    all.emplace_back(percent_decoded(key, true).value_or(std::string(key)),
                     percent_decoded(value, true).value_or(std::string(value)));
  }
  return all;
}

}  // namespace saksi::net
