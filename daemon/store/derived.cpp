// SPDX-License-Identifier: Apache-2.0
#include "store/derived.hpp"

namespace saksi::store {

Result<DerivedRows> DerivedRows::prepare(Database& database) {
  SAKSI_TRY_ASSIGN(Statement insert,
                   database.prepare("INSERT INTO derived (record, vantage, target, journey, "
                                    "slot_us, end_us, outcome, is_gap, failure) "
                                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
  return DerivedRows(std::move(insert));
}

Result<void> DerivedRows::add(std::int64_t record, const Derived& row) {
  return insert_
      .bind(record, row.vantage, row.target, row.journey, row.slot_us, row.end_us, row.outcome,
            std::int64_t{row.is_gap}, std::int64_t{row.failure})
      .run();
}

}  // namespace saksi::store
