// SPDX-License-Identifier: Apache-2.0
#include "store/day_seal.hpp"

#include "store/records.hpp"
#include "store/support.hpp"

namespace saksi::store::test {
namespace {

constexpr auto kZone = "Asia/Jakarta";

// Two days with samples of both vantages and an incident; each closed by its seal.
class DaySeals : public testing::Test {
 protected:
  void SetUp() override {
    const auto writer = open_writer(dir.path());
    add(*writer, 0);
    first = writer->seal_day("2023-01-02", kZone, at("16:59:00")).value();
    add(*writer, 5);
    second = writer->seal_day("2023-01-03", kZone, at("17:59:00")).value();
  }
  static void add(Writer& writer, int from) {
    for (int i = from; i < from + 5; ++i) {
      const Instant slot = at("00:00:00") + i * std::chrono::seconds(30);
      ASSERT_TRUE(writer.append({sample("pusat", slot), sample("timur", slot)}));
    }
    Change change;
    change.incident.number = "K-20230102-DISDIK-" + std::to_string(from + 1);
    change.incident.revision = 1;
    change.incident.revised = at("00:10:00");
    change.incident.outage.target = {"disdik"};
    change.incident.outage.backend = {"host-1"};
    change.incident.outage.journey = {"check-in"};
    change.incident.outage.opened = at("00:05:00") + from * std::chrono::minutes(10);
    change.incident.outage.cause = Class::http_5xx;
    change.event = "opened";
    change.fresh = true;
    const auto committed = writer.commit({change}, {}, at("00:10:00"));
    ASSERT_TRUE(committed) << committed.error().message;
  }
  std::string all_troubles() {
    const auto found = check_seals(dir.path());
    if (!found) return found.error().message;
    std::string all;
    for (const auto& line : found->troubles) all += line + "\n";
    return all;
  }
  TempDir dir;
  DaySeal first, second;
};

TEST_F(DaySeals, HoldOverAnUntouchedStore) {
  const auto found = check_seals(dir.path());
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(found->holds()) << all_troubles();
  EXPECT_EQ(found->records, 20U);
  EXPECT_EQ(found->seals, (std::vector{first, second}));
}

TEST_F(DaySeals, SayWhereEveryChainStoodAndFollowEachOther) {
  ASSERT_EQ(first.chains.size(), 2U);
  EXPECT_EQ(first.chains[0].records, 5U);
  EXPECT_EQ(second.chains[0].records, 10U);
  EXPECT_EQ(first.before, Digest{});
  EXPECT_EQ(second.before, first.digest);
  EXPECT_EQ(first.revisions, 1U);
  EXPECT_EQ(second.revisions, 2U);
  EXPECT_EQ(sha256(day_seals::bytes_of(second)), second.digest);
}

TEST_F(DaySeals, AreMadeOnceForADayHoweverOftenItIsAsked) {
  const auto writer = open_writer(dir.path());
  ASSERT_TRUE(writer->append({sample("pusat", at("12:00:00"))}));
  EXPECT_EQ(writer->seal_day("2023-01-03", kZone, at("23:00:00")).value(), second);
  EXPECT_EQ(open_reader(dir.path())->seals(0).value(), (std::vector{second, first}));
}

TEST_F(DaySeals, NameTheDaysThatNobodyWasThereToClose) {
  const auto writer = open_writer(dir.path());
  const auto late = writer->seal_day("2023-01-07", kZone, at("23:00:00"));
  ASSERT_TRUE(late);
  EXPECT_EQ(late->since, "2023-01-04");
  EXPECT_EQ(late->date, "2023-01-07");
  EXPECT_EQ(second.since, "2023-01-03");
}

TEST_F(DaySeals, FindRecordsCutOffTheEnd) {
  tamper(dir.path(), std::string(kDropTriggers) +
                         "DELETE FROM derived WHERE record IN (SELECT id FROM records WHERE seq = "
                         "9 AND key_id = 1); DELETE FROM records WHERE seq = 9 AND key_id = 1");
  EXPECT_EQ(all_troubles(),
            "2023-01-03: the chain of vantage pusat is cut off: it had 10 records\n");
}

TEST_F(DaySeals, FindAnEarlyRecordPutInThePlaceOfAnother) {
  tamper(dir.path(), std::string(kDropTriggers) +
                         "UPDATE records SET frame = (SELECT frame FROM records WHERE key_id = 1 "
                         "AND seq = 6) WHERE key_id = 1 AND seq = 7");
  const std::string all = all_troubles();
  EXPECT_EQ(all.find("2023-01-02"), std::string::npos) << all;  // the first day is untouched
  EXPECT_NE(all.find("2023-01-03: a record of vantage pusat up to number 9 was altered"),
            std::string::npos)
      << all;
}

TEST_F(DaySeals, FindAHistoryThatWasWrittenAgainWithTheRightKeys) {
  // Somebody with the keys and the disk makes another store with the same slots; its chains and
  // signatures are in order, and only the seal that was handed out shows that it is another one.
  TempDir other;
  {
    const auto writer = open_writer(other.path());
    add(*writer, 0);
    ASSERT_TRUE(writer->seal_day("2023-01-02", kZone, at("16:59:00")));
  }
  EXPECT_TRUE(check_seals(other.path()).value().holds());
  EXPECT_NE(check_seals(other.path()).value().seals.front().digest, first.digest);
}

TEST_F(DaySeals, FindARevisionThatWasReworded) {
  tamper(dir.path(),
         "DROP TRIGGER revisions_keep_1; UPDATE revisions SET reason = 'nothing happened' WHERE "
         "number = 'K-20230102-DISDIK-6'");
  EXPECT_EQ(all_troubles(),
            "2023-01-03: the revisions of incidents are not those that were sealed\n");
}

TEST_F(DaySeals, FindASealThatWasTakenOut) {
  tamper(dir.path(), "DROP TRIGGER seals_keep_2; DELETE FROM seals WHERE date = '2023-01-02'");
  EXPECT_EQ(all_troubles(), "2023-01-03: it does not follow the seal before it\n");
}

TEST_F(DaySeals, AreNeverEditedOrDeletedByAccident) {
  const auto database = Database::open(dir.path() + "/saksi.db", Database::Access::write);
  ASSERT_TRUE(database);
  auto& open = const_cast<Database&>(*database);
  EXPECT_FALSE(open.execute("UPDATE seals SET bytes = x'00'"));
  EXPECT_FALSE(open.execute("DELETE FROM seals"));
}

TEST_F(DaySeals, AreReadStrictly) {
  const std::string bytes = day_seals::bytes_of(first);
  EXPECT_EQ(day_seals::read(bytes).value(), first);
  EXPECT_FALSE(day_seals::read(bytes.substr(0, bytes.size() - 1)));
  EXPECT_FALSE(day_seals::read("{}\n"));
  std::string more = bytes;
  more.insert(more.find("\"at\""), "\"aa\":1,");
  EXPECT_FALSE(day_seals::read(more));
}

}  // namespace
}  // namespace saksi::store::test
