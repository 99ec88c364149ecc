// SPDX-License-Identifier: Apache-2.0
//
// Time is given, never taken: only clock.cpp asks the machine. Two questions, two clocks: wall()
// for when, steady() for how long. A clock may run faster than the world outside (the demo's does),
// so whoever hands a wait to the kernel, to libcurl or to c-ares converts it with outside(), and
// whoever reads a duration that they measured converts it with inside().
//
// Clocks are immutable after construction and may be used from any thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace saksi {

using Duration = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Duration>;  // UTC

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant wall() const = 0;
  [[nodiscard]] virtual Duration steady() const = 0;  // since an arbitrary origin; never goes back

  // This clock's durations and instants as the world outside counts them, and the reverse.
  [[nodiscard]] virtual Duration outside(Duration inside) const { return inside; }
  [[nodiscard]] virtual Duration inside(Duration outside) const { return outside; }
  [[nodiscard]] virtual Instant outside(Instant inside) const { return inside; }
};

// The machine's own clocks: CLOCK_REALTIME and CLOCK_MONOTONIC.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant wall() const override;
  [[nodiscard]] Duration steady() const override;
};

// A clock that showed `shown` when the machine showed `origin`, and runs `speed` times as fast. Two
// processes given the same three numbers agree on the time, so a killed daemon can come back to it.
class ScaledClock final : public Clock {
 public:
  ScaledClock(Instant shown, Instant origin, int speed);
  // From "2023-01-01T23:50:00Z@1700000000000000x20": shown @ origin (µs since the epoch) x speed.
  static Result<std::unique_ptr<ScaledClock>> parse(const std::string& text);
  [[nodiscard]] std::string text() const;  // what parse() reads

  [[nodiscard]] Instant wall() const override;
  [[nodiscard]] Duration steady() const override;
  [[nodiscard]] Duration outside(Duration inside) const override { return inside / speed_; }
  [[nodiscard]] Duration inside(Duration outside) const override { return outside * speed_; }
  [[nodiscard]] Instant outside(Instant inside) const override;

 private:
  Instant shown_;
  Instant origin_;
  int speed_;
};

// A clock that stands still: what is shown stays as it was. Nothing may wait on it.
class StillClock final : public Clock {
 public:
  explicit StillClock(Instant shown) : shown_(shown) {}
  [[nodiscard]] Instant wall() const override { return shown_; }
  [[nodiscard]] Duration steady() const override { return Duration{0}; }

 private:
  Instant shown_;
};

// A ScaledClock from its text, or a StillClock from a time alone.
Result<std::unique_ptr<Clock>> clock_from(const std::string& text);

}  // namespace saksi
