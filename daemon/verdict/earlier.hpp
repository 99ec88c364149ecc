// SPDX-License-Identifier: Apache-2.0
//
// A sheet that carries the columns of an earlier answer: they are taken out before it is answered
// again, and compared with what is answered now. Pure.
#pragma once

#include <array>
#include <optional>

#include "model/words.hpp"
#include "verdict/table.hpp"

namespace saksi::verdict {

// The columns that an answer puts behind those of the sheet, in order.
inline constexpr std::array kOurColumns{
    Word::out_result,      Word::out_late,     Word::out_explained, Word::out_class_before,
    Word::out_class_after, Word::out_sentence, Word::out_incidents, Word::out_citation};

struct Earlier {
  Language language = Language::indonesian;  // in which it was answered
  std::vector<Cells> cells;                  // by row of the sheet; of ours, as they were
};

// Takes the columns out of the row that names them and of all below it; none where no row does.
// Done before the sheet's own columns are looked for: our sentences are full of the words that name
// those.
[[nodiscard]] std::optional<Earlier> take_earlier(std::vector<Cells>& rows);

// "Menit terjelaskan: 12 menjadi 18; Kelas sesudah: ..." in `language`; empty where nothing that
// counts differs. The sentence and the citation hold dates of the answer and are not compared.
[[nodiscard]] std::string change_of(const Cells& was, const Cells& is, Language language);

}  // namespace saksi::verdict
