// SPDX-License-Identifier: Apache-2.0
#include "verdict/table.hpp"

#include <utility>

namespace saksi::verdict {

std::vector<Cells> read_rows(std::string_view text, char delimiter, std::size_t most) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::vector<Cells> rows;
  Cells row;
  std::string cell;
  bool quoted = false, any = false;
  const auto end_cell = [&] { row.push_back(std::exchange(cell, {})); };
  const auto end_row = [&] {
    end_cell();
    rows.push_back(std::exchange(row, {}));
    any = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else {
        quoted = false;
      }
      continue;
    }
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n' || c == '\r') {
      end_row();
      if (rows.size() == most) return rows;
      continue;
    }
    any = true;
    if (c == delimiter)
      end_cell();
    else if (c == '"' && cell.empty())
      quoted = true;
    else
      cell += c;
  }
  if (any || quoted) end_row();
  return rows;
}

void write_row(std::string& out, const Cells& cells, char delimiter) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += delimiter;
    const std::string& cell = cells[i];
    const bool formula =
        !cell.empty() && std::string_view("=+-@\t\r\n").find(cell[0]) != std::string_view::npos;
    const bool quotes = cell.find_first_of("\"\r\n;,\t") != std::string::npos;
    if (quotes) out += '"';
    if (formula) out += '\'';
    for (const char c : cell) {
      if (c == '"') out += '"';
      out += c;
    }
    if (quotes) out += '"';
  }
  out += "\r\n";
}

}  // namespace saksi::verdict
