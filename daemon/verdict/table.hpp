// SPDX-License-Identifier: Apache-2.0
//
// Rows and cells as spreadsheets save them: RFC 4180 with any one delimiter, quotes, line ends
// inside quotes, a byte order mark. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace saksi::verdict {

using Cells = std::vector<std::string>;

// At most `most` rows; 0: all. A quote that never ends takes the rest of the text as its cell.
[[nodiscard]] std::vector<Cells> read_rows(std::string_view text, char delimiter,
                                           std::size_t most = 0);

// One line with its end. A cell that a spreadsheet would take for a formula (it begins with
// = + - @, a tab or a line end) gets an apostrophe before it.
void write_row(std::string& out, const Cells& cells, char delimiter = ';');

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace saksi::verdict
