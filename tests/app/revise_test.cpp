// SPDX-License-Identifier: Apache-2.0
//
// What late samples do to incidents that are long over, on a real store.
#include "app/revise.hpp"

#include "app/support.hpp"
#include "support/temp_dir.hpp"

namespace saksi::app::test {
namespace {

class Revision : public testing::Test {
 protected:
  Revision() { settings.targets[0].short_name = "DISDIK"; }

  // One sample a minute over [from, to), failing in [bad_from, bad_to).
  void looks(const std::string& id, const char* from, const char* to, const char* bad_from,
             const char* bad_to) {
    std::vector<store::Entry> entries;
    for (Instant when = at(from); when < at(to); when += 1min) {
      Sample sample;
      sample.vantage = {id};
      sample.target = {"disdik"};
      sample.backend = {"host-1"};
      sample.journey = {"halaman"};
      sample.slot = sample.planned = sample.start = when;
      sample.end = when + 2s;
      sample.interval = 1min;
      const bool bad = when >= at(bad_from) && when < at(bad_to);
      sample.cls = bad ? Class::http_5xx : Class::ok;
      sample.step = bad ? "masuk" : "";
      sample.controls = {{"a", true, 40ms}, {"b", true, 40ms}, {"c", true, 40ms}};
      entries.emplace_back(sample);
    }
    ASSERT_TRUE(writer->append(entries));
  }
  std::vector<std::string> revised(const char* from, const char* to) {
    const auto changes = revise(settings, *reader, *writer, at(from), at(to), at("06:00:00"));
    EXPECT_TRUE(changes) << changes.error().message;
    std::vector<std::string> told;
    for (const store::Change& change : *changes)
      told.push_back(change.incident.number + " " + change.event + ": " + change.incident.reason);
    return told;
  }
  std::size_t pending() { return writer->due(at("23:00:00"), 100)->size(); }

  Settings settings = office();
  const saksi::test::TempDir folder;
  std::unique_ptr<store::Writer> writer =
      *store::Writer::open(folder.path(), {"live"}, {{"pusat"}, {"timur"}});
  std::unique_ptr<store::Reader> reader = *store::Reader::open(folder.path());
};

TEST_F(Revision, FindsAnOutageThatOnlyTheSecondNetworkConfirms) {
  looks("pusat", "00:00:00", "02:00:00", "00:30:00", "00:50:00");
  EXPECT_TRUE(revised("00:00:00", "02:00:00").empty()) << "one network cannot say so";
  looks("timur", "00:00:00", "02:00:00", "00:30:00", "00:50:00");
  EXPECT_EQ(revised("00:00:00", "02:00:00"),
            (std::vector<std::string>{"K-20261124-DISDIK-1 closed: closed"}));
  EXPECT_EQ(pending(), 0U) << "nobody is alarmed";
  EXPECT_TRUE(revised("00:00:00", "02:00:00").empty()) << "said once";
}

TEST_F(Revision, LeavesTheIncidentsOfOtherHoursAlone) {
  looks("pusat", "00:00:00", "05:00:00", "00:30:00", "00:50:00");
  looks("timur", "00:00:00", "03:00:00", "00:30:00", "00:50:00");
  ASSERT_EQ(revised("00:00:00", "05:00:00").size(), 1U);
  looks("timur", "03:00:00", "05:00:00", "05:00:00", "05:00:00");
  EXPECT_TRUE(revised("03:00:00", "05:00:00").empty());
}

TEST_F(Revision, MovesTheEndThatLateSamplesShow) {
  looks("pusat", "00:00:00", "02:00:00", "00:30:00", "01:20:00");
  looks("timur", "00:00:00", "00:40:00", "00:30:00", "00:50:00");
  const auto first = revised("00:00:00", "02:00:00");
  ASSERT_EQ(first.size(), 1U);
  looks("timur", "00:40:00", "02:00:00", "00:30:00", "01:20:00");
  const auto then = revised("00:40:00", "02:00:00");
  ASSERT_EQ(then.size(), 1U);
  EXPECT_EQ(then[0], "K-20261124-DISDIK-1 closed: closed") << "before, its end was not seen";
  const auto incidents = *reader->incidents({std::nullopt, std::nullopt, {}, "", 0});
  ASSERT_EQ(incidents.size(), 1U) << "the same incident";
  EXPECT_GE(*incidents[0].outage.bounds.end_hi, at("01:19:00"));
}

}  // namespace
}  // namespace saksi::app::test
