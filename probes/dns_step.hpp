// SPDX-License-Identifier: Apache-2.0
//
// What the answers of name servers mean. Pure.
#pragma once

#include <optional>
#include <string>

#include "probes/probes.hpp"

namespace saksi::probes {

// `usual` is the vantage's own name server, `other` the one that the step names. First match wins:
//   1 the usual one's trouble       its class
//   2 a block page                  isp_block: the name of a known one, or its address
//   3 an address that cannot be     dns_bogon
//   4 not one of those expected     dns_disagree
//   5 the other one says otherwise  dns_disagree: no address in common, or none at all
// That the other one cannot be asked is no finding: many networks let nobody ask it.
[[nodiscard]] Verdict judge_names(const Direct& direct, const std::string& name,
                                  const net::Resolution& usual,
                                  const std::optional<net::Resolution>& other, bool allow_private);

}  // namespace saksi::probes
