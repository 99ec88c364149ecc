// SPDX-License-Identifier: Apache-2.0
#include "probes/whole.hpp"

#include <gtest/gtest.h>

namespace saksi::probes {
namespace {

net::HttpObservation answer(std::string type, std::string body) {
  net::HttpObservation seen;
  seen.status = 200;
  if (!type.empty()) seen.headers = {{"content-type", std::move(type)}};
  seen.body = std::move(body);
  return seen;
}
Step step_of(StepKind kind, std::string path = "") {
  Step step;
  step.kind = kind;
  step.path = std::move(path);
  return step;
}
std::string whole(const Step& step, const net::HttpObservation& seen) {
  Answer of(seen);
  const auto verdict = classify_whole(step, of);
  return verdict ? std::string(code(verdict->cls)) + ": " + verdict->rule : "whole";
}
std::string expected(const Step& step, const net::HttpObservation& seen, bool after_login = false) {
  Answer of(seen);
  const Verdict verdict = classify_expected(step, of, after_login);
  return std::string(code(verdict.cls)) + ": " + verdict.rule;
}
std::string usual(const net::HttpObservation& seen, const Baseline& baseline) {
  Answer of(seen);
  const auto verdict = classify_usual(step_of(StepKind::page), of, baseline);
  return verdict ? std::string(code(verdict->cls)) : "usual";
}

TEST(Whole, MissesTheEndOfAPageThatHadABeginning) {
  const Step page = step_of(StepKind::page);
  EXPECT_EQ(whole(page, answer("text/html", "<HTML><p>a</HTML>")), "whole");
  EXPECT_EQ(whole(page, answer("text/html", "<html><p>a")),
            "http_truncated: the page ends without </html>, after 10 bytes");
  EXPECT_EQ(whole(page, answer("text/html", "<p>a")), "whole") << "a part of a page, as made";
  EXPECT_EQ(whole(page, answer("text/plain", "<html><p>a")), "whole") << "it is no page";
  EXPECT_EQ(whole(step_of(StepKind::data), answer("text/html", "<html>")), "whole");
}

TEST(Whole, MissesItOfAnyStepThatDemandsItAndOfNoneThatForbidsIt) {
  Step step = step_of(StepKind::upload);
  step.complete = true;
  EXPECT_EQ(whole(step, answer("", "<p>a")).substr(0, 14), "http_truncated");
  step = step_of(StepKind::page);
  step.complete = false;
  EXPECT_EQ(whole(step, answer("text/html", "<html>")), "whole");
}

TEST(Whole, WantsTheTypeThatTheStepSays) {
  Step step = step_of(StepKind::data);
  step.type = "Application/JSON";
  EXPECT_EQ(whole(step, answer("application/json; charset=utf-8", "{}")), "whole");
  EXPECT_EQ(whole(step, answer("text/html", "{}")),
            "assert_wrong_type: type \"text/html\", not \"Application/JSON\"");
  EXPECT_EQ(whole(step, answer("", "{}")).substr(0, 17), "assert_wrong_type");
}

TEST(Whole, TakesAnyTypeOfAFamilyOrOfAName) {
  Step step = step_of(StepKind::asset, "/a");
  step.type = "image/*";
  EXPECT_EQ(whole(step, answer("image/svg+xml", "x")), "whole");
  EXPECT_NE(whole(step, answer("imagex/png", "x")), "whole");
  step.type = "*/javascript";
  for (const char* type : {"text/javascript", "application/javascript;charset=utf-8"})
    EXPECT_EQ(whole(step, answer(type, "x")), "whole") << type;
  for (const char* type : {"text/html", "text/x-javascript", "javascript", "text/javascript2"})
    EXPECT_NE(whole(step, answer(type, "x")), "whole") << type;
}

TEST(Whole, KnowsWhatAFileIsByItsName) {
  const auto asset = [](const char* path, const char* type) {
    return whole(step_of(StepKind::asset, path), answer(type, "x"));
  };
  EXPECT_EQ(asset("/js/app.js?v=1.html", "application/javascript"), "whole");
  EXPECT_EQ(asset("/js/app.js?v=1.html", "text/html"),
            "assert_wrong_type: type \"text/html\", not \"text/javascript\"");
  EXPECT_EQ(asset("/a.CSS", "text/css"), "whole");
  EXPECT_EQ(asset("/a.png", "image/webp"), "whole");
  EXPECT_EQ(asset("/font.woff2", "font/woff2"), "whole");
  EXPECT_EQ(asset("/font.woff2", "text/html"),
            "assert_wrong_type: type \"text/html\", not a file's");
}

TEST(Whole, MeasuresTheAnswer) {
  Step step = step_of(StepKind::page);
  step.size = {3, 5};
  EXPECT_EQ(whole(step, answer("", "123")), "whole");
  EXPECT_EQ(whole(step, answer("", "12345")), "whole");
  EXPECT_EQ(whole(step, answer("", "12")), "assert_too_small: 2 bytes, fewer than 3");
  EXPECT_EQ(whole(step, answer("", "123456")), "http_body_too_large: 6 bytes, more than 5");
  EXPECT_EQ(whole(step_of(StepKind::asset, "/a.js"), answer("text/javascript", "")),
            "assert_too_small: 0 bytes, fewer than 1");
  Step head = step_of(StepKind::asset, "/a.js");
  head.method = "HEAD";
  EXPECT_EQ(whole(head, answer("text/javascript", "")), "whole") << "it never has a body";
}

TEST(Expected, WantsTitleTokenAndChecksInThisOrder) {
  Step step = step_of(StepKind::page);
  step.title = "Presensi";
  step.token = true;
  step.expect = {"Absen Masuk"};
  const std::string title = "<title>PRESENSI | x</title>",
                    token = "<form><input name=_token value=1></form>";
  EXPECT_EQ(expected(step, answer("", "x")), "assert_missing_marker: title \"Presensi\" missing");
  EXPECT_EQ(expected(step, answer("", title)), "assert_missing_marker: the page brings no token");
  EXPECT_EQ(expected(step, answer("", title + token)),
            "assert_missing_marker: marker \"Absen Masuk\" missing");
  EXPECT_EQ(expected(step, answer("", title + token + "absen masuk")),
            "ok: status 200, 1 markers found");
}

TEST(Expected, CallsTheLoginPageInPlaceOfAnotherALoop) {
  Step step = step_of(StepKind::page);
  step.expect = {"Absen Masuk"};
  const auto login = answer("", "<form><input type=password name=p></form>");
  EXPECT_EQ(expected(step, login, true).substr(0, 10), "login_loop");
  EXPECT_EQ(expected(step, login, false).substr(0, 10), "assert_mis") << "nobody had logged in";
}

TEST(Expected, GivesAnUploadThatSaysNothingItsOwnClass) {
  const Step upload = step_of(StepKind::upload);
  EXPECT_EQ(expected(upload, answer("", "")), "upload_fail: status 200 without a word");
  EXPECT_EQ(expected(upload, answer("", "ok")).substr(0, 2), "ok");
  EXPECT_EQ(expected(step_of(StepKind::page), answer("", "")).substr(0, 2), "ok");
}

TEST(Expected, TakesDataForJsonUnlessItsChecksAreAboutText) {
  Step data = step_of(StepKind::data);
  EXPECT_EQ(expected(data, answer("", "success|1|in")).substr(0, 13), "assert_schema");
  Assertion first("success");
  first.of = Assertion::Of::split;
  first.where = "|";
  data.expect = {first};
  EXPECT_EQ(expected(data, answer("", "success|1|in")), "ok: status 200, 1 markers found");
  data.requires_json = {"a"};
  EXPECT_EQ(expected(data, answer("", "success|1|in")).substr(0, 13), "assert_schema");
}

TEST(Usual, CallsAMuchSmallerPageAShellAndAnotherTitleWithAnotherSizeAnotherPage) {
  const Baseline baseline{1000, {"presensi", "kabupaten"}};
  const auto page = [](std::size_t bytes, const char* title) {
    std::string body = std::string("<title>") + title + "</title>";
    body.resize(bytes, 'x');
    return answer("text/html", body);
  };
  EXPECT_EQ(usual(page(1000, "Lain sama sekali"), baseline), "usual") << "only a new title";
  EXPECT_EQ(usual(page(700, "x"), baseline), "usual");
  EXPECT_EQ(usual(page(699, "Presensi ASN"), baseline), "assert_too_small");
  EXPECT_EQ(usual(page(699, "Gangguan sistem"), baseline), "wrong_page");
  EXPECT_EQ(usual(page(1429, "Gangguan sistem"), baseline), "wrong_page");
  EXPECT_EQ(usual(page(5000, "Presensi ASN"), baseline), "usual") << "it only grew";
  EXPECT_EQ(usual(page(100, "x"), Baseline{}), "usual") << "nothing is known of good days";
}

TEST(TitleWords, AreFoldedAndOfFiveLettersAndMore) {
  EXPECT_EQ(title_words("Presensi ASN | Kab. Bengkulu-Utara 2026x"),
            (std::vector<std::string>{"presensi", "bengkulu", "utara", "2026x"}));
  EXPECT_TRUE(title_words("a bc def ghij").empty());
}

}  // namespace
}  // namespace saksi::probes
