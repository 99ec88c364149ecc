// SPDX-License-Identifier: Apache-2.0
//
// From values to papers: the evidence sheet, the blank attendance list, the drafts of the letters.
// Pure; whatever they say stands in the catalogue of words.
#pragma once

#include <string>

#include "model/verification_code.hpp"
#include "paper/document.hpp"
#include "paper/sheet.hpp"

namespace saksi::paper {

// Why a sheet is shown without a code.
enum class Unissued : std::uint8_t { open, window, keeper, full, slow };

// How the archive knows a sheet. `code` is empty for one that has not been issued.
struct Issue {
  std::string code;
  unsigned revision = 0;
  std::optional<Instant> at;
  Unissued why = Unissued::keeper;  // without a code
  std::string window_over;          // "08.10 WIB", for Unissued::window
};

// `public_url`: where readers reach this Saksi; empty where it is not known.
[[nodiscard]] Document sheet_document(const Sheet& sheet, const Issue& issue,
                                      const std::string& public_url, Language language);
// The citation of a sheet, with its code.
[[nodiscard]] std::string citation(const Sheet& sheet, const Issue& issue, Language language,
                                   const std::string& accessed);
[[nodiscard]] std::string unissued_text(const Issue& issue, Language language);
// "https://host/v/7F3K9Q2M4TZ"; empty without a code or an address.
[[nodiscard]] std::string verify_url(const std::string& public_url, const std::string& code);

// What the two other papers need to know of an incident.
struct Occasion {
  std::string incident, sheet;  // numbers
  std::string agency;
  Date date;
  std::string zone;
  std::optional<Bounds> bounds;
  bool simulation = false;
};
[[nodiscard]] Document attendance_list(const Occasion& occasion, Language language);
[[nodiscard]] Document letters(const Occasion& occasion, Language language);

// Lines of the attendance list on each page.
inline constexpr int kListRows = 25;

}  // namespace saksi::paper
