// SPDX-License-Identifier: Apache-2.0
//
// JSON of anybody: canonical bytes are a fixed point, all else reads back as printed, and neither
// cap is passed.
#include "base/json.hpp"

#include "fuzz/fuzz.hpp"

using namespace saksi;

namespace {

int depth_of(const Json& value) {
  int deepest = 0;
  if (value.is_structured())
    for (const Json& child : value) deepest = std::max(deepest, depth_of(child));
  return value.is_structured() ? deepest + 1 : 0;
}

}  // namespace

SAKSI_FUZZ(bytes) {
  const auto strict = parse_canonical(bytes);
  const auto any = parse_json(bytes);
  if (strict) {
    CLAIM(any.has_value());
    CLAIM(canonical(*strict) == bytes);
  }
  if (any) {
    CLAIM(depth_of(*any) <= 64);
    const std::string printed = any->dump();  // throws where a text is not UTF-8
    const auto again = parse_json(printed);
    CLAIM(again.has_value() && *again == *any);
    CLAIM(again->dump() == printed);
  }
  CLAIM(bytes.size() <= 64 || !parse_json(bytes, 64));
}
