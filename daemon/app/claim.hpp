// SPDX-License-Identifier: Apache-2.0
//
// The one real check-in of a day, taken before it is sent: whoever is killed between the two has
// sent none too many, at the price of perhaps one too few. <storage>/real/<target>.<journey> holds
// the last date that was taken.
#pragma once

#include <string>

#include "model/ids.hpp"

namespace saksi::app {

// True: the date is this caller's alone, and that is on disk. False: it was taken before, lies
// before the last one that was, or could not be written, which is logged.
[[nodiscard]] bool claim_day(const std::string& storage_directory, const TargetId& target,
                             const JourneyId& journey, const std::string& date);

}  // namespace saksi::app
