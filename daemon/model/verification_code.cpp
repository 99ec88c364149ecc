// SPDX-License-Identifier: Apache-2.0
#include "model/verification_code.hpp"

namespace saksi {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr unsigned kTen = 10;

// Times x in the field of 32 elements, modulo x^5 + x^2 + 1. The powers of x are 31 different
// values, so every place of the code weighs differently: one wrong character changes the sum, and
// so do two that changed places, next to each other or not.
constexpr unsigned times_x(unsigned value) {
  value <<= 1U;
  return (value & 32U) != 0 ? value ^ 0b100101U : value;
}

unsigned value_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const std::size_t at = kAlphabet.find(c);
  return at == std::string_view::npos ? 32 : static_cast<unsigned>(at);
}

}  // namespace

char check_character(std::string_view ten) {
  unsigned sum = 0;
  for (const char c : ten) sum = times_x(sum ^ value_of(c));
  return kAlphabet[sum];
}

std::string code_of(std::string_view content) {
  const Digest digest = sha256(content);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits = bits << 8U | digest[i];
  std::string code;
  for (unsigned i = 0; i < kTen; ++i) code += kAlphabet[bits >> (59U - 5U * i) & 31U];
  return code + check_character(code);
}

std::string shown_code(std::string_view code) {
  std::string shown;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i == 4 || i == 8) shown += '-';
    shown += code[i];
  }
  return shown;
}

CodeRead read_code(std::string_view typed) {
  CodeRead read;
  for (const char c : typed) {
    if (c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    const unsigned value = value_of(c);
    if (value == 32 || read.code.size() == kCodeLength) return {TypedCode::mistyped, {}};
    read.code += kAlphabet[value];
  }
  if (read.code.empty()) return read;
  read.state = read.code.size() == kCodeLength &&
                       check_character(read.code.substr(0, kTen)) == read.code.back()
                   ? TypedCode::sound
                   : TypedCode::mistyped;
  return read;
}

}  // namespace saksi
