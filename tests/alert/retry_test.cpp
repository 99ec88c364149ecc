// SPDX-License-Identifier: Apache-2.0
#include "alert/retry.hpp"

#include <gtest/gtest.h>

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

Duration by_header(const char* text) {
  net::HttpObservation seen;
  seen.status = 503;
  seen.headers = {{"retry-after", text}};
  return wait_asked(seen);
}
Duration by_body(int status, const char* body) {
  net::HttpObservation seen;
  seen.status = status;
  seen.body = body;
  return wait_asked(seen);
}

TEST(WaitAsked, IsTheHeaderInSeconds) {
  EXPECT_EQ(by_header("120"), 120s);
  EXPECT_EQ(by_header("0"), 0s);
  for (const char* none : {"", "-5", "1.5", "1h", "5 ", "Wed, 21 Oct 2015 07:28:00 GMT"})
    EXPECT_EQ(by_header(none), 0s) << none;
}

TEST(WaitAsked, IsAnHourAtMostHoweverManySecondsAreAsked) {
  EXPECT_EQ(by_header("3600"), 1h);
  for (const char* many : {"3601", "99999999999", "99999999999999999999999"})
    EXPECT_EQ(by_header(many), 1h) << many;
  EXPECT_EQ(by_body(429, R"({"parameters":{"retry_after":4294967301}})"), 1h)
      << "not the 5 s that 32 bits would leave";
}

TEST(WaitAsked, IsInTheBodyOfTelegramWhereTheStatusSaysSo) {
  const char* body = R"({"ok":false,"error_code":429,"parameters":{"retry_after":35}})";
  EXPECT_EQ(by_body(429, body), 35s);
  EXPECT_EQ(by_body(400, body), 0s);
  for (const char* none :
       {"", "[]", "{}", R"({"parameters":[]})", R"({"parameters":{"retry_after":"5"}})",
        R"({"parameters":{"retry_after":-5}})", R"({"parameters":{"retry_after":1.5}})"})
    EXPECT_EQ(by_body(429, none), 0s) << none;
}

TEST(WaitAsked, BelievesTheHeaderBeforeTheBody) {
  net::HttpObservation seen;
  seen.status = 429;
  seen.headers = {{"retry-after", "2"}};
  seen.body = R"({"parameters":{"retry_after":35}})";
  EXPECT_EQ(wait_asked(seen), 2s);
}

}  // namespace
}  // namespace saksi::alert
