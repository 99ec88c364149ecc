// SPDX-License-Identifier: Apache-2.0
#include "demo/fields.hpp"

#include <charconv>

#include "base/json.hpp"
#include "demo/multipart.hpp"

namespace saksi::demo {
namespace {

constexpr std::size_t kMostFields = 32;

Fields read_form(const net::ServerRequest& request) {
  net::ServerRequest form;  // a urlencoded body reads like a query
  form.query = request.body;
  Fields fields;
  std::string_view rest = request.body;
  while (!rest.empty() && fields.size() < kMostFields) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    const std::string name(pair.substr(0, pair.find('=')));
    fields.emplace(name, form.parameter(name));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
  }
  return fields;
}

Fields read_json(const net::ServerRequest& request) {
  Fields fields;
  const auto document = parse_json(request.body, 2u << 20);
  if (!document || !document->is_object()) return fields;
  for (const auto& [name, value] : document->items()) {
    if (fields.size() == kMostFields) break;
    if (value.is_string()) fields.emplace(name, value.get<std::string>());
    if (value.is_number()) fields.emplace(name, value.dump());
  }
  return fields;
}

}  // namespace

Fields read_fields(const net::ServerRequest& request) {
  const std::string type = request.header("content-type");
  if (type.starts_with("application/json")) return read_json(request);
  if (!type.starts_with("multipart/")) return read_form(request);
  Fields fields;
  for (const auto& [name, bytes] : read_multipart(type, request.body))
    fields.emplace(name, std::string(bytes));
  return fields;
}

std::string_view field(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string_view() : found->second;
}

std::string cookie_of(const net::ServerRequest& request, std::string_view name) {
  for (const auto& [header, value] : request.headers) {
    if (header != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::string_view pair = rest.substr(0, rest.find(';'));
      const std::size_t start = std::min(pair.find_first_not_of(' '), pair.size());
      const std::string_view cookie = pair.substr(start);
      if (cookie.size() > name.size() && cookie.starts_with(name) && cookie[name.size()] == '=')
        return std::string(cookie.substr(name.size() + 1));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    }
  }
  return {};
}

bool is_picture(std::string_view bytes) {
  return bytes.starts_with("\xff\xd8\xff") || bytes.starts_with("\x89PNG") ||
         bytes.starts_with("data:image/jpeg;base64,") ||
         bytes.starts_with("data:image/png;base64,");
}

bool is_degrees(std::string_view text, double most) {
  double value = 0.0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && value >= -most &&
         value <= most;
}

bool is_place(std::string_view lat, std::string_view longitude) {
  return is_degrees(lat, 90) && is_degrees(longitude, 180);
}

}  // namespace saksi::demo
