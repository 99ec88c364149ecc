// SPDX-License-Identifier: Apache-2.0
//
// Records on their way from one saksi to another, as a text file (docs/formats/transfer-1.md).
// Nothing in it is trusted: each record carries its signature, and each body is named by its hash.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/store.hpp"

namespace saksi::store {

inline constexpr std::string_view kTransferHead = "saksi-transfer-1";
inline constexpr std::size_t kMostTransfer = 1U << 30;

// The lines of one record and of one body, each with its end.
[[nodiscard]] std::string record_line(const Record& record);
[[nodiscard]] std::string body_line(std::string_view body);

struct Transfer {
  struct Signed {
    Signature signature{};
    std::string_view bytes;  // into the text; with the '\n'
    std::size_t line = 0;
  };
  std::vector<Signed> records;
  std::vector<std::string> bodies;
};
// One line of either, with its end.
Result<void> take_line(std::string_view line, std::size_t number, Transfer& into);
// Reads what the two above wrote; or which line is none of theirs. The text must outlive it.
Result<Transfer> read_transfer(std::string_view text);

}  // namespace saksi::store
