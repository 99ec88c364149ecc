// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>
#include <set>

#include "store/support.hpp"

namespace saksi::store::test {
namespace {

const std::map<TargetId, std::string> kShort{{{"disdik"}, "DISDIK"}, {{"dinkes"}, "DINKES"}};

// WIB: seven hours ahead.
std::string jakarta_date(const TargetId&, Instant at) {
  return utc_text(at + std::chrono::hours(7)).substr(0, 10);
}

std::vector<Change> told(const std::vector<Incident>& known, const std::vector<Outage>& outages,
                         Instant now = at("03:00:00")) {
  return reconcile(known, outages, now, kShort, jakarta_date);
}

Outage outage(Instant start, std::optional<Instant> end = std::nullopt,
              const char* target = "disdik") {
  Outage o;
  o.target = {target};
  o.backend = {"host-1"};
  o.journey = {"check-in"};
  o.bounds.start_lo = start - std::chrono::seconds(20);
  o.bounds.start_hi = start;
  o.opened = start + std::chrono::seconds(40);
  o.cause = Class::http_gateway;
  if (end) {
    o.bounds.end_lo = end;
    o.bounds.end_hi = *end + std::chrono::seconds(20);
    o.closed = *end + std::chrono::minutes(2);
  }
  return o;
}

std::vector<Incident> applied(std::vector<Incident> known, const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    const auto same = std::find_if(known.begin(), known.end(), [&](const Incident& i) {
      return i.number == change.incident.number;
    });
    EXPECT_EQ(change.fresh, same == known.end()) << change.incident.number;
    if (same == known.end())
      known.push_back(change.incident);
    else
      *same = change.incident;
  }
  return known;
}

TEST(Registry, NumbersOutagesByLocalDateAndTarget) {
  const auto changes = told({},
                            {outage(at("01:00:00")), outage(at("00:00:00"), at("00:10:00")),
                             outage(at("18:00:00"), std::nullopt, "dinkes")},
                            at("19:00:00"));

  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].incident.number, "K-20230102-DISDIK-1");
  EXPECT_EQ(changes[0].event, "closed");  // over before it was heard of
  EXPECT_EQ(changes[1].incident.number, "K-20230102-DISDIK-2");
  EXPECT_EQ(changes[1].event, "opened");
  EXPECT_EQ(changes[2].incident.number, "K-20230103-DINKES-1");
  EXPECT_TRUE(changes[2].fresh);
  EXPECT_EQ(changes[2].incident.revision, 1U);
}

TEST(Registry, SaysNothingOfWhatDidNotChange) {
  const std::vector<Outage> outages{outage(at("00:00:00"))};
  const auto known = applied({}, told({}, outages));
  EXPECT_TRUE(told(known, outages, at("04:00:00")).empty());

  std::vector<Outage> one_more = outages;
  ++one_more[0].bad_samples;  // of an outage that lasts: not news
  EXPECT_TRUE(told(known, one_more).empty());
}

TEST(Registry, ClosesReopensAndRevisesUnderTheSameNumber) {
  auto known = applied({}, told({}, {outage(at("00:00:00"))}));

  auto changes = told(known, {outage(at("00:00:00"), at("00:10:00"))});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].event, "closed");
  EXPECT_EQ(changes[0].incident.revision, 2U);
  known = applied(known, changes);

  Outage earlier = outage(at("00:00:00"), at("00:10:00"));
  earlier.bounds.start_lo -= std::chrono::seconds(30);
  changes = told(known, {earlier});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].event, "revised");
  EXPECT_EQ(changes[0].incident.reason, "late samples: start");
  known = applied(known, changes);

  Outage again = outage(at("00:00:00"));
  again.episodes = 2;
  changes = told(known, {again});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].event, "reopened");
  EXPECT_EQ(changes[0].incident.number, "K-20230102-DISDIK-1");
  EXPECT_EQ(changes[0].incident.revision, 4U);
}

TEST(Registry, WithdrawsOnceAndBringsBackTheSameNumber) {
  auto known = applied({}, told({}, {outage(at("00:00:00"), at("00:10:00"))}));

  auto changes = told(known, {});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].event, "withdrawn");
  EXPECT_TRUE(changes[0].incident.withdrawn);
  known = applied(known, changes);
  EXPECT_TRUE(told(known, {}).empty());

  changes = told(known, {outage(at("00:00:00"), at("00:10:00"))});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].incident.number, "K-20230102-DISDIK-1");
  EXPECT_FALSE(changes[0].incident.withdrawn);
}

TEST(Registry, KeepsTheNumberWithTheLargestOverlapWhenOutagesMergeOrSplit) {
  const auto known = applied({}, told({}, {outage(at("00:00:00"), at("00:05:00")),
                                           outage(at("00:10:00"), at("00:30:00"))}));

  const auto merged = told(known, {outage(at("00:00:00"), at("00:30:00"))});
  ASSERT_EQ(merged.size(), 2U);
  EXPECT_EQ(merged[0].incident.number, "K-20230102-DISDIK-1");
  EXPECT_EQ(merged[0].event, "withdrawn");
  EXPECT_EQ(merged[1].incident.number, "K-20230102-DISDIK-2");
  EXPECT_EQ(merged[1].event, "revised");

  const auto split = told(applied(known, merged), {outage(at("00:00:00"), at("00:20:00")),
                                                   outage(at("00:25:00"), at("00:30:00"))});
  std::set<std::string> numbers;
  for (const Change& change : split) numbers.insert(change.incident.number);
  EXPECT_EQ(numbers, (std::set<std::string>{"K-20230102-DISDIK-2", "K-20230102-DISDIK-3"}));
}

TEST(Registry, DoesNotJoinTwoOutagesThatOnlyTouch) {
  const auto known = applied({}, told({}, {outage(at("00:00:00"), at("00:10:00"))}));
  Outage next = outage(at("00:10:40"));  // bounded by the sample that ended the first
  const auto changes = told(known, {outage(at("00:00:00"), at("00:10:00")), next});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].incident.number, "K-20230102-DISDIK-2");
}

TEST(Registry, IsIdempotentNeverReusesANumberAndIgnoresTheOrderOfItsInputs) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 dice(seed);
  const auto roll = [&](int most) { return std::uniform_int_distribution<int>(0, most)(dice); };
  for (int round = 0; round < 200; ++round) {
    std::vector<Incident> known;
    std::set<std::string> ever;
    for (int view = 0; view < 6; ++view) {  // the judge changes its mind six times
      std::vector<Outage> outages;
      Instant start = at("00:00:00");
      for (int n = roll(4); n > 0; --n) {
        start += std::chrono::minutes(1 + roll(20));
        const Instant end = start + std::chrono::minutes(1 + roll(20));
        outages.push_back(outage(start, n == 1 && roll(1) == 0 ? std::nullopt : std::optional(end),
                                 roll(3) == 0 ? "dinkes" : "disdik"));
        start = end;
      }
      const auto changes = told(known, outages);
      std::shuffle(outages.begin(), outages.end(), dice);
      std::vector<Incident> shuffled = known;
      std::shuffle(shuffled.begin(), shuffled.end(), dice);
      const auto again = told(shuffled, outages);
      ASSERT_EQ(changes.size(), again.size());
      for (std::size_t i = 0; i < changes.size(); ++i)
        ASSERT_EQ(changes[i].incident, again[i].incident);
      for (const Change& change : changes) {
        if (change.fresh) {
          ASSERT_TRUE(ever.insert(change.incident.number).second) << change.incident.number;
        }
      }
      known = applied(known, changes);
      ASSERT_TRUE(told(known, outages).empty());
      std::size_t standing = 0;
      for (const Incident& incident : known) standing += incident.withdrawn ? 0 : 1;
      ASSERT_EQ(standing, outages.size());
    }
  }
}

TEST(Registry, StoresRevisionsAndRefusesToRewriteThem) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  auto changes = told({}, {outage(at("00:00:00"))});
  changes[0].incident.outage.votes.push_back(
      {{"pusat"}, "telkom", true, true, Class::http_gateway, "login"});
  changes[0].incident.outage.groups = {"telkom", "xl"};
  ASSERT_TRUE(writer->commit(changes, {}, at("00:01:00")));
  ASSERT_TRUE(writer->commit(changes, {}, at("00:01:00")));  // again: nothing new

  Change forged = changes[0];
  forged.incident.outage.episodes = 9;
  EXPECT_FALSE(writer->commit({forged}, {}, at("00:01:00")));
  EXPECT_FALSE(writer->broken());

  const auto reader = open_reader(dir.path());
  const auto known = reader->incidents({});
  ASSERT_TRUE(known) << known.error().message;
  ASSERT_EQ(known->size(), 1U);
  EXPECT_EQ(known->front(), changes[0].incident);
  Outage closed = changes[0].incident.outage;
  closed.closed = closed.bounds.end_lo = closed.bounds.end_hi = at("00:10:00");
  ASSERT_TRUE(writer->commit(told(*known, {closed}), {}, at("00:11:00")));
  EXPECT_EQ(reader->revisions("K-20230102-DISDIK-1")->size(), 2U);
  EXPECT_EQ(reader->incidents({})->front().revision, 2U);
  IncidentFilter later;
  later.from = at("00:10:01");
  EXPECT_TRUE(reader->incidents(later)->empty());
  later.from = at("00:09:00");
  EXPECT_EQ(reader->incidents(later)->size(), 1U);
}

}  // namespace
}  // namespace saksi::store::test
