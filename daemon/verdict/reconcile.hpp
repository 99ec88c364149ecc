// SPDX-License-Identifier: Apache-2.0
//
// An attendance sheet row by row: each row is answered, or listed with the reason why not. Date,
// agency and recorded time are read; the other cells are passed through. Pure but for the desk,
// which is given as a function.
#pragma once

#include <functional>
#include <map>

#include "base/result.hpp"
#include "verdict/answer.hpp"
#include "verdict/earlier.hpp"
#include "verdict/header.hpp"
#include "verdict/typed.hpp"

namespace saksi::verdict {

struct KnownAgency {
  TargetId target;
  std::vector<std::string> names;  // its full name, short name and id
  std::string letters;             // of its zone
};

using AskDesk = std::function<Result<Answer>(const Asked&)>;

struct SheetRow {
  std::size_t number = 0;  // as a spreadsheet counts rows, from 1
  std::optional<Answer> answer;
  std::optional<Word> unread;  // why it has none; neither: an empty row
};

struct Sheet {
  std::vector<Cells> rows;
  Columns columns;
  std::vector<SheetRow> records;  // of the rows below the header
  std::size_t answered = 0, unread = 0;
  std::map<Word, std::size_t> counts;  // answered rows by what their verdict is called
  std::optional<Earlier> earlier;      // where the sheet is itself an earlier answer
};

// What differs from the earlier answer, by the number of the row; empty where there is none.
[[nodiscard]] std::map<std::size_t, std::string> changes(const Sheet& sheet, Language language);

struct Wanted {
  std::optional<TargetId> target;  // for sheets that do not say the agency
  std::size_t most_rows = 0;       // 0: any number
};

// A Word is what is wrong with the sheet as a whole; an Error is a store that cannot be read.
using Reconciling = Result<tl::expected<Sheet, Word>>;
Reconciling reconcile(std::string_view text, const std::vector<KnownAgency>& agencies,
                      const Wanted& wanted, const AskDesk& ask);

// The same rows with columns of ours behind them; byte order mark, semicolons.
[[nodiscard]] std::string as_csv(const Sheet& sheet, Language language, const std::string& host,
                                 const std::string& accessed);

}  // namespace saksi::verdict
