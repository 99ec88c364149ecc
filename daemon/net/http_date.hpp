// SPDX-License-Identifier: Apache-2.0
//
// The Date of an answer: IMF-fixdate alone (RFC 9110 section 5.6.7), the only form that a server
// may make. Pure; no locale.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace saksi::net {

// "Sun, 06 Nov 1994 08:49:37 GMT"
[[nodiscard]] std::optional<Instant> parse_http_date(std::string_view text);

}  // namespace saksi::net
