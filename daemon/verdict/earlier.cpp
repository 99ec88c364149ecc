// SPDX-License-Identifier: Apache-2.0
#include "verdict/earlier.hpp"

#include <algorithm>

#include "verdict/header.hpp"

namespace saksi::verdict {
namespace {

constexpr std::size_t kWidth = kOurColumns.size();
constexpr std::size_t kTitleRows = 40;  // a header stands no lower

bool named(const std::string& cell, Word column, Language language) {
  return plain_words(cell) == plain_words(word(column, language));
}

// Where our first column stands, if all of them follow it.
std::optional<std::size_t> find(const Cells& header, Language language) {
  for (std::size_t at = 0; at + kWidth <= header.size(); ++at) {
    bool all = true;
    for (std::size_t i = 0; i < kWidth && all; ++i)
      all = named(header[at + i], kOurColumns[i], language);
    if (all) return at;
  }
  return std::nullopt;
}

// As a spreadsheet that saved the file again may have left it.
std::string plain(const Cells& cells, std::size_t at) {
  return at < cells.size() ? plain_words(cells[at]) : std::string();
}

std::string shown(const Cells& cells, std::size_t at, Language language) {
  std::string text = at < cells.size() ? cells[at] : std::string();
  // Somebody may have written anything into it, and a terminal obeys what it is shown.
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
  return text.empty() ? std::string(word(Word::sheet_nothing, language)) : text;
}

}  // namespace

std::optional<Earlier> take_earlier(std::vector<Cells>& rows) {
  Earlier earlier;
  std::optional<std::size_t> at;
  std::size_t header = 0;
  for (std::size_t row = 0; row < std::min(rows.size(), kTitleRows) && !at; ++row)
    for (const Language language : {Language::indonesian, Language::english}) {
      at = find(rows[row], language);
      earlier.language = language;
      header = row;
      if (at) break;
    }
  if (!at) return std::nullopt;
  // The answer of an answer has one column more.
  const std::size_t next = *at + kWidth;
  const bool change =
      next < rows[header].size() && named(rows[header][next], Word::out_changed, earlier.language);
  earlier.cells.resize(rows.size());
  for (std::size_t i = header; i < rows.size(); ++i) {
    Cells& row = rows[i];
    const auto begin = row.begin() + static_cast<std::ptrdiff_t>(std::min(*at, row.size()));
    const auto end =
        row.begin() + static_cast<std::ptrdiff_t>(std::min(next + (change ? 1 : 0), row.size()));
    earlier.cells[i].assign(begin, end);
    row.erase(begin, end);
  }
  return earlier;
}

std::string change_of(const Cells& was, const Cells& is, Language language) {
  std::string text;
  for (std::size_t i = 0; i < kWidth; ++i) {
    const Word column = kOurColumns[i];
    if (column == Word::out_sentence || column == Word::out_citation ||
        plain(was, i) == plain(is, i))
      continue;
    if (!text.empty()) text += "; ";
    text +=
        fill(word(Word::sheet_change, language), {{"column", std::string(word(column, language))},
                                                  {"was", shown(was, i, language)},
                                                  {"is", shown(is, i, language)}});
  }
  return text;
}

}  // namespace saksi::verdict
