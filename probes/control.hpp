// SPDX-License-Identifier: Apache-2.0
//
// A neutral host, asked while the journey runs: whether the vantage's own network works. Loop
// thread.
#pragma once

#include <functional>
#include <memory>

#include "probes/probes.hpp"

namespace saksi::probes {

inline constexpr Duration kControlTimeout = std::chrono::seconds(5);

// Begins at once, calls `done` once, within kControlTimeout; destroying it cancels.
// "https://host/..." is asked with HEAD and any HTTP answer is good; "tls://host:port" only shakes
// hands. Errors: a URL of another kind, or a session that cannot be made.
class Control {
 public:
  virtual ~Control() = default;
};
[[nodiscard]] Result<std::unique_ptr<Control>> start_control(
    net::Loop& loop, net::Resolver& resolver, const ControlHost& host,
    std::function<void(ControlFinding)> done);

}  // namespace saksi::probes
