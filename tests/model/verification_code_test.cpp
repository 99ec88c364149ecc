// SPDX-License-Identifier: Apache-2.0
#include "model/verification_code.hpp"

#include <gtest/gtest.h>

namespace saksi {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

TEST(VerificationCode, ComesFromTheHashOfTheContentAlone) {
  // SHA-256("abc") begins ba7816bf8f01cf...: 10111 01001 11100 00001 01101 01111 11100 01111 00000
  // 00111.
  EXPECT_EQ(code_of("abc").substr(0, 10), "Q9W1DFWF07");
  EXPECT_EQ(code_of("abc"), code_of("abc"));
  EXPECT_NE(code_of("abc"), code_of("abd"));
  EXPECT_EQ(shown_code(code_of("abc")).substr(0, 11), "Q9W1-DFWF-0");
  EXPECT_EQ(code_of("abc").size(), kCodeLength);
}

TEST(VerificationCode, HasTheCheckCharacterThatTheDocumentComputes) {
  EXPECT_EQ(check_character("0000000000"), '0');
  EXPECT_EQ(check_character("0000000001"), '2');  // 1 times x
  EXPECT_EQ(check_character("000000000G"), '5');  // 16 times x is 32, less 37: 5
  EXPECT_EQ(check_character("0000000010"), '4');  // 1 times x, times x
}

TEST(VerificationCode, IsReadAsPeopleTypeIt) {
  const std::string code = code_of("abc");
  std::string lower = shown_code(code);
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  for (const std::string& typed : {code, shown_code(code), lower, "  " + lower + "\n"}) {
    EXPECT_EQ(read_code(typed).state, TypedCode::sound) << typed;
    EXPECT_EQ(read_code(typed).code, code) << typed;
  }
  std::string looks = code;  // Q9W1DFWF07.: its 0 as O, its 1 as l and as I
  looks[8] = 'o';
  for (const char one : {'l', 'L', 'i', 'I'}) {
    looks[3] = one;
    EXPECT_EQ(read_code(looks).code, code) << looks;
  }
  EXPECT_EQ(read_code(" - ").state, TypedCode::empty);
  EXPECT_EQ(read_code("U" + code.substr(1)).state, TypedCode::mistyped);
  EXPECT_EQ(read_code(code.substr(1)).state, TypedCode::mistyped);
  EXPECT_EQ(read_code(code + "0").state, TypedCode::mistyped);
}

TEST(VerificationCode, FindsEveryWrongCharacterAndEveryTwoThatChangedPlaces) {
  for (const char* content : {"abc", "lembar", "K-20230102-DISDIK-1", ""}) {
    const std::string code = code_of(content);
    for (std::size_t i = 0; i < code.size(); ++i) {
      for (const char other : kAlphabet) {
        std::string wrong = code;
        wrong[i] = other;
        if (wrong == code) continue;
        EXPECT_EQ(read_code(wrong).state, TypedCode::mistyped) << wrong;
      }
      for (std::size_t j = i + 1; j < code.size(); ++j) {
        std::string swapped = code;
        std::swap(swapped[i], swapped[j]);
        if (swapped == code) continue;
        EXPECT_EQ(read_code(swapped).state, TypedCode::mistyped) << swapped;
      }
    }
  }
}

}  // namespace
}  // namespace saksi
