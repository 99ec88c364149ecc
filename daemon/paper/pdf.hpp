// SPDX-License-Identifier: Apache-2.0
//
// A document as PDF, drawn by Pango and Cairo with one font, DejaVu Sans. The same document is the
// same bytes: no clock, no locale and no machine's setting goes in. Only pdf.cpp and canvas.cpp
// know the libraries. One thread at a time.
#pragma once

#include <string>

#include "base/result.hpp"
#include "paper/document.hpp"

namespace saksi::paper {

struct Sheetform {
  bool letterhead = false;  // 4.5 cm free at the top of the first page
  bool folio = false;       // F4, 215 by 330 mm, instead of A4
};

inline constexpr int kMostPages = 20;
Result<std::string> pdf_of(const Document& document, const Sheetform& form);

}  // namespace saksi::paper
