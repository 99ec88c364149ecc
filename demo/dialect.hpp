// SPDX-License-Identifier: Apache-2.0
//
// In whose manner the web speaks. The names are those of the presets of a journey, so that a day
// can be played against each of them.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "demo/faults.hpp"

namespace saksi::demo {

enum class Dialect : std::uint8_t { laravel_blade, laravel_api, ci3, pipe_text, json_success };

inline constexpr std::array<std::string_view, 5> kDialects{"laravel-blade", "laravel-api", "ci3",
                                                           "pipe-text", "json-success"};
[[nodiscard]] constexpr std::string_view name(Dialect dialect) {
  return kDialects[static_cast<std::size_t>(dialect)];
}
[[nodiscard]] std::optional<Dialect> dialect_named(std::string_view name);

// Can this go wrong with such an application? Where there is no form no token goes with it, and
// where a client keeps its own key nobody sends it back to a login page.
[[nodiscard]] bool knows(Dialect dialect, Fault fault);

}  // namespace saksi::demo
