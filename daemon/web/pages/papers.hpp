// SPDX-License-Identifier: Apache-2.0
//
// Papers on a screen and on a printer: a document framed by the site, whose frame the printer
// leaves out. And the page that says whether a sheet is genuine.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "paper/compose.hpp"
#include "paper/pdf.hpp"
#include "web/pages/pages.hpp"

namespace saksi::web::pages {

struct PaperFrame {
  std::string path;  // of the page, with its own query, without language and form
  std::string pdf;   // of its PDF
  paper::Sheetform form;
  std::string citation;  // empty: none is offered
};
[[nodiscard]] std::string paper_page(const View& view, const paper::Document& document,
                                     const PaperFrame& frame);
// Why there is no paper.
[[nodiscard]] std::string no_paper(const View& view, const std::string& why);
[[nodiscard]] std::string pdf_failed(const View& view, const std::string& why);

enum class Genuine : std::uint8_t { nothing, current, revised, withdrawn, unknown, mistyped };
struct Checked {
  Genuine state = Genuine::nothing;
  std::string typed;  // as it was
  std::string code;
  std::optional<paper::Document> archived;
  std::string number;
  unsigned revision = 0;
  std::string issued;  // when, in words
  std::string reason;  // of a withdrawal
  std::string newer;   // path of the newest sheet
  bool unsure = false, finalised = false;
};
[[nodiscard]] std::string verify(const View& view, const Checked& checked);

}  // namespace saksi::web::pages
