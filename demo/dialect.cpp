// SPDX-License-Identifier: Apache-2.0
#include "demo/dialect.hpp"

#include <algorithm>

namespace saksi::demo {

std::optional<Dialect> dialect_named(std::string_view name) {
  const auto found = std::find(kDialects.begin(), kDialects.end(), name);
  if (found == kDialects.end()) return std::nullopt;
  return static_cast<Dialect>(found - kDialects.begin());
}

bool knows(Dialect dialect, Fault fault) {
  switch (dialect) {
    case Dialect::laravel_blade:
    case Dialect::ci3:
      return true;
    case Dialect::laravel_api:
      return fault != Fault::no_token && fault != Fault::csrf && fault != Fault::login_loop;
    case Dialect::pipe_text:
      return fault != Fault::no_token;
    case Dialect::json_success:
      return fault != Fault::no_token && fault != Fault::login_loop;
  }
  return false;
}

}  // namespace saksi::demo
