// SPDX-License-Identifier: Apache-2.0
//
// Takes the chain of another saksi into this store. All of it, or nothing: the caller holds the
// transaction.
#pragma once

#include "store/sqlite.hpp"
#include "store/store.hpp"

namespace saksi::store::import {

Result<Imported> take(Database& database, const std::string& directory, const std::string& demo,
                      std::string_view text, const ImportRules& rules);

}  // namespace saksi::store::import
