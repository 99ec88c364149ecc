// SPDX-License-Identifier: Apache-2.0
//
// What operators read in the journal: one line an event, to standard error, with the journal's
// priority prefix when it is not a terminal. Any thread.
#pragma once

#include <fmt/format.h>

#include <string_view>

namespace saksi::log {

enum class Level { debug, info, warning, error };

void write(Level level, std::string_view line);
void set_level(Level least);

template <class... Args>
void info(fmt::format_string<Args...> text, Args&&... args) {
  write(Level::info, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void warning(fmt::format_string<Args...> text, Args&&... args) {
  write(Level::warning, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> text, Args&&... args) {
  write(Level::error, fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace saksi::log
