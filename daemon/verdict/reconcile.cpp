// SPDX-License-Identifier: Apache-2.0
#include "verdict/reconcile.hpp"

#include <algorithm>
#include <unordered_map>

#include "verdict/sentence.hpp"

namespace saksi::verdict {
namespace {

const std::string& cell(const Cells& row, std::size_t at) {
  static const std::string kEmpty;
  return at < row.size() ? row[at] : kEmpty;
}

std::size_t filled(const Cells& row) {
  return static_cast<std::size_t>(
      std::count_if(row.begin(), row.end(), [](const auto& one) { return !folded(one).empty(); }));
}

class Reconciler {
 public:
  Reconciler(const Columns& columns, const std::vector<KnownAgency>& agencies, const Wanted& wanted)
      : columns_(columns) {
    for (const KnownAgency& one : agencies) {
      for (const std::string& name : one.names) by_name_.emplace(plain_words(name), &one);
      if (wanted.target && one.target == *wanted.target) always_ = &one;
    }
    if (!columns.title_agency.empty()) {
      titled_ = named(columns.title_agency);
    }
  }

  // What one row asks, or why it cannot be read.
  [[nodiscard]] Typed<Asked> read(const Cells& row) const {
    if (filled(row) < 2) return tl::unexpected(Word::row_not_a_record);
    Asked asked;
    if (columns_.date) {
      const std::string& text = cell(row, *columns_.date);
      if (folded(text).empty()) return tl::unexpected(Word::row_no_date);
      const auto date = typed_date(text);
      if (!date) return tl::unexpected(date.error());
      asked.date = *date;
    } else {
      asked.date = *columns_.title_date;
    }
    const KnownAgency* agency = always_;
    if (columns_.agency) {
      if (const std::string& text = cell(row, *columns_.agency); !folded(text).empty())
        agency = named(text);
    } else if (!columns_.title_agency.empty()) {
      agency = titled_;
    }
    if (agency == nullptr) return tl::unexpected(Word::row_unknown_agency);
    asked.target = agency->target;
    const auto recorded = typed_record(cell(row, columns_.time), agency->letters);
    if (!recorded) return tl::unexpected(recorded.error());
    asked.recorded = *recorded;
    return asked;
  }

 private:
  [[nodiscard]] const KnownAgency* named(std::string_view text) const {
    const auto found = by_name_.find(plain_words(text));
    return found == by_name_.end() ? nullptr : found->second;
  }

  const Columns& columns_;
  std::unordered_map<std::string, const KnownAgency*> by_name_;
  const KnownAgency* always_ = nullptr;
  const KnownAgency* titled_ = nullptr;
};

// Our cells beside one row; none beside an empty one.
Cells told(const SheetRow& record, Language language, const std::string& host,
           const std::string& accessed) {
  Cells cells;
  if (record.unread) {
    cells.emplace_back(word(Word::row_unread, language));
    cells.resize(5);
    cells.emplace_back(word(*record.unread, language));
    cells.resize(kOurColumns.size());
  } else if (record.answer) {
    const Answer& answer = *record.answer;
    const bool late = answer.standing == Standing::judged && answer.asked.recorded;
    const bool explained = !explained_line(answer, language).empty();
    cells = {title(answer, language),
             late ? std::to_string(answer.verdict.late) : std::string(),
             explained ? std::to_string(answer.verdict.explained) : std::string(),
             class_before(answer, language),
             class_after(answer, language),
             sentence(answer, language),
             incidents_line(answer, language),
             citation(answer, language, host, accessed)};
  }
  return cells;
}

}  // namespace

Reconciling reconcile(std::string_view text, const std::vector<KnownAgency>& agencies,
                      const Wanted& wanted, const AskDesk& ask) {
  const auto refused = [](Word why) { return tl::expected<Sheet, Word>(tl::unexpected(why)); };
  if (folded(text.substr(0, 1000)).empty() && folded(text).empty())
    return refused(Word::sheet_empty);
  Sheet sheet;
  const auto delimiter = find_delimiter(text);
  if (!delimiter) return refused(Word::sheet_two_readings);
  sheet.rows = read_rows(text, *delimiter);
  sheet.earlier = take_earlier(sheet.rows);
  const auto columns = find_columns(sheet.rows);
  if (!columns) return refused(Word::sheet_no_header);
  sheet.columns = *columns;
  if (!columns->agency && columns->title_agency.empty() && !wanted.target)
    return refused(Word::sheet_no_agency);
  if (wanted.most_rows != 0 && sheet.rows.size() - columns->header - 1 > wanted.most_rows)
    return refused(Word::sheet_too_long);

  const Reconciler reconciler(sheet.columns, agencies, wanted);
  for (std::size_t i = columns->header + 1; i < sheet.rows.size(); ++i) {
    SheetRow row;
    row.number = i + 1;
    if (filled(sheet.rows[i]) > 0) {
      const auto asked = reconciler.read(sheet.rows[i]);
      if (asked) {
        SAKSI_TRY_ASSIGN(row.answer, ask(*asked));
        row.answer->minutes.states.clear();  // a sheet draws no strips
        ++sheet.answered;
        ++sheet.counts[title_of(*row.answer)];
      } else {
        row.unread = asked.error();
        ++sheet.unread;
      }
    }
    sheet.records.push_back(std::move(row));
  }
  return sheet;
}

std::map<std::size_t, std::string> changes(const Sheet& sheet, Language language) {
  std::map<std::size_t, std::string> found;
  if (!sheet.earlier) return found;
  for (const SheetRow& record : sheet.records) {
    if (!record.answer && !record.unread) continue;
    // Both in the language of the earlier one: only what is said differently counts.
    std::string change = change_of(sheet.earlier->cells[record.number - 1],
                                   told(record, sheet.earlier->language, "", ""), language);
    if (!change.empty()) found[record.number] = std::move(change);
  }
  return found;
}

std::string as_csv(const Sheet& sheet, Language language, const std::string& host,
                   const std::string& accessed) {
  const auto changed = changes(sheet, language);
  std::size_t width = 0;
  for (const Cells& row : sheet.rows) width = std::max(width, row.size());
  std::string out(kByteOrderMark);
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
    Cells row = sheet.rows[i];
    if (i == sheet.columns.header) {
      row.resize(width);
      for (const Word name : kOurColumns) row.emplace_back(word(name, language));
      if (sheet.earlier) row.emplace_back(word(Word::out_changed, language));
    }
    if (i > sheet.columns.header) {
      const SheetRow& record = sheet.records[i - sheet.columns.header - 1];
      if (const Cells ours = told(record, language, host, accessed); !ours.empty()) {
        row.resize(width);
        row.insert(row.end(), ours.begin(), ours.end());
        const auto change = changed.find(record.number);
        if (change != changed.end()) {
          row.resize(width + kOurColumns.size());
          row.push_back(change->second);
        }
      }
    }
    write_row(out, row);
  }
  return out;
}

}  // namespace saksi::verdict
