// SPDX-License-Identifier: Apache-2.0
#include "probes/extract.hpp"

#include <gtest/gtest.h>

namespace saksi::probes {
namespace {

using From = Extraction::From;

std::string found(std::string_view html, std::string_view selector, const std::string& name = "") {
  return select(html, parse_selector(selector).value(), name).value_or("(none)");
}

struct Answered {
  net::HttpObservation seen;
  std::map<std::string, std::string> cookies;

  std::string take(const Extraction& what) {
    Answer answer(seen);
    const auto value = probes::take(what, answer, [&](const std::string& name) {
      const auto at = cookies.find(name);
      return at == cookies.end() ? std::nullopt : std::optional(at->second);
    });
    return value ? *value : "! " + value.error().message;
  }
};

Extraction from(From where, std::string key) {
  Extraction what;
  what.name = "nilai";
  what.from = where;
  what.key = std::move(key);
  if (where == From::html) what.select = parse_selector(what.key).value();
  if (where == From::regex) what.regex = Regex::compile(what.key, true).value();
  return what;
}

TEST(Select, TakesTheFirstElementOfThePageThatFits) {
  const std::string_view page =
      "<div class='a b'><p>satu<p>dua</div><form ID=masuk><input name=_token "
      "value='t&amp;1'><input "
      "name=_token value=2></form>";
  EXPECT_EQ(found(page, "p"), "satu");
  EXPECT_EQ(found(page, ".b p"), "satu");
  EXPECT_EQ(found(page, "#masuk input[name=_token]", "value"), "t&1");
  EXPECT_EQ(found(page, "#masuk input", "VALUE"), "t&1") << "names of attributes know no case";
  EXPECT_EQ(found(page, "#Masuk input", "value"), "(none)");
  EXPECT_EQ(found(page, ".c"), "(none)");
  EXPECT_EQ(found(page, "form p"), "(none)") << "it must stand inside";
}

TEST(Select, GoesOnWhereAnElementLacksTheAttribute) {
  EXPECT_EQ(found("<a>x</a><a href=/y>y</a>", "a", "href"), "/y");
  EXPECT_EQ(found("<a>x</a>", "a", "href"), "(none)");
}

TEST(Select, ReadsTheTextOfAllThatIsInsideAsOneLine) {
  EXPECT_EQ(found("<td> Jam <b>masuk</b>\n\t: <i> 07.30</i></td><div><span>a <b>b</b></span></div>",
                  "span"),
            "a b");
  EXPECT_EQ(found("<p>\n a \t b&nbsp;c </p>", "p"),
            "a b\xC2\xA0"
            "c");
}

TEST(Select, FindsATagThatNoStandardKnows) {
  EXPECT_EQ(found("<x-Kartu data-id=7>isi</x-Kartu>", "x-kartu", "data-id"), "7");
}

TEST(Select, SeesNothingThatABrowserWouldNotShow) {
  EXPECT_EQ(found("<!-- <p>a</p> --><template><p>b</p></template>", "p"), "(none)");
}

TEST(Take, FindsAValueInEachPlaceOfAnAnswer) {
  Answered json{{}, {}};
  json.seen.body = R"({"data": [{"id": 7, "nama": "A"}], "ok": true})";
  EXPECT_EQ(json.take(from(From::json, "data.0.id")), "7");
  EXPECT_EQ(json.take(from(From::json, "data.0.nama")), "A");
  EXPECT_EQ(json.take(from(From::json, "ok")), "true");
  EXPECT_EQ(json.take(from(From::json, "data")), "! nilai: no JSON value \"data\"")
      << "a list is no text";

  Answered page{{}, {{"XSRF-TOKEN", "eyJ%3D%zz%4"}}};
  page.seen.body = "<input name=_token value=abc> kode: 42";
  page.seen.headers = {{"x-token", "h1"}};
  Extraction token = from(From::html, "input[name=_token]");
  token.attribute = "value";
  EXPECT_EQ(page.take(token), "abc");
  EXPECT_EQ(page.take(from(From::regex, "kode: ([0-9]+)")), "42");
  EXPECT_EQ(page.take(from(From::header, "x-token")), "h1");
  EXPECT_EQ(page.take(from(From::cookie, "XSRF-TOKEN")), "eyJ=%zz%4")
      << "as the scripts of pages read it; what is no %xx stays";
}

TEST(Take, SaysWhatIsNotThere) {
  Answered answered{{}, {}};
  answered.seen.body = "<input name=_token value=''>";
  Extraction token = from(From::html, "input");
  token.attribute = "value";
  EXPECT_EQ(answered.take(token), "! nilai: no element \"input\" that is filled");
  EXPECT_EQ(answered.take(from(From::header, "x")), "! nilai: no header \"x\"");
  EXPECT_EQ(answered.take(from(From::cookie, "c")), "! nilai: no cookie \"c\"");
  EXPECT_EQ(answered.take(from(From::regex, "q+")), "! nilai: no match of \"q+\"");
}

TEST(Take, KeepsAValueCleanAndShort) {
  Answered answered{{}, {}};
  answered.seen.headers = {{"x",
                            "a\x01\xFF"
                            "b"},
                           {"y", std::string(kMostTaken + 1, 'y')}};
  EXPECT_EQ(answered.take(from(From::header, "x")),
            "a \xEF\xBF\xBD"
            "b");
  EXPECT_NE(answered.take(from(From::header, "y")).find("has 4097 bytes, more than 4096"),
            std::string::npos);
}

TEST(Masked, ShowsEnoughToRecogniseAndTooLittleToUse) {
  EXPECT_EQ(masked("eyJhbGciOiJIUzI1NiJ9"), "ey... (20 bytes)");
  EXPECT_EQ(masked("1234567"), "... (7 bytes)");
}

}  // namespace
}  // namespace saksi::probes
