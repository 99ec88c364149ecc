// SPDX-License-Identifier: Apache-2.0
//
// The table of issued sheets. Inside of the store only.
#pragma once

#include <optional>

#include "store/sqlite.hpp"
#include "store/store.hpp"

namespace saksi::store::sheets {

Result<std::optional<IssuedSheet>> issue(Database& database, const NewSheet& sheet, Instant now);
Result<std::optional<IssuedSheet>> by_code(Database& database, const std::string& code);
Result<std::optional<IssuedSheet>> newest(Database& database, const std::string& number);
// Counts those that are what their code says, and names the others.
Result<void> verify(Database& database, Verification& done);

}  // namespace saksi::store::sheets
