// SPDX-License-Identifier: Apache-2.0
#include "inquiry/desk.hpp"

#include "inquiry/a_morning.hpp"
#include "inquiry/policy.hpp"

namespace saksi::inquiry::test {
namespace {

using verdict::Answer;
using verdict::Outcome;
using verdict::Standing;

class ADesk : public testing::Test {
 protected:
  ADesk() { record_morning(folder_.path()); }

  Answer ask(const char* date, const char* recorded, const char* now = "2023-01-03T00:00:00Z") {
    const auto reader = store::Reader::open(folder_.path()).value();
    Desk desk(settings_, reader->plans().value(), *reader, at(now));
    verdict::Asked asked{{"disdik"}, day(date), std::nullopt};
    if (recorded != nullptr) asked.recorded = clock(recorded);
    return desk.answer(asked).value();
  }

  saksi::test::TempDir folder_;
  Settings settings_ = settings();
};

TEST_F(ADesk, FindsTheMinutesOfTheMorningInTheStore) {
  const Answer answer = ask("2023-01-02", "07:52");
  EXPECT_EQ(answer.standing, Standing::judged);
  EXPECT_EQ(code(answer.verdict.outcome), "supported");
  EXPECT_EQ(answer.verdict.blocked, 22);
  EXPECT_EQ(answer.verdict.window, 30);
  EXPECT_EQ(answer.verdict.explained, 22);
  EXPECT_EQ(answer.verdict.late, 22);
  EXPECT_EQ(answer.verdict.coverage, 100);
  EXPECT_EQ(answer.verdict.recovered, clock("07:47"));
  EXPECT_EQ(answer.class_before, "TL1");
  EXPECT_EQ(answer.class_after, "");
  EXPECT_EQ(answer.letters, "WIB");
  // The strip is that of the check-in.
  EXPECT_EQ(answer.minutes.from, clock("07:00"));
  EXPECT_EQ(answer.minutes.states.size(), 60u);
}

TEST_F(ADesk, LooksAgainAtADayThatGoesOnAndKeepsOneThatIsOver) {
  const auto reader = store::Reader::open(folder_.path()).value();
  Desk desk(settings_, reader->plans().value(), *reader, at("2023-01-02T01:00:00Z"));  // 08.00 WIB
  const auto blocked = [&](const char* now) {
    desk.move_on(at(now));
    return desk.answer({{"disdik"}, day("2023-01-02"), clock("07:52")}).value().verdict.blocked;
  };
  EXPECT_EQ(blocked("2023-01-02T01:00:00Z"), 22);
  // Samples that come late: 07.00 to 07.08 was out as well.
  auto writer = store::Writer::open(folder_.path(), {}, kVantages).value();
  std::vector<store::Entry> late;
  for (Instant end = at("2023-01-02T00:00:10Z"); end < at("2023-01-02T00:08:00Z");
       end += seconds(10))
    for (const VantageId& vantage : kVantages) {
      late.emplace_back(sample(vantage, end + seconds(5), true));
    }
  ASSERT_TRUE(writer->append(late));

  EXPECT_EQ(blocked("2023-01-02T01:00:30Z"), 22) << "as it was judged a moment ago";
  EXPECT_GT(blocked("2023-01-02T01:01:01Z"), 25) << "it still goes on: judged anew";
  EXPECT_GT(blocked("2023-01-02T00:59:00Z"), 25) << "nor may a clock that was set back keep it old";
}

TEST_F(ADesk, NamesTheIncidentAndTheStepsThatWereSent) {
  const Answer answer = ask("2023-01-02", "07:52");
  ASSERT_EQ(answer.incidents.size(), 1u);
  EXPECT_EQ(answer.incidents[0], (verdict::Cited{"K-20230102-DISDIK-1", 1}));
  EXPECT_EQ(answer.steps, std::vector<std::string>{"buka"});  // the upload was held back
  EXPECT_TRUE(answer.provisional);
  EXPECT_FALSE(ask("2023-01-02", "07:52", "2023-01-10T00:00:00Z").provisional);
}

TEST_F(ADesk, PutsTheSealOfTheDayOnItsSheetOnceThereIsOne) {
  const auto sheet = [&] {
    const auto reader = store::Reader::open(folder_.path()).value();
    Desk desk(settings_, reader->plans().value(), *reader, at("2023-01-03T00:00:00Z"));
    return desk.date_sheet({"disdik"}, day("2023-01-02")).value().sheet;
  };
  const auto before = sheet();
  EXPECT_FALSE(before.seal);
  DaySeal seal;
  {
    const auto writer = store::Writer::open(folder_.path(), {}, kVantages).value();
    seal = writer->seal_day("2023-01-02", "Asia/Jakarta", at("2023-01-02T16:59:00Z")).value();
  }
  const auto after = sheet();
  EXPECT_EQ(after.seal, "2023-01-02, " + short_text(seal.digest));
  EXPECT_TRUE(paper::same_evidence(before, after)) << "the paper from before the seal stays good";
}

TEST_F(ADesk, ShowsTheClassBeforeAndAfter) {
  const Answer answer = ask("2023-01-02", "08:20");
  EXPECT_EQ(code(answer.verdict.outcome), "partly");
  EXPECT_EQ(answer.class_before, "TL2");
  EXPECT_EQ(answer.class_after, "TL1");  // 50 - 32 = 18
}

TEST_F(ADesk, ReadsOnToTheRecordedTimeHoweverLate) {
  const Answer answer = ask("2023-01-02", "15:00");
  EXPECT_EQ(answer.verdict.explained, 32);
  EXPECT_EQ(answer.verdict.late, 450);
}

TEST_F(ADesk, AnswersWhereThereIsNoRecord) {
  EXPECT_EQ(code(ask("2023-01-02", nullptr).verdict.outcome), "partly");
  EXPECT_EQ(ask("2023-01-02", nullptr).verdict.looked_blocked, 39);
}

TEST_F(ADesk, SaysWhenItCannotKnow) {
  EXPECT_EQ(ask("2023-01-04", "07:52").standing, Standing::future);
  EXPECT_EQ(ask("2023-01-06", "07:52", "2023-01-10T00:00:00Z").standing, Standing::holiday);
  EXPECT_EQ(ask("2023-01-01", "07:52").standing, Standing::free_day);
  EXPECT_EQ(ask("2022-12-30", "07:52").standing, Standing::before);
  EXPECT_EQ(ask("2022-12-30", "07:52").began, day("2023-01-02"));
  EXPECT_EQ(ask("2023-01-02", "07:52", "2023-01-02T00:40:00Z").standing, Standing::time_ahead);
  EXPECT_EQ(ask("2023-01-02", nullptr, "2023-01-02T00:40:00Z").standing, Standing::still_open);
  // Nobody was there on the third.
  EXPECT_EQ(ask("2023-01-03", "07:52", "2023-01-04T00:00:00Z").verdict.outcome, Outcome::no_data);
  // On time needs no data.
  EXPECT_EQ(ask("2022-12-30", "07:20").verdict.outcome, Outcome::not_needed);
}

TEST_F(ADesk, BlamesAnEmptyWindowOnTheSchedule) {
  settings_.calendars[0].check_in[1].opening = clock("07:30");
  const Answer answer = ask("2023-01-02", "07:52");
  EXPECT_EQ(answer.verdict.outcome, Outcome::schedule_late);
  // The outage after the opening is shown with its incident all the same.
  EXPECT_EQ(answer.verdict.explained, 22);
  EXPECT_EQ(answer.incidents.size(), 1u);
  EXPECT_EQ(answer.minutes.states.size(), 30u);
}

// One network is out; the other two go on. It explains, and never fully.
TEST(ADeskOfOneSickNetwork, GivesAtMostPartly) {
  const saksi::test::TempDir folder;
  record_morning(folder.path(), 1);
  const Settings all = settings();
  const auto reader = store::Reader::open(folder.path()).value();
  Desk desk(all, reader->plans().value(), *reader, at("2023-01-03T00:00:00Z"));
  const Answer answer = desk.answer({{"disdik"}, day("2023-01-02"), clock("07:52")}).value();
  EXPECT_EQ(code(answer.verdict.outcome), "partly");
  EXPECT_EQ(code(answer.verdict.reason), "one_network");
  EXPECT_EQ(answer.verdict.explained, 22);
}

TEST_F(ADesk, NamesNoIncidentThatWasWithdrawn) {
  {
    auto writer = store::Writer::open(folder_.path(), {}, kVantages).value();
    auto reader = store::Reader::open(folder_.path()).value();
    Incident incident = reader->revisions("K-20230102-DISDIK-1").value().front();
    incident.revision = 2;
    incident.withdrawn = true;
    ASSERT_TRUE(writer->commit({{incident, "withdrawn", false}}, {}, incident.revised));
  }
  EXPECT_TRUE(ask("2023-01-02", "07:52").incidents.empty());
}

}  // namespace
}  // namespace saksi::inquiry::test
