// SPDX-License-Identifier: Apache-2.0
//
// An attendance sheet that somebody pastes or uploads: rows and cells survive being written and
// read again, no row is lost or made up by an answer, and the answer answered again asks the same.
#include <chrono>

#include "fuzz/fuzz.hpp"
#include "verdict/reconcile.hpp"

using namespace saksi;
using namespace saksi::verdict;

namespace {

const std::vector<KnownAgency>& agencies() {
  static const std::vector<KnownAgency> all{
      {{"disdik"}, {"Dinas Pendidikan", "DISDIK", "disdik"}, "WIB"},
      {{"dinkes"}, {"Dinas Kesehatan", "DINKES", "dinkes"}, "WIT"}};
  return all;
}

Result<Answer> desk(const Asked& asked) {
  Answer answer;
  answer.asked = asked;
  answer.agency = asked.target.text;
  answer.letters = "WIB";
  answer.hours = Hours{std::chrono::hours(7), std::chrono::minutes(450), std::chrono::hours(8)};
  answer.incidents = {{"K-20230102-DISDIK-1", 2}};
  answer.verdict.outcome = asked.recorded ? Outcome::supported : Outcome::no_data;
  return answer;
}

bool formula(const std::string& cell) {
  return !cell.empty() && std::string_view("=+-@\t\r\n").find(cell[0]) != std::string_view::npos;
}

void check_rows(std::string_view text, char delimiter) {
  const auto rows = read_rows(text, delimiter);
  const auto few = read_rows(text, delimiter, 3);
  CLAIM(few.size() == std::min<std::size_t>(rows.size(), 3));
  CLAIM(std::equal(few.begin(), few.end(), rows.begin()));
  std::string written(kByteOrderMark);
  for (const Cells& row : rows) write_row(written, row);
  const auto again = read_rows(written, ';');
  CLAIM(again.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CLAIM(again[i].size() == rows[i].size());
    for (std::size_t at = 0; at < rows[i].size(); ++at) {
      CLAIM(again[i][at] == (formula(rows[i][at]) ? "'" : "") + rows[i][at]);
      CLAIM(!formula(again[i][at]));
    }
  }
}

}  // namespace

SAKSI_FUZZ(text) {
  for (const char delimiter : {';', '\t', ','}) check_rows(text, delimiter);
  const auto made = reconcile(text, agencies(), {{{"disdik"}}, 0}, desk);
  if (!made || !*made) return;
  const Sheet& sheet = **made;
  CLAIM(sheet.columns.header < sheet.rows.size());
  CLAIM(sheet.records.size() == sheet.rows.size() - sheet.columns.header - 1);
  CLAIM(sheet.answered + sheet.unread <= sheet.records.size());
  const std::string csv = as_csv(sheet, Language::indonesian, "saksi.example", "24 November 2026");
  CLAIM(read_rows(csv, ';').size() == sheet.rows.size());

  // A header whose cells hold the marks that part cells elsewhere can be read in two ways.
  for (const std::string& cell : sheet.rows[sheet.columns.header])
    if (cell.find_first_of(";,\t\r\n") != std::string::npos) return;
  const auto second = reconcile(csv, agencies(), {{{"disdik"}}, 0}, desk);
  CLAIM(second && *second);
  if (!(*second)->earlier) std::fprintf(stderr, "%s", csv.c_str());
  CLAIM((*second)->earlier.has_value());
  CLAIM((*second)->rows.size() == sheet.rows.size());
  CLAIM((*second)->answered == sheet.answered && (*second)->unread == sheet.unread);
  CLAIM(changes(**second, Language::english).empty());
}
