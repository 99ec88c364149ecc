// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "probes/probes.hpp"

namespace saksi::probes {
namespace {

std::string page(const std::string& title, std::size_t bytes) {
  std::string text = "<html><title>" + title + "</title><p>";
  const std::string end = "</p></html>";
  text.resize(bytes - end.size(), 'x');
  return text + end;
}

Verdict against(const Step& step, const std::string& body, const Baseline& usual,
                const char* type = "text/html") {
  net::HttpObservation seen;
  seen.status = 200;
  seen.headers = {{"content-type", type}};
  seen.body = body;
  return classify(step, seen, false, &usual);
}

const Baseline kUsual{10'000, {"presensi", "pegawai"}};

TEST(UsualSize, ASmallerPageIsAShellAndAnotherOneIsAnotherPage) {
  const Step step;
  EXPECT_EQ(code(against(step, page("Presensi", 7000), kUsual).cls), "ok");
  const Verdict small = against(step, page("Presensi", 6999), kUsual);
  EXPECT_EQ(code(small.cls), "assert_too_small");
  EXPECT_EQ(small.rule, "6999 bytes, usually 10000, which is more than 30 % less");
  EXPECT_EQ(code(against(step, page("Toko Daring", 3000), kUsual).cls), "wrong_page");
  EXPECT_EQ(code(against(step, page("Toko Daring", 90'000), kUsual).cls), "wrong_page");
  EXPECT_EQ(code(against(step, page("Toko Daring", 9000), kUsual).cls), "ok")
      << "a new title alone";
  EXPECT_EQ(code(against(step, page("Presensi", 90'000), kUsual).cls), "ok") << "it only grew";
}

TEST(UsualSize, IsThatOfAnAssetTooWhichHasNoTitle) {
  Step step;
  step.kind = StepKind::asset;
  step.path = "/app.js";
  EXPECT_EQ(code(against(step, std::string(9000, ' '), kUsual, "text/javascript").cls), "ok");
  EXPECT_EQ(code(against(step, std::string(5000, ' '), kUsual, "text/javascript").cls),
            "assert_too_small");
  EXPECT_EQ(code(against(step, std::string(50'000, ' '), kUsual, "text/javascript").cls), "ok");
  step.method = "HEAD";
  EXPECT_EQ(code(against(step, "", kUsual, "text/javascript").cls), "ok")
      << "no bytes were asked for";
}

TEST(UsualSize, IsComparedAsTheStepSays) {
  Step step;
  step.size.least = 90;
  EXPECT_EQ(code(against(step, page("Toko Daring", 100), kUsual).cls), "ok") << "it says so itself";
  step.size = {0, 1000};
  EXPECT_EQ(code(against(step, page("Toko Daring", 100), kUsual).cls), "ok");
  step.size = {.tolerance = 60};
  EXPECT_EQ(code(against(step, page("Presensi", 4000), kUsual).cls), "ok");
  const Verdict small = against(step, page("Presensi", 3999), kUsual);
  EXPECT_EQ(code(small.cls), "assert_too_small");
  EXPECT_EQ(small.rule, "3999 bytes, usually 10000, which is more than 60 % less");
  EXPECT_EQ(code(against(step, page("Toko Daring", 25'000), kUsual).cls), "ok");
  EXPECT_EQ(code(against(step, page("Toko Daring", 25'001), kUsual).cls), "wrong_page");
  step.size = {.tolerance = 100};
  EXPECT_EQ(code(against(step, page("Toko Daring", 100), kUsual).cls), "ok") << "any size is fine";
  step.size = {.tolerance = 5};
  EXPECT_EQ(code(against(step, page("Presensi", 9499), kUsual).cls), "assert_too_small");
  step.size = {};
  EXPECT_EQ(code(against(step, page("Presensi", 100), Baseline{}).cls), "ok")
      << "nothing is usual yet";
  EXPECT_EQ(code(against(step, "1|<p>", Baseline{511, {}}).cls), "ok") << "an answer, no page";
  EXPECT_EQ(code(against(step, "{\"ok\": true}", kUsual, "application/json").cls), "ok");
  step.not_open.emplace_back("xxxx");
  EXPECT_EQ(code(against(step, page("Presensi", 100), kUsual).cls), "not_open") << "rules go first";
}

}  // namespace
}  // namespace saksi::probes
