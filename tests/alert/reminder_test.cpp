// SPDX-License-Identifier: Apache-2.0
#include "alert/reminder.hpp"

#include "alert/people.hpp"
#include "parts.hpp"
#include "support/temp_dir.hpp"

namespace saksi::alert::test {
namespace {

class Reminders : public testing::Test {
 protected:
  Reminders() {
    settings = settings_with({}, "");
    settings.calendars.at(0).zone = "Asia/Jakarta";
    settings.journeys.emplace_back().id = {"masuk"};
    settings.alerts.telegram.push_back(
        {"piket", "token", "-100", "https://api.telegram.org", "id"});
    known.push_back(change_of("opened").incident);
    begun = known[0].outage.opened;
    board.targets.resize(1);
    board.targets[0].state.target = {"disdik"};
    Sample& sample = board.targets[0].latest[{"telkom"}];
    sample.end = begun + 14min + 50s;
    sample.journey = {"masuk"};
    sample.cls = Class::http_timeout_ttfb;
  }
  [[nodiscard]] std::vector<store::Message> at(Duration after) const {
    return reminders(settings, known, acknowledged, board, begun + after, false, links);
  }
  Settings settings;
  std::vector<Incident> known;
  std::vector<Acknowledgement> acknowledged;
  Board board;
  AckLinks links;
  Instant begun;
};

TEST_F(Reminders, SayEachQuarterOfAnHourThatItGoesOnFourTimesAtMost) {
  EXPECT_TRUE(at(15min - 1s).empty());
  const auto first = at(15min);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].event_id, "remind/K-20230102-DISDIK-1/1/telegram:piket");
  EXPECT_EQ(std::string((*parse_json(first[0].payload))["text"]),
            "[MASIH GANGGUAN] K-20230102-DISDIK-1: presensi Dinas Pendidikan sudah 15 menit "
            "terganggu, sejak pukul 07.34 WIB.\n"
            "Percobaan terakhir pukul 07.49 WIB: Server menerima permintaan tetapi tidak menjawab "
            "dalam 20 detik.\n"
            "Info berikutnya pukul 08.04 WIB, kecuali kejadian ini diakui.\n"
            "Akui (pengingat berhenti): saksi ack K-20230102-DISDIK-1\n"
            "https://saksi.example/gangguan/K-20230102-DISDIK-1");
  EXPECT_EQ(at(29min)[0].event_id, first[0].event_id) << "the same one, if it must be said again";
  EXPECT_NE(
      std::string((*parse_json(at(60min)[0].payload))["text"]).find("pengingat yang terakhir"),
      std::string::npos);
  EXPECT_TRUE(at(75min).empty());
}

TEST_F(Reminders, EndWhenAnyIncidentOfTheBackendIsAcknowledgedOrAllAreOver) {
  known.push_back(known[0]);
  known[1].number = "K-20230102-DINKES-1";
  acknowledged.push_back({"K-20230102-DINKES-1", begun, "Budi"});
  EXPECT_TRUE(at(15min).empty());
  acknowledged[0].number = "K-20230101-DINKES-1";
  EXPECT_EQ(at(15min).size(), 1U) << "another one's";
  for (Incident& one : known) one.outage.closed = begun + 10min;
  EXPECT_TRUE(at(15min).empty());
}

TEST_F(Reminders, AreNotSaidWhereTheyAreSwitchedOff) {
  settings.alerts.remind = 0s;
  EXPECT_TRUE(at(15min).empty());
}

// Of what is still waiting for a line nobody need be reminded; and its end takes it along.
TEST_F(Reminders, AreNoneForThoseWhoHaveNotHeardYet) {
  const saksi::test::TempDir folder;
  const auto writer = *store::Writer::open(folder.path(), {"live"}, {});
  store::Message first;
  first.event_id = "first";
  first.subject = "backend/web";
  first.kind = "opened";
  first.channel = "telegram:piket";
  first.payload = R"({"text":"GANGGUAN"})";
  ASSERT_TRUE(writer->commit({}, {first}, begun));
  ASSERT_TRUE(writer->commit({}, at(15min), begun + 15min));
  const auto due = *writer->due(begun + 15min, 10);
  ASSERT_EQ(due.size(), 1U);
  ASSERT_TRUE(writer->report({{due[0].id, store::Delivery::delivered, "", {}}}, begun + 16min));
  EXPECT_TRUE(writer->due(begun + 16min, 10)->empty());

  ASSERT_TRUE(writer->commit({}, at(30min), begun + 30min));
  EXPECT_EQ(writer->due(begun + 30min, 10)->size(), 1U);
  store::Message end = first;
  end.event_id = "end";
  end.kind = "closed";
  end.unsent = store::Unsent::rewrite;
  ASSERT_TRUE(writer->commit({}, {end}, begun + 31min));
  const auto last = *writer->due(begun + 31min, 10);
  ASSERT_EQ(last.size(), 1U);
  EXPECT_EQ(last[0].event_id, "end");
}

TEST(AckLinks, AreOnlyGivenWhereStaffCanReachThem) {
  const saksi::test::TempDir folder;
  std::filesystem::create_directory(folder / "keys");
  const auto key = *store::AckKey::open_or_create(folder.path());
  EXPECT_EQ(AckLinks("", key)("K-1", Language::english), "");
  EXPECT_EQ(AckLinks("https://piket.example", std::nullopt)("K-1", Language::english), "");
  const std::string link = AckLinks("https://piket.example/", key)("K-1", Language::indonesian);
  EXPECT_EQ(link, "https://piket.example/akui/K-1?t=" + key.token("K-1"));
}

TEST(AckKey, IsMadeOnceForItsOperatorAlone) {
  const saksi::test::TempDir folder;
  std::filesystem::create_directory(folder / "keys");
  EXPECT_FALSE(store::AckKey::open(folder.path()));
  const auto key = *store::AckKey::open_or_create(folder.path());
  const auto again = *store::AckKey::open_or_create(folder.path());
  EXPECT_EQ(key.token("K-1"), again.token("K-1"));
  EXPECT_TRUE(again.holds("K-1", key.token("K-1")));
  EXPECT_FALSE(again.holds("K-2", key.token("K-1"))) << "of another incident";
  EXPECT_FALSE(again.holds("K-1", ""));
  EXPECT_EQ(key.token("K-1").size(), 32U);
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder / "keys/acknowledge.key").permissions(),
            perms::owner_read | perms::owner_write);
  const saksi::test::TempDir other;
  std::filesystem::create_directory(other / "keys");
  EXPECT_NE(store::AckKey::open_or_create(other.path())->token("K-1"), key.token("K-1"));
}

TEST(Shortened, CutsAtALineAndNeverInsideACharacter) {
  EXPECT_EQ(shortened("satu\ndua", 8), "satu\ndua");
  EXPECT_EQ(shortened("satu\ndua", 7), "satu\n…");
  EXPECT_EQ(shortened("panjang sekali", 5), "panj…");
  // A character beyond the first plane counts as two for Telegram.
  EXPECT_EQ(shortened("a😀😀", 5), "a😀😀");
  EXPECT_EQ(shortened("a😀😀", 4), "a😀…");
  EXPECT_EQ(shortened("a😀😀", 3), "a…");
  const std::string long_line(5000, 'x');
  EXPECT_EQ(shortened(long_line, 4096).size(), 4095 + std::string("…").size());
}

}  // namespace
}  // namespace saksi::alert::test
