// SPDX-License-Identifier: Apache-2.0
#include "base/clock.hpp"

#include <charconv>

#include "base/timestamp.hpp"

namespace saksi {
namespace {

Instant machine_wall() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

Duration machine_steady() {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

Instant SystemClock::wall() const { return machine_wall(); }
Duration SystemClock::steady() const { return machine_steady(); }

// Both readings of a scaled clock derive from CLOCK_MONOTONIC, anchored once to the machine's wall
// clock, so that a step of the machine's clock cannot bend the demo's morning.
ScaledClock::ScaledClock(Instant shown, Instant origin, int speed)
    : shown_(shown + ((machine_wall() - origin) - machine_steady()) * speed),
      origin_(machine_wall() - machine_steady()),
      speed_(speed) {}

Instant ScaledClock::wall() const { return shown_ + machine_steady() * speed_; }
Duration ScaledClock::steady() const { return machine_steady() * speed_; }
Instant ScaledClock::outside(Instant inside) const { return origin_ + (inside - shown_) / speed_; }

std::string ScaledClock::text() const {
  return utc_text(shown_) + "@" + std::to_string(origin_.time_since_epoch().count()) + "x" +
         std::to_string(speed_);
}

Result<std::unique_ptr<ScaledClock>> ScaledClock::parse(const std::string& text) {
  const auto bad = [&] {
    return fail("clock \"" + text +
                    "\": write SHOWN@ORIGINxSPEED, for example "
                    "2023-01-01T23:50:00Z@1700000000000000x20",
                ErrorKind::usage);
  };
  const auto at = text.find('@');
  const auto by = text.rfind('x');
  if (at == std::string::npos || by == std::string::npos || by < at) return bad();
  const auto shown = parse_utc(text.substr(0, at));
  if (!shown) return bad();
  long long origin = 0;
  int speed = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data() + at + 1, text.data() + by, origin);
  const auto second = std::from_chars(text.data() + by + 1, end, speed);
  if (first.ec != std::errc{} || first.ptr != text.data() + by || second.ec != std::errc{} ||
      second.ptr != end || speed < 1 || speed > 1000)
    return bad();
  return std::make_unique<ScaledClock>(*shown, Instant(Duration(origin)), speed);
}

Result<std::unique_ptr<Clock>> clock_from(const std::string& text) {
  if (text.find('@') == std::string::npos) {
    SAKSI_TRY_ASSIGN(const Instant shown, parse_utc(text));
    return std::make_unique<StillClock>(shown);
  }
  SAKSI_TRY_ASSIGN(auto scaled, ScaledClock::parse(text));
  return scaled;
}

}  // namespace saksi
