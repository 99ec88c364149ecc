// SPDX-License-Identifier: Apache-2.0
//
// One vantage's place on a loop: its way out, opened once, the name servers that it asks, and the
// controls that go the same way.
#pragma once

#include <memory>
#include <vector>

#include "net/loop.hpp"
#include "net/resolver.hpp"
#include "net/uplink.hpp"
#include "probes/probes.hpp"
#include "settings/settings.hpp"

namespace saksi::app {

struct Stand {
  net::Way way;
  std::unique_ptr<net::Resolver> resolver;
  std::vector<probes::ControlHost> controls;
  net::Uplink uplink;

  static Result<Stand> make(net::Loop& loop, const Settings& settings, const Vantage& vantage);
};

}  // namespace saksi::app
