// SPDX-License-Identifier: Apache-2.0
#include "model/sample.hpp"

#include <algorithm>
#include <array>

namespace saksi {
namespace {

constexpr std::array<std::string_view, 4> kOrigins{"scheduled", "confirm", "diagnostic", "by_hand"};
constexpr std::array<std::string_view, 5> kModes{"anonymous", "login", "dry", "sink", "real"};
constexpr std::array<std::string_view, 10> kReasons{
    "skipped_overlap",  "skipped_budget",   "skipped_maintenance", "skipped_agent_down",
    "skipped_overload", "skipped_stopping", "skipped_back_off",    "skipped_asked",
    "skipped_stopped",  "skipped_no_uplink"};

template <class E, std::size_t N>
std::optional<E> find(const std::array<std::string_view, N>& codes, std::string_view code) {
  for (std::size_t i = 0; i < N; ++i)
    if (codes[i] == code) return static_cast<E>(i);
  return std::nullopt;
}

}  // namespace

Duration Sample::in_words() const {
  if (cls == Class::clock_skew)
    for (const StepFinding& finding : steps)
      if (finding.cls == cls && finding.clock_lo && finding.clock_hi)
        return std::max({*finding.clock_lo, -*finding.clock_hi, Duration{0}});
  return end - start;
}

bool Sample::controls_ok() const {
  const auto good =
      std::count_if(controls.begin(), controls.end(), [](const auto& c) { return c.ok; });
  return !controls.empty() && good * 3 >= static_cast<std::ptrdiff_t>(controls.size()) * 2;
}

std::string_view code(Origin origin) { return kOrigins[static_cast<std::size_t>(origin)]; }
std::string_view code(Mode mode) { return kModes[static_cast<std::size_t>(mode)]; }
std::string_view code(GapReason reason) { return kReasons[static_cast<std::size_t>(reason)]; }
std::optional<Origin> origin_from_code(std::string_view code) {
  return find<Origin>(kOrigins, code);
}
std::optional<Mode> mode_from_code(std::string_view code) { return find<Mode>(kModes, code); }
std::optional<GapReason> gap_reason_from_code(std::string_view code) {
  return find<GapReason>(kReasons, code);
}

}  // namespace saksi
