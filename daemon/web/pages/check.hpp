// SPDX-License-Identifier: Apache-2.0
//
// Cek tanggal and Rekonsiliasi: the two pages that are asked something. Each is a form that works
// without a script, with the answer above what else there is, and mistakes beside their fields.
#pragma once

#include <optional>

#include "verdict/reconcile.hpp"
#include "web/pages/pages.hpp"

namespace saksi::web::pages {

// As it came from the reader, each field with what is wrong with it.
struct CheckForm {
  bool asked = false;  // false: opened without a question
  std::string date, agency, time;
  bool none = false;
  std::optional<Word> date_trouble, agency_trouble, time_trouble;
  [[nodiscard]] bool sound() const { return !date_trouble && !agency_trouble && !time_trouble; }
};

// GET /cek
std::string check(const View& view, const CheckForm& form,
                  const std::optional<verdict::Answer>& answer);

inline constexpr std::size_t kMostSheetRows = 1000;

struct SheetForm {
  std::string rows, agency;
  std::optional<Word> trouble;
};
// GET and POST /rekonsiliasi
std::string reconciling(const View& view, const SheetForm& form,
                        const std::optional<verdict::Sheet>& sheet);
// 503: no place left where sheets, or questions, are answered.
std::string busy(const View& view, bool sheet);

}  // namespace saksi::web::pages
