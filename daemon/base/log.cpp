// SPDX-License-Identifier: Apache-2.0
#include "base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace saksi::log {
namespace {

spdlog::logger& logger() {
  static const auto kLogger = [] {
    auto made = spdlog::stderr_logger_mt("saksi");
    made->set_pattern(::isatty(STDERR_FILENO) != 0 ? "%H:%M:%S %l: %v" : "%v");
    return made;
  }();
  return *kLogger;
}

// sd-daemon(3): "<N>" at the start of a line is its syslog priority.
const char* prefix(Level level) {
  if (::isatty(STDERR_FILENO) != 0) return "";
  switch (level) {
    case Level::debug:
      return "<7>";
    case Level::info:
      return "<6>";
    case Level::warning:
      return "<4>";
    case Level::error:
      return "<3>";
  }
  return "";
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

// A line is one line: foreign text in it must not be able to forge a second one.
void write(Level level, std::string_view line) {
  std::string clean(prefix(level));
  for (const char c : line) clean += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? ' ' : c;
  logger().log(to_spdlog(level), "{}", clean);
}

void set_level(Level least) { logger().set_level(to_spdlog(least)); }

}  // namespace saksi::log
