// SPDX-License-Identifier: Apache-2.0
//
// The tables of saksi.db, and how an older file becomes a newer one. A migration is never edited
// once it has shipped; a change is a new one at the end of the list in schema.cpp.
#pragma once

#include <string>

#include "store/sqlite.hpp"

namespace saksi::store {

inline constexpr std::int64_t kApplicationId = 0x53414B53;  // "SAKS", at byte 68 of the file

[[nodiscard]] std::int64_t schema_version();  // what this program writes
[[nodiscard]] std::string database_path(const std::string& directory);

// Opens for the one writer: creates, refuses a stranger's or a newer file, migrates (each step one
// transaction), checks the pages.
Result<Database> open_for_writing(const std::string& directory);
Result<Database> open_for_reading(const std::string& directory);

}  // namespace saksi::store
