// SPDX-License-Identifier: Apache-2.0
//
// What people type: dates, times, codes of papers. What is understood is understood again as we
// write it; numbers mean what they say; one wrong character of a code is noticed.
#include "verdict/typed.hpp"

#include <cstdio>

#include "fuzz/fuzz.hpp"
#include "model/verification_code.hpp"

using namespace saksi;

namespace {

// "24/11/2026" or "2026-11-24" and nothing else, by another reader than ours.
void check_numbers(const std::string& text, Date date) {
  unsigned long a = 0, b = 0, c = 0;
  int used = 0;
  if (text.size() > 40 ||
      text.starts_with('-') ||  // a sign to that reader, a dash to ours
                                // text.find_first_not_of("0123456789/-.") != std::string::npos ||
      std::sscanf(text.c_str(), "%lu%*[-/.]%lu%*[-/.]%lu%n", &a, &b, &c, &used) != 3 ||
      static_cast<std::size_t>(used) != text.size())
    return;
  const std::size_t first = text.find_first_of("/-.");
  const auto day = first == 4 ? c : a;
  CLAIM(static_cast<unsigned>(date.month()) == b);
  CLAIM(static_cast<unsigned>(date.day()) == day);
}

void check_code(std::string_view typed) {
  const CodeRead read = read_code(typed);
  if (read.state != TypedCode::sound) return;
  CLAIM(read.code.size() == kCodeLength);
  CLAIM(read_code(shown_code(read.code)).code == read.code);
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (std::size_t i = 0; i < read.code.size(); ++i) {
    std::string wrong = read.code;
    wrong[i] = alphabet[(alphabet.find(wrong[i]) + typed.size()) % alphabet.size()];
    CLAIM(wrong == read.code || read_code(wrong).state == TypedCode::mistyped);
    if (i == 0) continue;
    wrong = read.code;
    std::swap(wrong[i], wrong[i - 1]);
    CLAIM(wrong == read.code || read_code(wrong).state == TypedCode::mistyped);
  }
}

}  // namespace

namespace {

void check_typed(std::string_view text) {
  using namespace verdict;
  CLAIM(folded(folded(text)) == folded(text));
  if (const auto date = typed_date(text)) {
    CLAIM(date->ok());
    CLAIM(typed_date(date_text(*date)) == *date);
    check_numbers(folded(text), *date);
  }
  const auto at = typed_time(text, "WIB");
  if (at) {
    CLAIM(at->count() >= 0 && *at < std::chrono::days(1));
    CLAIM(typed_time(clock_text(*at), "WITA") == *at);
  }
  const auto record = typed_record(text, "WIB");
  if (record && *record) CLAIM((*record)->count() > 0);
  if (at && at->count() > 0) CLAIM(record && *record == *at);
  check_code(text);
}

}  // namespace

SAKSI_FUZZ(text) {
  check_typed(text);
  if (text.size() < 5) return;
  // Numbers that a date could have, and such as none has.
  const auto byte = [&](std::size_t i) { return unsigned{static_cast<std::uint8_t>(text[i])}; };
  check_typed(std::to_string(byte(0) % 40) + "/" +
              std::to_string(byte(1) % 8 == 0 ? byte(2) * 3 : byte(2) % 14) + "/" +
              std::to_string(2000 + byte(3) % 100));
  check_typed(std::to_string(byte(0) % 30) + "." + std::to_string(byte(1) % 70) + ":" +
              std::to_string(byte(2) % 70));
}
