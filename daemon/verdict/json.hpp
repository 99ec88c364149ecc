// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.hpp"
#include "verdict/answer.hpp"

namespace saksi::verdict {

// For programs: `saksi verdict --json` and /api/v1/verdict say exactly this. Local times are
// "07:52"; `steps` are those that were sent; `upload_exercised` is always false today.
[[nodiscard]] Json to_json(const Answer& answer);

}  // namespace saksi::verdict
