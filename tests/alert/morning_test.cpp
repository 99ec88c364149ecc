// SPDX-License-Identifier: Apache-2.0
#include "alert/morning.hpp"

#include "parts.hpp"

namespace saksi::alert::test {
namespace {

// Two agencies in Jakarta, one a time zone further east; two networks.
class Mornings : public testing::Test {
 protected:
  Mornings() {
    settings = settings_with({}, "");
    settings.calendars.at(0).zone = "Asia/Jakarta";
    for (unsigned day = 1; day <= 5; ++day)
      settings.calendars[0].check_in[day] = {7h, 7h + 30min, 8h};
    settings.calendars.push_back(settings.calendars[0]);
    settings.calendars[1].id = {"timur"};
    settings.calendars[1].zone = "Asia/Makassar";
    settings.targets.push_back(settings.targets[0]);
    settings.targets[1].id = {"dinkes"};
    settings.targets[1].agency = "Dinas Kesehatan";
    JourneySettings journey;
    journey.id = {"masuk"};
    settings.journeys.push_back(journey);
    settings.vantages.resize(2);
    settings.vantages[0].id = {"a"};
    settings.vantages[0].group = "telkom";
    settings.vantages[1].id = {"b"};
    settings.vantages[1].group = "xl";
    settings.alerts.telegram.push_back(
        {"piket", "token", "-100", "https://api.telegram.org", "id"});
    facts.minutes[{"disdik"}] = std::vector<MinuteState>(30, MinuteState::good);
    facts.minutes[{"dinkes"}] = std::vector<MinuteState>(30, MinuteState::good);
  }

  [[nodiscard]] Board board_with(State disdik, State dinkes) const {
    Board board;
    board.targets.resize(2);
    board.targets[0].state.target = {"disdik"};
    board.targets[0].state.state = disdik;
    board.targets[1].state.target = {"dinkes"};
    board.targets[1].state.state = dinkes;
    return board;
  }
  [[nodiscard]] std::string ready_at(Instant now, const Board& board) const {
    const auto rounds = rounds_due(settings, now);
    if (rounds.empty()) return "";
    return text_of(ready(settings, rounds.at(0), board, now, false));
  }
  [[nodiscard]] std::string summary_at(Instant now) const {
    const auto rounds = rounds_due(settings, now);
    if (rounds.empty()) return "";
    return text_of(summary(settings, rounds.at(0), facts, now, false));
  }
  static std::string text_of(const std::vector<store::Message>& messages) {
    return (*parse_json(messages.at(0).payload))["text"];
  }
  void run(const char* end, Class cls, Duration took, bool controls = true) {
    Sample sample;
    sample.target = {"disdik"};
    sample.end = utc(end);
    sample.planned = sample.end - took;
    sample.cls = cls;
    sample.controls = {{"netral", controls, 10ms}};
    facts.samples.push_back(sample);
  }

  Settings settings;
  MorningFacts facts;
  const Instant at640 = utc("2023-01-01T23:40:00Z");  // WIB, a Monday
  const Instant at810 = utc("2023-01-02T01:10:00Z");
};

TEST_F(Mornings, SayWhatIsReadyAndWhatIsNotBeforeTheCrowdComes) {
  EXPECT_EQ(ready_at(at640, board_with(State::working, State::down)),
            "[SIAP PAGI] 2 layanan diperiksa pukul 06.40 WIB: 1 siap, 1 perlu perhatian.\n"
            "- Dinas Kesehatan: Gangguan\n"
            "Langkah kirim foto tidak diuji: isinya disiapkan, lalu tidak dikirim.\n"
            "https://saksi.example/");
}

TEST_F(Mornings, CallNothingReadyThatWasNotMeasured) {
  const std::string none = ready_at(at640, board_with(State::no_data, State::no_data));
  EXPECT_NE(none.find("dari 2 layanan tidak satu pun terukur"), std::string::npos) << none;
  EXPECT_EQ(none.find(" siap,"), std::string::npos) << none;
  const std::string one = ready_at(at640, board_with(State::working, State::no_data));
  EXPECT_NE(one.find("1 siap, 1 perlu perhatian"), std::string::npos) << one;
  EXPECT_NE(one.find("- Dinas Kesehatan: Tidak ada data"), std::string::npos) << one;
}

TEST_F(Mornings, TakeNotOpenForReadyOnlyBeforeTheOpening) {
  EXPECT_NE(ready_at(at640, board_with(State::working, State::not_open)).find("2 siap"),
            std::string::npos);
  settings.alerts.ready_at = 7h + 5min;
  EXPECT_NE(ready_at(at640 + 25min, board_with(State::working, State::not_open)).find("1 siap"),
            std::string::npos);
}

TEST_F(Mornings, SayPlainlyThatOneNetworkConfirmsNothing) {
  settings.vantages[1].group = "telkom";
  EXPECT_NE(ready_at(at640, board_with(State::working, State::working))
                .find("Satu jaringan saja: gangguan tidak dapat dipastikan."),
            std::string::npos);
  // All minutes of one network are unknown to the judge; its runs are not.
  facts.minutes[{"disdik"}].assign(30, MinuteState::unknown);
  facts.minutes[{"dinkes"}].assign(30, MinuteState::unknown);
  run("2023-01-02T00:10:00Z", Class::ok, 2s);
  run("2023-01-02T00:11:00Z", Class::http_5xx, 2s);
  const std::string text = summary_at(at810);
  EXPECT_NE(text.find("1 dari 2 pemeriksaan berhasil.\nSatu jaringan saja"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("tidak ada yang tercatat"), std::string::npos) << text;
}

TEST_F(Mornings, AreSaidOnWorkingDaysOfTheirZoneAndWithinHalfAnHour) {
  EXPECT_TRUE(rounds_due(settings, at640 - 1s).empty());
  ASSERT_EQ(rounds_due(settings, at640).size(), 1U);
  EXPECT_EQ(rounds_due(settings, at640)[0].id, "ready/2023-01-02/Asia/Jakarta");
  EXPECT_EQ(rounds_due(settings, at640 + 30min - 1s).size(), 1U) << "late, but still of use";
  EXPECT_TRUE(rounds_due(settings, at640 + 30min).empty());
  EXPECT_TRUE(rounds_due(settings, at640 - std::chrono::days(1)).empty()) << "a Sunday";
  settings.calendars[0].holidays.push_back({*parse_date("2023-01-02"), "Cuti bersama", "SKB"});
  EXPECT_TRUE(rounds_due(settings, at640).empty());
}

TEST_F(Mornings, AreOneMessageForAllCalendarsOfAZone) {
  settings.targets[1].calendar = {"timur"};
  const auto east = rounds_due(settings, at640 - 1h);  // 06.40 WITA
  ASSERT_EQ(east.size(), 1U);
  EXPECT_EQ(east[0].targets, std::vector<TargetId>{{"dinkes"}});
  settings.calendars[1].zone = "Asia/Jakarta";
  const auto both = rounds_due(settings, at640);
  ASSERT_EQ(both.size(), 1U);
  EXPECT_EQ(both[0].targets.size(), 2U);
}

TEST_F(Mornings, AreNotSaidWhereNobodyWantsThem) {
  settings.alerts.mornings = false;
  EXPECT_TRUE(rounds_due(settings, at640).empty());
}

TEST_F(Mornings, HaveTheSameNameAfterARestart) {
  const auto first = ready(settings, rounds_due(settings, at640)[0], Board{}, at640, false);
  const auto again =
      ready(settings, rounds_due(settings, at640 + 9min)[0], Board{}, at640 + 9min, false);
  EXPECT_EQ(first.at(0).event_id, "ready/2023-01-02/Asia/Jakarta/telegram:piket");
  EXPECT_EQ(first[0].event_id, again.at(0).event_id);
}

TEST_F(Mornings, SumUpTheMinutesOfTheWorstAgency) {
  auto& dinkes = facts.minutes[{"dinkes"}];
  std::fill(dinkes.begin() + 12, dinkes.begin() + 24, MinuteState::bad);
  dinkes[29] = MinuteState::unknown;
  for (int i = 0; i < 19; ++i) run("2023-01-02T00:10:00Z", Class::ok, 2s + i * 100ms);
  run("2023-01-02T00:20:00Z", Class::slow, 9s);
  run("2023-01-02T00:21:00Z", Class::http_5xx, 1s);
  run("2023-01-02T00:22:00Z", Class::http_5xx, 1s, false);  // our own network was gone
  run("2023-01-02T00:35:00Z", Class::ok, 60s);              // after the limit
  Incident incident = change_of("closed").incident;
  incident.outage.target = {"dinkes"};
  facts.incidents.push_back(incident);
  facts.seal.emplace();
  facts.seal->date = "2023-01-01";
  facts.seal->digest = {0x9c, 0x41, 0x77, 0xae, 0x0b, 0x2d, 0xf3, 0x10};

  EXPECT_EQ(summary_at(at810),
            "[RINGKASAN PAGI] Senin, 2 Januari 2023, pukul 08.10 WIB\n"
            "Sebelum batas, semua menit layak pakai di 1 dari 2 OPD. Terburuk: Dinas Kesehatan, "
            "17 dari 30 menit.\n"
            "Menit tanpa data: paling banyak 1 dari 30 (Dinas Kesehatan).\n"
            "Kejadian pagi ini:\n"
            "- K-20230102-DISDIK-1, Dinas Kesehatan: paling sedikit 15 menit 40 detik\n"
            "Waktu langkah yang diuji: tengah 2,9 detik, lambat (p95) 3,8 detik, dari 20 "
            "pemeriksaan yang selesai; 1 tidak selesai.\n"
            "https://saksi.example/\n"
            "Segel harian 2023-01-01: 9c41 77ae 0b2d f310");
}

TEST_F(Mornings, SayWhatIsStillGoingOn) {
  facts.incidents.push_back(change_of("opened").incident);
  EXPECT_NE(summary_at(at810).find("- K-20230102-DISDIK-1, Dinas Pendidikan: masih berlangsung, "
                                   "35 menit 40 detik sejak pukul 07.34 WIB"),
            std::string::npos)
      << summary_at(at810);
}

TEST_F(Mornings, LeaveOutWhatIsWithdrawnOrOfYesterday) {
  Incident gone = change_of("closed").incident;
  gone.withdrawn = true;
  Incident old = change_of("closed").incident;
  old.outage.bounds.end_hi = utc("2023-01-01T23:59:00Z");
  facts.incidents = {gone, old};
  EXPECT_NE(summary_at(at810).find("Kejadian pagi ini: tidak ada yang tercatat."),
            std::string::npos);
}

TEST_F(Mornings, NeverCallAMorningWellThatNobodyMeasured) {
  for (auto& [target, minutes] : facts.minutes) minutes.assign(30, MinuteState::unknown);
  EXPECT_EQ(summary_at(at810),
            "[RINGKASAN PAGI] Senin, 2 Januari 2023, pukul 08.10 WIB\n"
            "Tidak ada menit yang terukur sebelum batas. Keadaan pagi ini tidak diketahui.\n"
            "Waktu langkah yang diuji: tidak ada pemeriksaan yang selesai.\n"
            "https://saksi.example/");
}

TEST_F(Mornings, CountOnlyAsFarAsTheMorningHasCome) {
  for (unsigned day = 1; day <= 5; ++day)
    settings.calendars[0].check_in[day] = {7h, 8h + 30min, 9h};
  const auto round = rounds_due(settings, at810).at(0);
  const auto morning = morning_of(settings, {"disdik"}, round, at810 + 20s);
  ASSERT_TRUE(morning);
  EXPECT_EQ(morning->to, at810);
  EXPECT_NE(summary_at(at810).find("Batas belum lewat di semua OPD"), std::string::npos);
}

TEST_F(Mornings, SpeakEnglishToWhoWantsIt) {
  settings.alerts.telegram[0].language = "en";
  const std::string text = ready_at(at640, board_with(State::working, State::working));
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "[MORNING CHECK] 2 services looked at, as of 06:40 WIB: 2 ready, 0 need attention.");
}

}  // namespace
}  // namespace saksi::alert::test
