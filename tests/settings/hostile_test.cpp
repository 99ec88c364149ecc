// SPDX-License-Identifier: Apache-2.0
//
// Files that are broken, huge, half-written or made to hurt. Whatever the bytes: Settings, or
// mistakes that each have a place; never a crash, never without end.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "base/file.hpp"
#include "settings/read.hpp"

namespace saksi::settings {
namespace {

std::string starter() {
  const Result<std::string> text =
      saksi::read_file(std::string(SAKSI_SOURCE_DIR) + "/config/saksi.yaml", 1 << 20);
  EXPECT_TRUE(text);
  return text.value_or(std::string{});
}

// True when `line` is "x.yaml:LINE:COLUMN: words" and the place exists in `text` or at its end.
testing::AssertionResult has_a_place(const std::string& line, const std::string& text) {
  int row = 0, column = 0, words = 0;
  if (line.find_first_of("\n\r") != std::string::npos ||
      std::sscanf(line.c_str(), "x.yaml:%d:%d: %n", &row, &column, &words) != 2 || words == 0 ||
      static_cast<std::size_t>(words) >= line.size())
    return testing::AssertionFailure() << "no place, or more than one line: " << line;
  const auto lines =
      1 + std::count(text.begin(), text.end(), '\n') + std::count(text.begin(), text.end(), '\r');
  if (row < 1 || row > lines || column < 1)
    return testing::AssertionFailure()
           << "a place outside of the file's " << lines << " lines: " << line;
  return testing::AssertionSuccess();
}

void expect_mistakes_with_places(const std::string& text, const std::string& what) {
  const Reading reading = read_text(text, "x.yaml");
  ASSERT_FALSE(reading) << what;
  ASSERT_FALSE(reading.error().lines.empty()) << what;
  EXPECT_LE(reading.error().lines.size(), 101U) << what;
  for (const std::string& line : reading.error().lines)
    EXPECT_TRUE(has_a_place(line, text)) << what;
}

std::string only_line(const std::string& text) {
  const Reading reading = read_text(text, "x.yaml");
  if (reading || reading.error().lines.size() != 1) return "not exactly one mistake";
  return reading.error().lines[0];
}

TEST(HostileFile, CannotGrowThroughAliases) {
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string n = std::to_string(i), before = std::to_string(i - 1);
    laughs += "a" + n + ": &a" + n + " [";
    for (int k = 0; k < 10; ++k) laughs += (k == 0 ? "*a" : ", *a") + before;
    laughs += "]\n";
  }

  const Reading reading = read_text(laughs, "x.yaml");

  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().lines.size(), 101U)
      << "each alias is refused, and the list of mistakes ends";
  std::size_t refused = 0;
  for (const std::string& line : reading.error().lines)
    refused += line.find("an alias (*name)") != std::string::npos ? 1U : 0U;
  EXPECT_GT(refused, 60U);
  EXPECT_EQ(reading.error().lines.back().substr(0, 7), "x.yaml:");
}

TEST(HostileFile, IsNotReadBeyondItsCaps) {
  EXPECT_EQ(only_line(std::string((1 << 20) + 1, '\n')),
            "x.yaml:1:1: the file has 1048577 bytes; at most 1048576 are read, so that a wrong "
            "path cannot fill the "
            "memory");
  EXPECT_EQ(only_line("a: [[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]"),
            "x.yaml:1:15: nested deeper than 12 levels, which no option needs; reading stops here");
  std::string many = "a: [";
  for (int i = 0; i < 20'001; ++i) many += "1, ";
  EXPECT_EQ(only_line(many + "1]").substr(0, 27), "x.yaml:1:60002: more than 2");
}

TEST(HostileFile, IsNamedWhenItIsNotAConfigurationAtAll) {
  EXPECT_EQ(only_line(""), "x.yaml:1:1: the file is empty; begin with a copy of config/saksi.yaml");
  EXPECT_EQ(only_line("# only a comment\n"),
            "x.yaml:1:1: the file is empty; begin with a copy of config/saksi.yaml");
  EXPECT_EQ(
      only_line("\n- a\n- b\n"),
      "x.yaml:2:1: the file is not a map of sections; begin with a copy of config/saksi.yaml");
  EXPECT_EQ(
      only_line("<html>502 Bad Gateway</html>"),
      "x.yaml:1:1: the file is not a map of sections; begin with a copy of config/saksi.yaml");
  EXPECT_EQ(only_line("\xEF\xBB\xBFweb: {}"),
            "x.yaml:1:1: the file starts with a byte order mark; save it as UTF-8 without one");
  EXPECT_EQ(only_line(std::string("web: \0", 6)), "x.yaml:1:6: control character 0x00; remove it");
  EXPECT_EQ(only_line("web: \xC0\x80"),
            "x.yaml:1:6: byte 0xC0 is not UTF-8; save the file as UTF-8");
  EXPECT_EQ(only_line("web: \xED\xA0\x80"),
            "x.yaml:1:6: byte 0xED is not UTF-8; save the file as UTF-8");
}

TEST(HostileFile, GivesNoTextByAnEscapeThatItCouldNotHoldItself) {
  const auto told = [](const std::string& value) {
    const Reading reading = read_text("web:\n  {title: \"a" + value + "b\"}\n", "x.yaml");
    if (reading) return std::string("it is text");
    for (const std::string& line : reading.error().lines)
      if (line.starts_with("x.yaml:2:11: ")) return line.substr(13);
    return std::string("it is text");
  };
  for (const auto& [escape, byte] : {std::pair("\\N", "0x85"), std::pair("\\_", "0xA0")})
    EXPECT_EQ(told(escape), std::string("an escape that gives byte ") + byte +
                                ", which is not UTF-8; write the character itself");
  for (const auto& [escape, code] :
       {std::pair("\\0", "0x00"), std::pair("\\a", "0x07"), std::pair("\\r", "0x0D"),
        std::pair("\\e", "0x1B"), std::pair("\\x7f", "0x7F"), std::pair("\\x9b", "0x9B")})
    EXPECT_EQ(told(escape), std::string("an escape that gives control character ") + code +
                                ", which could forge a header or a log line; remove it");
  for (const char* fine : {"\\xe9", "\\u2026", "\\\\", "\\\"", "é"})
    EXPECT_EQ(told(fine), "it is text") << fine;
  EXPECT_EQ(read_text("\"a\\ab\": 1\n", "x.yaml").error().lines.at(0).substr(0, 32),
            "x.yaml:1:1: an escape that gives")
      << "a name is text too";
}

TEST(HostileFile, CannotForgeALineOfTheListOfMistakes) {
  const std::string text = "\"a\\nx.yaml:1:1: all is well\\e[2J\": 1\n";

  expect_mistakes_with_places(text, text);
  const Reading reading = read_text(text, "x.yaml");
  ASSERT_FALSE(reading);
  for (const std::string& line : reading.error().lines)
    EXPECT_EQ(line.find('\x1b'), std::string::npos) << line;
}

// An editor or a copy that stopped in the middle must never be taken for a whole file.
TEST(HalfWrittenFile, IsRefusedWithPlacesWhereverItWasCut) {
  const std::string whole = starter();
  const std::size_t last = whole.find("contact: saksi@");  // the last option that must be given
  ASSERT_NE(last, std::string::npos);

  for (std::size_t cut = 0; cut < last; cut += 97)
    expect_mistakes_with_places(whole.substr(0, cut),
                                "cut after " + std::to_string(cut) + " bytes");
}

TEST(HostileFile, OfOneSignRepeatedIsReadInBoundedTime) {
  const std::vector<std::string> pieces{
      "[",   "{",          "- ", "? ",    "a: ",    "\"",     "'",  "&a ",   "*a ",
      "!",   "%",          "#",  ": ",    ",",      "]",      "a,", "---\n", "x\n",
      "|\n", "a: |\n x\n", "\\", "[{a: ", "{a: b,", "a: 1\n", "?\n"};
  for (const std::string& piece : pieces) {
    std::string text;
    while (text.size() + piece.size() <= (1 << 18)) text += piece;
    const auto begin = std::chrono::steady_clock::now();

    expect_mistakes_with_places(text, "a file of \"" + piece + "\"");
    expect_mistakes_with_places("[" + text, "a list of \"" + piece + "\"");

    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60)) << piece;
  }
}

// Random changes to a good file: bytes flipped, pieces removed, doubled and moved, YAML's own signs
// put in.
TEST(MutatedFile, GivesSettingsOrMistakesWithPlaces) {
  const std::string whole = starter();
  const std::vector<std::string> signs{
      "\n",  ": ", "- ", "[", "]",  "{",   "}",     "\"",   "'",  "#",    "&a ",
      "*a",  "!",  "|",  ">", "%",  "@",   "---\n", "\t",   "\\", "\xff", "  ",
      "id:", "?",  "~",  "0", "-1", "1e9", "null",  "true", ",",  "\x01", "$password"};
  const unsigned seed = 20260102;
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  int accepted = 0, refused = 0;

  for (int round = 0; round < 2000; ++round) {
    std::string text = whole;
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
      const std::size_t at = below(text.size());
      const std::size_t length = std::min(1 + below(40), text.size() - at);
      switch (below(5)) {
        case 0:
          text[at] = static_cast<char>(below(256));
          break;
        case 1:
          text.erase(at, length);
          break;
        case 2:
          text.insert(below(text.size()), text.substr(at, length));
          break;
        case 3:
          text.insert(at, signs[below(signs.size())]);
          break;
        case 4:
          text.resize(at + 1);
          break;
      }
    }
    SCOPED_TRACE("seed " + std::to_string(seed) + ", round " + std::to_string(round));

    const Reading reading = read_text(text, "x.yaml");

    if (reading) {
      ++accepted;
      for (const Target& target : reading->targets) {  // lookups abort on ids that are not there
        EXPECT_LE(reading->journey(target.journey).least_requests(),
                  reading->backend(target.backend).burst);
        EXPECT_FALSE(reading->calendar(target.calendar).check_in.empty());
      }
      continue;
    }
    ++refused;
    ASSERT_FALSE(reading.error().lines.empty());
    for (const std::string& line : reading.error().lines) ASSERT_TRUE(has_a_place(line, text));
  }

  // Both happen often, or this test has lost its sense: many bytes stand in comments.
  EXPECT_GT(accepted, 100);
  EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace saksi::settings
