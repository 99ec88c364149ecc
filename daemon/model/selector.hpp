// SPDX-License-Identifier: Apache-2.0
//
// The part of CSS selectors that picks one element of a page: tag, #id, .class, [attribute],
// [attribute=value], *, and a blank for "anywhere inside". The rest is refused with words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace saksi {

struct SimpleSelector {
  std::string tag;  // lower-case; empty: any
  std::string id;
  std::vector<std::string> classes;
  std::vector<std::pair<std::string, std::optional<std::string>>> attributes;  // names lower-case
};
using Selector = std::vector<SimpleSelector>;  // each inside the one before; the last is meant

Result<Selector> parse_selector(std::string_view text);

}  // namespace saksi
