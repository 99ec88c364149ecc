// SPDX-License-Identifier: Apache-2.0
//
// The code printed on a sheet: ten characters of Crockford's base 32 from the SHA-256 of its
// content, and one that checks them. Typed from paper by people, so case and dashes do not matter,
// and the letters that look like digits are taken for them. docs/formats/lembar-1.md has the
// arithmetic.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace saksi {

inline constexpr std::size_t kCodeLength = 11;

// Of a sheet's canonical content: "7F3K9Q2M4TZ".
[[nodiscard]] std::string code_of(std::string_view content);
// The check character of ten, each of the alphabet.
[[nodiscard]] char check_character(std::string_view ten);
// "7F3K-9Q2M-4TZ"
[[nodiscard]] std::string shown_code(std::string_view code);

enum class TypedCode : std::uint8_t { sound, mistyped, empty };
// What was typed, in the form that is stored; `mistyped` where length, a character or the check is
// wrong.
struct CodeRead {
  TypedCode state = TypedCode::empty;
  std::string code;
};
[[nodiscard]] CodeRead read_code(std::string_view typed);

}  // namespace saksi
