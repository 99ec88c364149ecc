// SPDX-License-Identifier: Apache-2.0
//
// The configured agencies as a sheet may name them, and Saksi as a citation does.
#pragma once

#include <vector>

#include "settings/settings.hpp"
#include "verdict/reconcile.hpp"

namespace saksi::inquiry {

// How a citation names this Saksi: its public address without the scheme, or its title.
[[nodiscard]] std::string host_of(const Settings& settings);

// What readers would see in their address line, without the scheme: "disdik.absen-maju.example".
[[nodiscard]] std::string host_of(const Target& target);

[[nodiscard]] std::vector<verdict::KnownAgency> agencies_of(const Settings& settings, Instant now);

}  // namespace saksi::inquiry
