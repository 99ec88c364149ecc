// SPDX-License-Identifier: Apache-2.0
//
// The row that queries read, beside the record from which it can be made again.
#pragma once

#include "store/records.hpp"
#include "store/sqlite.hpp"

namespace saksi::store {

class DerivedRows {
 public:
  static Result<DerivedRows> prepare(Database& database);
  // A slot that has its row already is refused by the database.
  Result<void> add(std::int64_t record, const Derived& row);

 private:
  explicit DerivedRows(Statement insert) : insert_(std::move(insert)) {}
  Statement insert_;
};

}  // namespace saksi::store
