// SPDX-License-Identifier: Apache-2.0
//
// A pattern and a page: both questions have the same answer, what is taken out stands in the page,
// and a pattern of nothing but the page's own bytes finds them.
#include "base/regex.hpp"

#include <fmt/format.h>

#include "fuzz/fuzz.hpp"

using namespace saksi;

SAKSI_FUZZ(bytes) {
  const auto part = fuzz::parts(bytes, 2);
  for (const bool case_matters : {false, true}) {
    const auto regex = Regex::compile(std::string(part[0]), case_matters);
    if (!regex) continue;
    const auto found = regex->first_in(part[1]);
    CLAIM(regex->found_in(part[1]) == found.has_value());
    CLAIM(!found || part[1].find(*found) != std::string_view::npos);
  }
  const std::string_view some = part[1].substr(part[1].size() / 3, 24);
  std::string literal;
  for (const char c : some) literal += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  const auto regex = Regex::compile("(" + literal + ")", true);
  CLAIM(regex.has_value() && regex->first_in(part[1]) == some);
}
