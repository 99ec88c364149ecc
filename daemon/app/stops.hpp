// SPDX-License-Identifier: Apache-2.0
//
// The switch that anyone may throw: a file that stands in the way. While
// <storage.directory>/stops/<backend> exists (or .../stops/all), nothing is sent to that backend,
// whoever made the file: `saksi stop`, the prober when the owner's answer asked for it, or a hand
// with `touch` when all else is stuck. The first line may say until when (RFC 3339, UTC); a file
// that cannot be read, or says nothing that can, stands until it is removed. Any thread; no state.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/ids.hpp"

namespace saksi::app {

struct Stop {
  std::string what;  // a backend's id, or "all"
  Instant until = kForever;
  std::string reason;
  static constexpr Instant kForever = Instant::max();
};

class Stops {
 public:
  explicit Stops(const std::string& storage_directory) : folder_(storage_directory + "/stops") {}

  // In the place of what stood there, but never for a shorter time where `extend`.
  Result<void> put(const Stop& stop, bool extend = false) const;
  Result<bool> lift(const std::string& what) const;  // false: nothing stood there
  [[nodiscard]] std::vector<Stop> list() const;      // also those whose time has passed
  // Of the backend's own and that of all, the later; nothing where neither exists.
  [[nodiscard]] std::optional<Instant> until(const BackendId& backend) const;

 private:
  [[nodiscard]] std::optional<Stop> read(const std::string& what) const;
  std::string folder_;
};

}  // namespace saksi::app
