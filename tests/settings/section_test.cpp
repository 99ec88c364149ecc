// SPDX-License-Identifier: Apache-2.0
//
// The rule that makes the table of options the only source: what is not in it cannot be read.
#include "settings/section.hpp"

#include <gtest/gtest.h>

#include "settings/values.hpp"

namespace saksi::settings {
namespace {

const Yaml kEmptyMap{Yaml::Kind::map, {}, {}, false, {}, {}};

TEST(SectionDeathTest, StopsTheProcessWhenAnOptionIsReadThatTheTableDoesNotHave) {
  EXPECT_DEATH(
      {
        Draft draft;
        Section section(draft, kEmptyMap, "storage.", "");
        section.text("colour");
      },
      "option storage.colour is read, but it is not in the table");
}

TEST(SectionDeathTest, StopsTheProcessWhenAnOptionOfTheTableIsReadByNobody) {
  EXPECT_DEATH(
      {
        Draft draft;
        Section section(draft, kEmptyMap, "judge.", "");
        section.whole("bad_after");
      },
      "option judge.good_after is in the table, but nobody reads it");
}

TEST(SectionDeathTest, StopsTheProcessWhenAnOptionIsReadAsAnotherType) {
  EXPECT_DEATH(
      {
        Draft draft;
        Section section(draft, kEmptyMap, "storage.", "");
        section.duration("directory");
      },
      "option storage.directory is read as \"duration\"");
}

TEST(Weekdays, AreListsAndRangesThatMayPassTheEndOfTheWeek) {
  EXPECT_EQ(parse_weekdays("mon-fri").value(), (std::vector<unsigned>{1, 2, 3, 4, 5}));
  EXPECT_EQ(parse_weekdays("sat, mon-tue").value(), (std::vector<unsigned>{1, 2, 6}));
  EXPECT_EQ(parse_weekdays("sat-mon").value(), (std::vector<unsigned>{0, 1, 6}));
  EXPECT_FALSE(parse_weekdays(""));
  EXPECT_FALSE(parse_weekdays("mon,"));
  EXPECT_FALSE(parse_weekdays("mon-wed-fri"));
  EXPECT_FALSE(parse_weekdays("mon-wed, tue"));
}

TEST(Addresses, AreHttpsHostsWithoutAPath) {
  for (const std::string good :
       {"https://a.example", "https://a.example:8443", "https://127.0.0.1:1", "https://[::1]:443"})
    EXPECT_TRUE(check_https(good)) << good;
  for (const std::string bad :
       {"http://a.example", "https://a.example/", "https://a.example?x", "https://a.example#x",
        "https://", "https://a b", "https://a.example:0", "https://a.example:65536",
        "https://a.example:", "https://[::1", "https://-a.example", "https://a..example",
        "https://a.example\n", "HTTPS://a.example", "https://u@a.example", "a.example"})
    EXPECT_FALSE(check_https(bad)) << bad;
}

TEST(NameServers, AreAddressesWithOrWithoutAPort) {
  for (const std::string good :
       {"192.0.2.53", "127.0.0.1:5353", "2001:db8::53", "[2001:db8::53]:53"})
    EXPECT_TRUE(check_name_server(good)) << good;
  for (const std::string bad :
       {"dns.example", "192.0.2.53:", "192.0.2.53:x", "[2001:db8::53]", "192.0.2", "::1]:53", ""})
    EXPECT_FALSE(check_name_server(bad)) << bad;
}

TEST(Paths, StayOnTheTarget) {
  for (const std::string good : {"/", "/absensi/masuk?x=%20y"})
    EXPECT_TRUE(check_path(good)) << good;
  for (const std::string bad : {"", "absensi", "//evil.example/x", "/a b", "/a\r\nHost: x", "/a#b"})
    EXPECT_FALSE(check_path(bad)) << bad;
}

TEST(Suggestions, AreAtMostTwoTypingErrorsAway) {
  EXPECT_EQ(nearest("agnecy", {"id", "agency"}), "agency");
  EXPECT_EQ(nearest("hots", {"host", "other"}), "host");
  EXPECT_EQ(nearest("x", {"host", "id"}), "");
  EXPECT_EQ(nearest("completely", {"host"}), "");
}

}  // namespace
}  // namespace saksi::settings
