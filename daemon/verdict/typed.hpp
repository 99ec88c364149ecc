// SPDX-License-Identifier: Apache-2.0
//
// Dates and times as people and their spreadsheets write them. One reader for the command, the
// pages and the sheets, so that a date means the same wherever it is given: the day comes first.
// What cannot be read is answered with the sentence that says what to write instead.
#pragma once

#include <optional>
#include <string_view>

#include "base/zone.hpp"
#include "model/words.hpp"

namespace saksi::verdict {

template <class T>
using Typed = tl::expected<T, Word>;

// "2026-11-24", "24/11/2026", "24-11-26", "24 Nov 2026", "Selasa, 24 November 2026", a
// spreadsheet's serial number; a time behind it is left aside. A weekday must be that date's.
[[nodiscard]] Typed<Date> typed_date(std::string_view text);

// "07.52", "07:52", "7:52:10", "07.52 WIB", "2023-01-02 07:52", a spreadsheet's fraction of a day.
// `letters` are those of the agency's zone: a time of another zone is refused.
[[nodiscard]] Typed<TimeOfDay> typed_time(std::string_view text, std::string_view letters);

// A cell of an attendance sheet: empty, a dash and 00:00:00 say that there is no record.
[[nodiscard]] Typed<std::optional<TimeOfDay>> typed_record(std::string_view text,
                                                           std::string_view letters);

// Lower case, without space around it, no-break spaces and apostrophes as people paste them.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace saksi::verdict
