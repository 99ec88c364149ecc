// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "probes/gumbo_tree.hpp"
#include "probes/probes.hpp"
#include "probes/text.hpp"

namespace saksi::probes {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string repeated(std::string_view unit, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += unit;
  return out;
}

TEST(ReadPage, FindsTheLoginFormItsTokenAndLeavesDecoysOut) {
  const PageFacts page = read_page(R"(<!doctype html><title>
      Absen   Maju </title><meta name="csrf-token" content="meta&amp;1">
    <form action="/cari"><input name="q" value="x"></form>
    <form action="/masuk?a=1&amp;b=2" method="post">
      <input type="hidden" name="_token" value="r4hasia">
      <input type="hidden" value="decoy without a name">
      <input type="hidden" name="" value="decoy with an empty one">
      <input type="hidden" name="kosong" value="">
      <input type="text" name="username"><input type="password" name="password" value="kept?">
      <input type="checkbox" name="ingat" checked><input type="checkbox" name="tidak">
      <select name="opd"><option value="1">Setda<option value="2" selected>Dinas</select>
      <textarea name="catatan">baris</textarea>
      <input type="file" name="foto"><input type="hidden" name="mati" value="1" disabled>
      <input type="submit" name="kirim" value="Masuk">
    </form>)");

  ASSERT_TRUE(page.form.has_value());
  EXPECT_EQ(page.title, "Absen Maju");
  EXPECT_EQ(page.csrf_meta, "meta&1");
  EXPECT_EQ(page.form->action, "/masuk?a=1&b=2");
  EXPECT_EQ(page.form->method, "POST");
  EXPECT_TRUE(page.form->password);
  EXPECT_EQ(page.form->files, std::vector<std::string>{"foto"});
  EXPECT_EQ(page.form->fields, (Fields{{"_token", "r4hasia"},
                                       {"kosong", ""},
                                       {"ingat", "on"},
                                       {"opd", "2"},
                                       {"catatan", "baris"}}));
}

TEST(ReadPage, TakesTheFirstFormWhereNoneAsksForAPassword) {
  const PageFacts page = read_page("<form action=/a></form><form action=/b method=post></form>");
  ASSERT_TRUE(page.form.has_value());
  EXPECT_EQ(page.form->action, "/a");
  EXPECT_FALSE(page.form->password);
}

TEST(ReadPage, ReadsWhatTheAuthorNeverClosed) {
  const PageFacts page = read_page(
      "<body><center><b><form action=/masuk method=POST><p><input type=hidden name=_token value=abc"
      "><div><input type=password name=p");
  ASSERT_TRUE(page.form.has_value());
  EXPECT_EQ(page.form->fields, (Fields{{"_token", "abc"}}));
}

TEST(ReadPage, FindsTheFieldsOfAFormBetweenTableAndRow) {
  const PageFacts page = read_page(
      "<table><form action=/masuk method=post><tr><td><input type=hidden name=_token value=abc>"
      "<input type=password name=p></td></tr></form></table>");
  ASSERT_TRUE(page.form.has_value());
  EXPECT_TRUE(page.form->password);
  EXPECT_EQ(page.form->fields, (Fields{{"_token", "abc"}}));
}

TEST(ReadPage, SeesNoFormInCommentsScriptsAndTemplates) {
  EXPECT_FALSE(read_page("<!-- <form action=/a></form> --><script>'<form action=/b>'</script>"
                         "<template><form action=/c></form></template>")
                   .form.has_value());
}

TEST(ReadPage, FindsNothingInNothing) {
  EXPECT_FALSE(read_page("").form.has_value());
  EXPECT_FALSE(read_page(std::string_view("\0\xff\xfe<", 4)).form.has_value());
}

TEST(ReadPage, SurvivesPagesThatAreMadeToHurt) {
  // 1 MiB each; without limits: a stack overflow, minutes of walking, gigabytes of clones.
  const std::string_view units[] = {"<div>",
                                    "<b>",
                                    "<b><p>x",
                                    "<a b><i c><p>",
                                    "<table>",
                                    "<form>",
                                    "<p a",
                                    "<svg>",
                                    "&",
                                    "<!--",
                                    "<select><option>",
                                    "<b></div><div></b>",
                                    "\xff<",
                                    "<input name=a>"};
  for (const std::string_view unit : units) {
    const PageFacts page = read_page(repeated(unit, 1u << 20));
    EXPECT_LE(page.title.size(), 200u) << unit;
  }
  // Attributes of one tag are compared pairwise.
  std::string many = "<p";
  for (int i = 0; many.size() < (1u << 20); ++i) many += " a" + std::to_string(i);
  EXPECT_FALSE(read_page(many + "><form>").form.has_value());
}

TEST(ReadPage, StillReadsAFormThatStandsBeforeTheTrap) {
  const PageFacts page =
      read_page("<form action=/masuk><input type=password></form>" + repeated("<div>", 1u << 20));
  ASSERT_TRUE(page.form.has_value());
  EXPECT_EQ(page.form->action, "/masuk");
}

TEST(ReadPage, TakesNoEndlessFormHome) {
  const PageFacts page =
      read_page("<form>" + repeated("<input type=hidden name=a value=b>", 100'000) +
                "<input type=hidden name=big value=" + std::string(100'000, 'x') + ">");
  ASSERT_TRUE(page.form.has_value());
  EXPECT_LE(page.form->fields.size(), 100u);
}

TEST(GumboTree, LeavesTheParseAtALimit) {
  TreeLimits limits;
  limits.nodes = 50;
  EXPECT_NE(GumboTree("<p>one", limits).document(), nullptr);
  EXPECT_EQ(GumboTree(repeated("<p>x", 1000), limits).document(), nullptr);
}

TEST(CleanUtf8, KeepsTextAndReplacesTheRest) {
  EXPECT_EQ(clean_utf8("a\xC3\xA9\n\t", 100), "a\xC3\xA9\n\t");
  EXPECT_EQ(clean_utf8(std::string_view("a\0b\x01\x7f\r", 6), 100), "ab   ");
  EXPECT_EQ(clean_utf8("\xC0\xAF \xED\xA0\x80 \xF4\x90\x80\x80", 100).find('\xC0'),
            std::string::npos);
  EXPECT_EQ(clean_utf8("\xE2\x82\xAC\xE2\x82\xAC", 5), "\xE2\x82\xAC");
}

}  // namespace
}  // namespace saksi::probes
