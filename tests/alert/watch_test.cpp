// SPDX-License-Identifier: Apache-2.0
#include "alert/watch.hpp"

#include "parts.hpp"
#include "support/temp_dir.hpp"

namespace saksi::alert::test {
namespace {

// One agency, seen from two networks; a real outbox.
class Watches : public testing::Test {
 protected:
  Watches() {
    settings = settings_with({}, "");
    settings.calendars.at(0).zone = "Asia/Jakarta";
    settings.journeys.emplace_back().id = {"masuk"};
    for (const char* group : {"telkom", "xl"}) {
      Vantage vantage;
      vantage.id = {std::string("kantor-") + group};
      vantage.group = group;
      vantage.isp = std::string(group) == "xl" ? "XL" : "Telkom";
      settings.vantages.push_back(vantage);
    }
    settings.alerts.telegram.push_back(
        {"piket", "token", "-100", "https://api.telegram.org", "id"});
    board.targets.resize(1);
    board.targets[0].state.target = {"disdik"};
    board.vantages.resize(2);
    for (const std::size_t i : {0U, 1U}) board.vantages[i].id = settings.vantages[i].id;
    begin();
    all_works();
  }

  void begin() {
    std::vector<store::Message> said;
    const auto reader = *store::Reader::open(folder.path());
    for (const std::string& subjects : Watch::subjects()) {
      const auto found = *reader->last_said(subjects);
      said.insert(said.end(), found.begin(), found.end());
    }
    watch.emplace(settings, said, now, false);
  }
  void votes(bool telkom_bad, bool xl_bad) {
    TargetState& state = board.targets[0].state;
    state.votes = {{{"kantor-telkom"}, "telkom", true, telkom_bad, Class::ok, ""},
                   {{"kantor-xl"}, "xl", true, xl_bad, Class::ok, ""}};
    const State found = telkom_bad && xl_bad   ? State::down
                        : telkom_bad || xl_bad ? State::one_network
                                               : State::working;
    if (found != state.state) state.since = now;
    state.state = found;
  }
  void all_works() { votes(false, false); }
  AgentView& agent() { return board.agents[{"kantor-xl"}]; }
  // From then to 08.00, every day.
  void office_opens(const char* opening) {
    Calendar& calendar = settings.calendars.at(0);
    for (unsigned day = 0; day < 7; ++day)
      calendar.check_in[day] = {*parse_time_of_day(opening), std::chrono::minutes(450),
                                std::chrono::hours(8)};
    begin();
  }
  // Every vantage has just looked, but for those that are silent.
  void heard() {
    for (auto& [id, agent] : board.agents) agent.heard = now;
    for (VantageView& view : board.vantages) {
      if (silent.contains(view.id.text)) continue;
      view.last_end = now;
      view.controls_ok = !cut_off.contains(view.id.text);
      Sample& sample = board.targets[0].latest[view.id];
      sample.end = now;
      sample.interval = 30s;
    }
  }
  // Ten seconds after ten seconds; what is told is stored, delivered and returned.
  std::vector<std::string> play(Duration length) {
    std::vector<std::string> texts;
    for (const Instant end = now + length; now < end; now += 10s) {
      heard();
      EXPECT_TRUE(writer->commit({}, watch->look(board, now), now));
      if (!line) continue;
      const auto due = *writer->due(now, 100);
      for (const store::Pending& one : due) {
        texts.push_back((*parse_json(one.payload))["text"]);
        EXPECT_TRUE(writer->report({{one.id, store::Delivery::delivered, "", std::nullopt}}, now));
      }
    }
    return texts;
  }

  const saksi::test::TempDir folder;
  std::unique_ptr<store::Writer> writer = *store::Writer::open(folder.path(), {"live"}, {});
  Settings settings;
  Board board;
  Instant now = utc("2023-01-02T00:00:00Z");  // 07.00 WIB
  std::optional<Watch> watch;
  std::set<std::string> silent, cut_off;
  bool line = true;
};

TEST_F(Watches, SayThatOneNetworkFailsAndThatItIsNoOutage) {
  EXPECT_TRUE(play(10min).empty());
  votes(false, true);
  EXPECT_TRUE(play(3min).empty()) << "it may pass";
  const auto told = play(10min);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0],
            "[SATU JARINGAN] Presensi Dinas Pendidikan gagal hanya lewat xl, sejak pukul 07.10 "
            "WIB. Jaringan lain normal.\n"
            "Ini bukan gangguan layanan presensi. Periksa jaringan xl.");

  all_works();
  EXPECT_TRUE(play(3min).empty());
  const auto end = play(10min);
  ASSERT_EQ(end.size(), 1U);
  EXPECT_EQ(end[0],
            "[PULIH] Presensi lewat xl normal lagi sejak pukul 07.23 WIB.\n"
            "Satu jaringan ini terganggu sejak pukul 07.10 WIB, sekitar 13 menit. Bukan gangguan "
            "layanan presensi.");
}

TEST_F(Watches, LeaveANetworkAloneThatFlaps) {
  for (int i = 0; i < 10; ++i) {
    votes(false, true);
    EXPECT_TRUE(play(2min).empty());
    all_works();
    EXPECT_TRUE(play(1min).empty());
  }
}

TEST_F(Watches, TellOnceOfANetworkWhoseRecoveryFlaps) {
  votes(false, true);
  EXPECT_EQ(play(5min).size(), 1U);
  for (int i = 0; i < 5; ++i) {
    all_works();
    EXPECT_TRUE(play(2min).empty());
    votes(false, true);
    EXPECT_TRUE(play(5min).empty());
  }
}

// Every network failing is an outage, which the judge tells of; nothing has recovered by it.
TEST_F(Watches, SayNothingOfRecoveryWhileAllNetworksFail) {
  votes(false, true);
  EXPECT_EQ(play(5min).size(), 1U);
  votes(true, true);
  EXPECT_TRUE(play(20min).empty());
}

// Agencies that share a host do not fail in the same second: those whose other networks have not
// been asked yet look like one sick network.
TEST_F(Watches, DoNotCallAHostWellThroughOtherNetworksWhileAnAgencyOfItIsDown) {
  settings.targets.push_back(settings.targets.at(0));
  settings.targets.back().id = {"disdag"};
  settings.targets.back().agency = "Dinas Perdagangan";
  begin();
  board.targets.push_back(board.targets[0]);
  board.targets[1].state.target = {"disdag"};
  votes(true, true);
  board.targets[1].state.state = State::one_network;
  board.targets[1].state.since = now;
  board.targets[1].state.votes[1].bad = true;
  EXPECT_TRUE(play(20min).empty());

  // The host is well again, but for what one agency meets through one network.
  all_works();
  EXPECT_TRUE(play(2min).empty()) << "waited for anew";
  const auto told = play(1min);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].substr(0, told[0].find('.')),
            "[SATU JARINGAN] Presensi Dinas Perdagangan gagal hanya lewat xl, sejak pukul 07")
      << told[0];
  EXPECT_NE(told[0].find("sejak pukul 07.19 WIB"), std::string::npos) << told[0];
}

TEST_F(Watches, AreNotToldTwiceByARestartAndTellTheEndAfterOne) {
  votes(false, true);
  EXPECT_EQ(play(5min).size(), 1U);
  begin();
  EXPECT_TRUE(play(10min).empty());
  all_works();
  begin();
  const auto end = play(10min);
  ASSERT_EQ(end.size(), 1U);
  EXPECT_NE(end[0].find("sejak pukul 07.00 WIB, sekitar 15 menit"), std::string::npos) << end[0];
  begin();
  EXPECT_TRUE(play(10min).empty());
}

TEST_F(Watches, HaveNoOneNetworkWhereThereIsOnlyOne) {
  for (Vantage& vantage : settings.vantages) vantage.group = "xl";
  for (Vote& vote : board.targets[0].state.votes) vote.group = "xl";
  votes(false, true);
  EXPECT_TRUE(play(10min).empty());
}

TEST_F(Watches, SayNothingOfWhatWasOverBeforeAnybodyCouldHear) {
  line = false;
  votes(false, true);
  EXPECT_TRUE(play(5min).empty());
  all_works();
  EXPECT_TRUE(play(10min).empty());
  line = true;
  EXPECT_TRUE(play(1min).empty());
}

TEST_F(Watches, MissAVantageThatIsSilentAndSayWhenItIsBack) {
  EXPECT_TRUE(play(10min).empty());
  silent.insert("kantor-xl");
  // By day a slot may be two minutes away, with its jitter, and a run takes 20 s; then 5 minutes.
  EXPECT_TRUE(play(7min).empty());
  const auto told = play(5min);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0],
            "[TITIK PANTAU] kantor-xl (XL) tidak melapor sejak pukul 07.09 WIB. Bukti dari "
            "jaringan xl kosong selama itu.\n"
            "Ini masalah pemantau, bukan gangguan layanan presensi.");
  silent.clear();
  const auto back = play(10min);
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0],
            "[TITIK PANTAU] kantor-xl (XL) melapor lagi sejak pukul 07.22 WIB. Bukti kosong sejak "
            "pukul 07.09 WIB, sekitar 12 menit.");
}

TEST_F(Watches, MissAVantageThatDoesNotReachTheNeutralHosts) {
  cut_off.insert("kantor-telkom");
  EXPECT_TRUE(play(5min).empty());
  const auto told = play(1min);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].substr(0, told[0].find('\n')),
            "[TITIK PANTAU] kantor-telkom (Telkom) tidak menjangkau situs pembanding sejak pukul "
            "07.00 WIB. Hasilnya lewat jaringan telkom tidak dihitung selama itu.");
}

TEST_F(Watches, ExpectNobodyInTheNightOrInMaintenance) {
  now = utc("2023-01-02T13:00:00Z");  // 20.00 WIB: a slot in a quarter of an hour
  begin();
  EXPECT_TRUE(play(1min).empty());
  silent = {"kantor-telkom", "kantor-xl"};
  EXPECT_TRUE(play(23min).empty());
  EXPECT_EQ(play(2min).size(), 2U);

  now = utc("2023-01-03T00:00:00Z");
  silent.clear();
  begin();
  EXPECT_EQ(play(10min).size(), 2U) << "they are back";
  settings.maintenance.push_back({{"web"}, now, now + 50min, "pindah server"});
  begin();
  silent = {"kantor-telkom", "kantor-xl"};
  EXPECT_TRUE(play(50min).empty());
  EXPECT_TRUE(play(6min).empty()) << "its first slots are still ahead";
  EXPECT_EQ(play(5min).size(), 2U);
}

TEST_F(Watches, TellOfACheckInThatIsNotOpenWhenItShouldBe) {
  office_opens("07:00");
  const auto closed_till = [&](Duration length) {
    std::vector<std::string> texts;
    for (const Instant end = now + length; now < end;) {
      board.targets[0].state.state = State::not_open;
      board.targets[0].state.last_end = now;
      const auto more = play(10s);
      texts.insert(texts.end(), more.begin(), more.end());
    }
    return texts;
  };
  now -= 5min;
  EXPECT_TRUE(closed_till(5min).empty()) << "it is not to be open yet";
  EXPECT_TRUE(closed_till(2min).empty()) << "it may be a minute late";
  const auto told = closed_till(1min);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0],
            "[TERLAMBAT DIBUKA] Presensi Dinas Pendidikan seharusnya dibuka pukul 07.00 WIB, "
            "sampai pukul 07.02 WIB masih tertutup.\n"
            "Menit yang tertutup itu dihitung sebagai terhalang. Periksa jadwal buka di "
            "aplikasinya.");
  EXPECT_TRUE(closed_till(10min).empty()) << "once";
  begin();  // a restart knows what was said
  EXPECT_TRUE(closed_till(2min).empty());
  all_works();
  std::vector<std::string> open;
  for (int i = 0; i < 20; ++i) {
    board.targets[0].state.last_end = now;
    const auto more = play(10s);
    open.insert(open.end(), more.begin(), more.end());
  }
  ASSERT_EQ(open.size(), 1U);
  EXPECT_EQ(open[0],
            "[SUDAH DIBUKA] Presensi Dinas Pendidikan dibuka pukul 07.15 WIB, 15 menit sesudah "
            "jadwalnya.");
}

TEST_F(Watches, SayOfACheckInThatNeverOpenedThatItsHoursAreOver) {
  office_opens("07:00");
  std::vector<std::string> told;
  for (int i = 0; i < 6 * 61; ++i) {
    board.targets[0].state.state = State::not_open;
    board.targets[0].state.last_end = now;
    const auto more = play(10s);
    told.insert(told.end(), more.begin(), more.end());
  }
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1],
            "[TIDAK DIBUKA] Presensi Dinas Pendidikan tidak terlihat dibuka sampai jam presensi "
            "selesai.");
}

TEST_F(Watches, TellOfAnAgentWhoseClockIsSurelyWrongAndOfItsMending) {
  agent().offset_lo = -1s;
  agent().offset_hi = 5s;
  EXPECT_TRUE(play(10min).empty()) << "it may be right";
  agent().offset_lo = 419s;
  agent().offset_hi = 421s;
  const auto told = play(5min);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("[AGEN PERLU DILIHAT] Jam agen kantor-xl meleset sedikitnya 6 menit"),
            std::string::npos)
      << told[0];
  agent().offset_lo = -20ms;
  agent().offset_hi = 30ms;
  const auto back = play(5min);
  ASSERT_EQ(back.size(), 1U);
  EXPECT_NE(back[0].find("[AGEN BERES] kantor-xl"), std::string::npos) << back[0];
}

TEST_F(Watches, TellOfAnAgentWhoseDiskTakesNothingOrWhoseJournalIsDamaged) {
  agent().waiting = true;
  EXPECT_EQ(play(5min).size(), 1U);
  agent().waiting = false;
  EXPECT_EQ(play(5min).size(), 1U);
  agent().disk_free = 100'000'000;
  agent().troubles = 1;
  EXPECT_EQ(play(5min).size(), 2U);
}

TEST_F(Watches, NeverSayThatAnAgentIsTrustedAgain) {
  agent().mute["equivocation"] = 1;
  const auto told = play(5min);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("[AGEN TIDAK DIPERCAYA]"), std::string::npos) << told[0];
  agent().mute.clear();  // another life of the hub counts anew
  EXPECT_TRUE(play(10min).empty());
}

TEST_F(Watches, SayNothingOfAnAgentThatIsNotHeardOf) {
  agent().waiting = true;
  agent().heard.reset();
  for (auto& [id, one] : board.agents) one.heard = std::nullopt;
  const Instant end = now + 10min;
  for (; now < end; now += 10s) {
    for (auto& view : board.vantages) {
      view.last_end = now;
      view.controls_ok = true;
    }
    EXPECT_TRUE(watch->look(board, now).empty());
  }
}

// One account from both vantages; what each look of a run found.
class WatchesOfAccounts : public Watches {
 protected:
  WatchesOfAccounts() {
    settings.journeys.at(0).steps = {{.id = "login", .kind = StepKind::login}};
    for (Vantage& vantage : settings.vantages)
      vantage.accounts[{"web"}] = {"UJI-1", "/etc/saksi/uji-1"};
    begin();
    for (const Vantage& vantage : settings.vantages) finds(vantage.id.text, Class::ok, now - 30s);
  }
  void finds(const std::string& vantage, Class cls, Instant end) {
    Sample& sample = board.targets[0].latest[{vantage}];
    sample.vantage = {vantage};
    sample.target = {"disdik"};
    sample.journey = {"masuk"};
    sample.cls = cls;
    sample.end = end;
  }
  std::vector<std::string> look() {
    std::vector<std::string> texts;
    const auto said = watch->look(board, now);
    for (const store::Message& one : said) texts.push_back((*parse_json(one.payload))["text"]);
    EXPECT_TRUE(writer->commit({}, said, now));
    now += 10s;
    return texts;
  }
  std::vector<std::string> after(const std::string& vantage, Class cls) {
    finds(vantage, cls, now);
    return look();
  }
};

TEST_F(WatchesOfAccounts, SayThatItIsRefusedWhenSaksiStopsUsingIt) {
  EXPECT_TRUE(look().empty());
  EXPECT_TRUE(after("kantor-telkom", Class::auth_rejected).empty());
  EXPECT_TRUE(after("kantor-xl", Class::auth_rejected).empty());
  EXPECT_TRUE(look().empty()) << "a sample counts once";
  const auto told = after("kantor-telkom", Class::auth_rejected);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0],
            "[AKUN UJI DITOLAK] Akun Saksi untuk Dinas Pendidikan (dari kantor-telkom, kantor-xl) "
            "ditolak situsnya sejak pukul 07.00 WIB. Akun uji ditolak.\n"
            "Agar akunnya tidak terkunci, Saksi tidak lagi login dengannya selama sehari; halaman "
            "tanpa login tetap diperiksa. Ini bukan gangguan layanan presensi.\n"
            "Langkah pertama: coba login sendiri dengan akun itu. Betulkan akun atau sandinya "
            "bersama pengelola situs, lalu mulai ulang Saksi; ia akan mencoba sekali lagi.");
  EXPECT_EQ(told[0].find("UJI-1"), std::string::npos);

  EXPECT_TRUE(after("kantor-telkom", Class::light_ok).empty()) << "the page before it says nothing";
  EXPECT_TRUE(after("kantor-xl", Class::auth_rejected).empty()) << "once";
  const auto back = after("kantor-xl", Class::ok);
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0],
            "[AKUN UJI PULIH] Saksi bisa login lagi di Dinas Pendidikan sejak pukul 07.01 WIB.");
}

TEST_F(WatchesOfAccounts, SayAtOnceThatItIsLocked) {
  const auto told = after("kantor-xl", Class::auth_locked);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("Akun uji terkunci."), std::string::npos) << told[0];
}

TEST_F(WatchesOfAccounts, SayNothingOfARefusalThatPasses) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(after("kantor-telkom", Class::auth_rejected).empty());
    EXPECT_TRUE(after("kantor-xl", Class::auth_rejected).empty());
    EXPECT_TRUE(after("kantor-xl", Class::ok).empty());
  }
}

// Rounds counts what it reads back as all but one, so this must be told too.
TEST_F(WatchesOfAccounts, TellOfTheOneTryThatIsLeftAfterARestart) {
  EXPECT_TRUE(after("kantor-telkom", Class::auth_rejected).empty());
  begin();
  EXPECT_TRUE(look().empty());
  EXPECT_EQ(after("kantor-telkom", Class::auth_rejected).size(), 1U);
  begin();
  EXPECT_TRUE(look().empty());
  EXPECT_TRUE(after("kantor-telkom", Class::auth_rejected).empty()) << "it was said";
  EXPECT_EQ(after("kantor-telkom", Class::ok).size(), 1U);
}

TEST_F(WatchesOfAccounts, SayThatSaksiGoesOnWhereItIsToldTo) {
  settings.schedule.refusals = 0;
  begin();
  EXPECT_TRUE(after("kantor-telkom", Class::auth_rejected).empty());
  EXPECT_TRUE(after("kantor-telkom", Class::auth_rejected).empty());
  const auto told = after("kantor-telkom", Class::auth_rejected);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("Saksi tetap mencoba (schedule.refusals: 0)"), std::string::npos);
}

TEST_F(WatchesOfAccounts, TellOfEachAccountByItself) {
  settings.vantages[1].target_accounts[{"disdik"}] = {"UJI-2", "/etc/saksi/uji-2"};
  begin();
  EXPECT_EQ(after("kantor-telkom", Class::auth_locked).size(), 1U);
  const auto told = after("kantor-xl", Class::auth_locked);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("(dari kantor-xl)"), std::string::npos) << told[0];
}

}  // namespace
}  // namespace saksi::alert::test
