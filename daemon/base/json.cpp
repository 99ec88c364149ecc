// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <cassert>
#include <cstdlib>

namespace saksi {
namespace {

constexpr std::int64_t kLargest = std::int64_t{1} << 53;

bool is_canonical_value(const Json& value) {
  switch (value.type()) {
    case Json::value_t::number_float:
      return false;
    case Json::value_t::number_unsigned:
      return value.get<std::uint64_t>() <= std::uint64_t(kLargest);
    case Json::value_t::number_integer:
      return value.get<std::int64_t>() <= kLargest && value.get<std::int64_t>() >= -kLargest;
    case Json::value_t::object:
      for (const auto& [key, inner] : value.items()) {
        for (const char c : key)
          if (static_cast<unsigned char>(c) >= 0x80) return false;
        if (!is_canonical_value(inner)) return false;
      }
      return true;
    case Json::value_t::array:
      for (const Json& inner : value)
        if (!is_canonical_value(inner)) return false;
      return true;
    case Json::value_t::null:
    case Json::value_t::boolean:
    case Json::value_t::string:
      return true;
    case Json::value_t::binary:
    case Json::value_t::discarded:
      return false;
  }
  return false;
}

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string canonical(const Json& value) {
  if (!is_canonical_value(value)) {
    assert(false && "a record holds a value that has no canonical form");
    std::abort();
  }
  return dump(value);
}

Result<Json> parse_json(std::string_view bytes, std::size_t most) {
  if (bytes.size() > most) return fail("JSON larger than " + std::to_string(most) + " bytes");
  // Depth is counted before parsing: the parser builds on the heap, but destruction recurses.
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      if (++depth > 64) return fail("JSON nested deeper than 64");
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  Json value = Json::parse(bytes, nullptr, false);
  if (value.is_discarded()) return fail("not JSON");
  return value;
}

Result<Json> parse_canonical(std::string_view bytes, std::size_t most) {
  SAKSI_TRY_ASSIGN(Json value, parse_json(bytes, most));
  if (!is_canonical_value(value) || dump(value) != bytes)
    return fail("not canonical JSON (RFC 8785, integers only, no duplicate keys)");
  return value;
}

}  // namespace saksi
