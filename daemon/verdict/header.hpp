// SPDX-License-Identifier: Apache-2.0
//
// Which columns of an attendance sheet are read: found by what the offices call them, below any
// title rows, in a header of one level or of two ("PRESENSI HARIAN" over "Masuk", "Pulang").
// Everything else in the sheet (names, numbers of people) is passed through and never looked at.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/zone.hpp"
#include "verdict/table.hpp"

namespace saksi::verdict {

struct Columns {
  std::size_t header = 0;  // last row of the header
  std::size_t time = 0;    // the recorded check-in
  std::optional<std::size_t> date, agency;
  // From a title cell ("Tanggal : 12 Jan 2026", "Unit Kerja : Dinas Kesehatan"), used where there
  // is no column.
  std::optional<Date> title_date;
  std::string title_agency;
  std::string time_name, date_name, agency_name;  // as the sheet calls them
};

// None where no row names a check-in, or nothing says the date.
[[nodiscard]] std::optional<Columns> find_columns(const std::vector<Cells>& rows);

// Semicolon, tab or comma: the one that parts the header's line so that most of its names have a
// cell of their own. None where two do so equally well: each would be a sheet of its own, and a
// verdict must not hang on which. Where nothing is found, a semicolon.
[[nodiscard]] std::optional<char> find_delimiter(std::string_view text);

// "DINAS  PENDIDIKAN (Kab.)" -> "dinas pendidikan kab"
[[nodiscard]] std::string plain_words(std::string_view text);

}  // namespace saksi::verdict
