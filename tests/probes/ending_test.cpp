// SPDX-License-Identifier: Apache-2.0
#include "probes/ending.hpp"

#include <gtest/gtest.h>

#include <string>

#include "probes/probes.hpp"

namespace saksi::probes {
namespace {

TEST(Ending, IsThatOfThePageAndNotOfWhatAScriptWritesElsewhere) {
  const std::string print = "<script>w.document.write('<html><p>x</p></html>')</script>";
  EXPECT_TRUE(ending_of("<html><body>" + print + "</body></html>").closed);
  EXPECT_FALSE(ending_of("<html><body>" + print + "<p>half").closed);
  EXPECT_FALSE(ending_of("<html><!-- </html> --><p>half").closed);
  EXPECT_FALSE(ending_of("<html><a title=\"</html>\">half").closed);
  EXPECT_FALSE(ending_of(print + "<p>a fragment</p>").began);
  EXPECT_FALSE(ending_of("<htmlx>").began);
}

TEST(Ending, IsSeenWhateverFollowsTheClosingTag) {
  for (const char* tail :
       {"", "\n\n", "<!-- 0.12 s -->", "<script>hit()</script>\n", "</html>", "x"}) {
    const Ending ending = ending_of(std::string("<html><p>a < b</p></html >") + tail);
    EXPECT_TRUE(ending.began && ending.closed) << tail;
    EXPECT_STREQ(ending.inside, "") << tail;
  }
  EXPECT_TRUE(ending_of("<html></html").closed) << "nothing that shows is missing";
}

TEST(Ending, SaysInWhatThePageBreaksOff) {
  EXPECT_STREQ(ending_of("<p>x</p><!-- menu").inside, "a comment");
  EXPECT_STREQ(ending_of("<p>x</p><script>let a = '<b>'; ").inside, "a script");
  EXPECT_STREQ(ending_of("<style>p{}").inside, "a style");
  EXPECT_STREQ(ending_of("<title>absen").inside, "the title");
  EXPECT_STREQ(ending_of("<p>x</p><a href=\"/ma>suk").inside, "a tag");
  EXPECT_STREQ(ending_of("<p>x</p><").inside, "a tag");
  EXPECT_STREQ(ending_of("<p>3 < 4, i <3 you</p><!--> fine <img alt=don't>").inside, "");
  EXPECT_STREQ(ending_of("<a href=/cari?q= 'x>y</a>").inside, "") << "a quote that opens no value";
  EXPECT_STREQ(ending_of("<a title = 'a > b' onclick=\"c > d\">y").inside, "");
  EXPECT_STREQ(ending_of("").inside, "");
}

net::HttpObservation html(std::string body, const char* type = "text/html") {
  net::HttpObservation seen;
  seen.status = 200;
  if (*type != '\0') seen.headers = {{"content-type", type}};
  seen.body = std::move(body);
  return seen;
}

TEST(Ending, MakesAHalfPageOfALoginsAnswerToo) {
  Step step;
  for (const StepKind kind : {StepKind::page, StepKind::login}) {
    step.kind = kind;
    EXPECT_EQ(code(classify(step, html("<HTML><p>Selamat")).cls), "http_truncated");
    EXPECT_EQ(code(classify(step, html("<!DOCTYPE html><html><p>Selamat", "")).cls),
              "http_truncated")
        << "a page without a type";
    EXPECT_EQ(code(classify(step, html("<p>Selamat</p><script>mulai(")).cls), "http_truncated")
        << "a page that never wrote <html>";
    EXPECT_EQ(code(classify(step, html("<p>Selamat")).cls), "ok");
    EXPECT_EQ(code(classify(step, html("1|<2", "")).cls), "ok") << "no page at all";
  }
  step.complete = false;
  EXPECT_EQ(code(classify(step, html("<html><p>Selamat")).cls), "ok")
      << "it is said that its tags are not written";
}

}  // namespace
}  // namespace saksi::probes
