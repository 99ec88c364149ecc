// SPDX-License-Identifier: Apache-2.0
//
// Which addresses of a name may be tried, and what it means when there is none. Pure.
#pragma once

#include <string>
#include <vector>

#include "net/resolver.hpp"
#include "net/way.hpp"

namespace saksi::net {

struct Usable {
  Class cls = Class::ok;
  std::string detail;                  // where cls is not ok
  std::vector<std::string> addresses;  // in the order to try; none where cls is not ok
};

// `family` 4 or 6: that one alone; 0: both. A source address has a family too. Without
// `allow_private` one address that a public site cannot have is enough to try none.
[[nodiscard]] Usable usable_addresses(const std::string& name, const Resolution& answer,
                                      const Way& way, unsigned family, bool allow_private);

}  // namespace saksi::net
