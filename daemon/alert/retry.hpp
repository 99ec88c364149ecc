// SPDX-License-Identifier: Apache-2.0
//
// How long a receiver that refused a message asks to be left alone. Pure.
#pragma once

#include "base/clock.hpp"
#include "net/http_client.hpp"

namespace saksi::alert {

inline constexpr Duration kLongestAsked = std::chrono::hours(1);

// By its Retry-After in seconds (RFC 9110 section 10.2.3; a date there is not read), or else, where
// it says 429, by the body of Telegram's Bot API. Zero: it asks for nothing. At most the cap above.
[[nodiscard]] Duration wait_asked(const net::HttpObservation& seen);

}  // namespace saksi::alert
