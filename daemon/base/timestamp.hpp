// SPDX-License-Identifier: Apache-2.0
//
// RFC 3339 in UTC <-> Instant. Data carries these; people read zone.hpp's local times.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace saksi {

// "2023-01-02T00:30:00.123456Z"; trailing zeros of the fraction are dropped, a whole second has
// none.
[[nodiscard]] std::string utc_text(Instant at);

// Reads exactly what utc_text writes (1 to 6 digits of fraction). Years 1970 to 9999.
Result<Instant> parse_utc(std::string_view text);

// "30s", "2m", "1h30m", "250ms". Whole numbers only.
[[nodiscard]] std::string duration_text(Duration length);
Result<Duration> parse_duration(std::string_view text);

}  // namespace saksi
