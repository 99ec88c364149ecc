// SPDX-License-Identifier: Apache-2.0
#include "probes/onward.hpp"

#include <gtest/gtest.h>

namespace saksi::probes {
namespace {

const std::string kUrl = "https://absen.example/login/cek?x=1";

net::HttpObservation answer(int status, std::vector<std::pair<std::string, std::string>> headers,
                            std::string body = "") {
  net::HttpObservation seen;
  seen.status = status;
  seen.headers = std::move(headers);
  seen.body = std::move(body);
  return seen;
}
std::string by_header(std::string refresh) {
  return onward_of(kUrl, answer(200, {{"refresh", std::move(refresh)}}));
}
std::string by_page(std::string body, const char* type = "text/html; charset=utf-8") {
  return onward_of(kUrl, answer(200, {{"content-type", type}}, std::move(body)));
}

TEST(Onward, GoesWhereARedirectLeads) {
  net::HttpObservation seen = answer(302, {{"refresh", "0; url=/lain"}});
  EXPECT_EQ(onward_of(kUrl, seen), "") << "a 3xx without a place goes nowhere";
  seen.redirect = "https://absen.example/masuk";
  EXPECT_EQ(onward_of(kUrl, seen), "https://absen.example/masuk");
}

TEST(Onward, ReadsARefreshHeaderAsOldFrameworksWriteIt) {
  EXPECT_EQ(by_header("0;url=/absensi/pilih"), "https://absen.example/absensi/pilih");
  EXPECT_EQ(by_header("0; URL='menu'"), "https://absen.example/login/menu");
  EXPECT_EQ(by_header(" 3 ; url = \"https://lain.example/a\""), "https://lain.example/a");
}

TEST(Onward, LeavesAPageAloneThatReloadsItselfOrWaitsForAReader) {
  EXPECT_EQ(by_header("5"), "");
  EXPECT_EQ(by_header("0; url=" + kUrl), "");
  EXPECT_EQ(by_header("6; url=/a"), "");
  EXPECT_EQ(by_header("5; url=/a"), "https://absen.example/a");
  for (const char* none : {"", "  ", "0; url=", "0; url", "0; /a", "0; url=javascript:alert(1)"})
    EXPECT_EQ(by_header(none), "") << none;
}

TEST(Onward, ReadsTheMetaTagOfAPageThatIsOne) {
  const std::string meta = "<meta http-equiv=Refresh content='0; url=../b'>";
  EXPECT_EQ(by_page(meta), "https://absen.example/b");
  EXPECT_EQ(by_page(meta, "application/json"), "");
  EXPECT_EQ(by_page("<!-- " + meta + " -->"), "");
  EXPECT_EQ(onward_of(kUrl, answer(200, {}, meta)), "") << "it does not say what it is";
}

TEST(Onward, EndsAtAnAnswerThatFailed) {
  for (const int status : {403, 500, 503})
    EXPECT_EQ(onward_of(kUrl, answer(status, {{"refresh", "0; url=/a"}})), "") << status;
}

}  // namespace
}  // namespace saksi::probes
