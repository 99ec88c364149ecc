// SPDX-License-Identifier: Apache-2.0
//
// The whole daemon in this process, on real sockets and a real store, with a fast clock.
#include "app/hub.hpp"

#include <sqlite3.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/support.hpp"
#include "base/file.hpp"
#include "net/http_client.hpp"
#include "store/store.hpp"
#include "support/raw_server.hpp"
#include "support/temp_dir.hpp"

namespace saksi::app::test {
namespace {

using saksi::test::RawServer;
using saksi::test::TempDir;

constexpr int kSpeed = 150;

class HubTest : public testing::Test {
 protected:
  void SetUp() override {
    net::initialise();
    settings_ = office(10s);
    settings_.storage.directory = dir_ / "store";
    settings_.controls = {{"netral", server_.url(), "", true}};
    settings_.targets[0].url = server_.url("");
  }

  // Starts a hub on the store; null and its error when it cannot.
  std::unique_ptr<Hub> start(bool probing = true) {
    HubOptions options;
    options.settings = std::make_shared<const Settings>(settings_);
    options.config_digest = "00";
    options.clock = reads_;
    options.purpose = "demo:uji:1";
    options.demo_name = "uji:1";
    options.probing = probing;
    auto hub = Hub::start(std::move(options));
    error_ = hub ? "" : hub.error().message;
    return hub ? std::move(*hub) : nullptr;
  }

  // Waits for something to become true in the world's time.
  template <class True>
  void await(const char* what, True is_true) {
    for (const auto end = std::chrono::steady_clock::now() + 20s; !is_true();) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "waited in vain for " << what;
      ::usleep(2000);
    }
  }
  void sleep_until(Instant shown) {
    await("the clock", [&] { return clock_.wall() >= shown; });
  }

  std::unique_ptr<store::Reader> reader() {
    auto opened = store::Reader::open(settings_.storage.directory);
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(*opened) : nullptr;
  }
  std::size_t rows(const std::string& outcome) {
    std::size_t count = 0;
    const auto all = reader()->terminals(Instant{}, Instant::max());
    for (const auto& row : *all) count += row.outcome == outcome ? 1U : 0U;
    return count;
  }
  std::size_t samples() { return reader()->samples({{}, {}, {}, {}, false, 0}).value().size(); }
  void expect_closed(Instant until) {
    const auto ledger = store::recount(*reader(), until);
    ASSERT_TRUE(ledger) << ledger.error().message;
    EXPECT_TRUE(ledger->closed()) << ledger->planned << " planned, " << ledger->samples
                                  << " samples, " << ledger->gaps << " gaps; missing "
                                  << (ledger->missing.empty() ? "none" : ledger->missing[0])
                                  << "; surplus "
                                  << (ledger->surplus.empty() ? "none" : ledger->surplus[0]);
    EXPECT_GT(ledger->planned, 0U);
  }
  void expect_sound() {
    const auto found = store::verify(*reader(), settings_.storage.directory);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->troubles, std::vector<std::string>{});
  }
  std::vector<Plan> plans_of(const std::string& vantage) {
    std::vector<Plan> found;
    const auto all = reader()->plans();
    for (const Plan& plan : *all)
      if (plan.vantage.text == vantage) found.push_back(plan);
    return found;
  }
  std::size_t chains_of(const std::string& vantage) {
    std::set<PublicKey> keys;
    EXPECT_TRUE(reader()->records([&](const store::Record& record) -> Result<void> {
      if (record.vantage == vantage) keys.insert(record.key);
      return {};
    }));
    return keys.size();
  }
  // A life of the hub until so many more samples are there.
  void live(std::size_t more) {
    const std::size_t before =
        std::filesystem::exists(settings_.storage.directory + "/saksi.db") ? samples() : 0;
    const auto hub = start();
    ASSERT_NE(hub, nullptr) << error_;
    await("samples", [&] { return samples() >= before + more; });
  }

  TempDir dir_;
  std::atomic<bool> hang_{false};
  RawServer server_{[this](RawServer::Peer& peer) {
    while (!peer.read_head().empty()) {
      if (hang_) return peer.wait_until_closed();
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nMasuk");
    }
  }};
  ScaledClock clock_{at("00:00:00"), SystemClock().wall(), kSpeed};
  const Clock* reads_ = &clock_;  // what a hub that starts now takes for the time
  Settings settings_;
  std::string error_;
};

TEST_F(HubTest, StopsWithinFiveSecondsWhileATargetHangs) {
  hang_ = true;
  auto hub = start();
  ASSERT_NE(hub, nullptr) << error_;
  await("a run that hangs", [&] { return server_.accepted() >= 3; });
  const Fd signals(::eventfd(1, EFD_CLOEXEC));

  const auto asked = std::chrono::steady_clock::now();
  EXPECT_TRUE(hub->run_until(signals.get()));
  hub.reset();

  EXPECT_LT(std::chrono::steady_clock::now() - asked, 5s);
  EXPECT_GE(rows("skipped_stopping"), 1U);
  expect_sound();
}

TEST_F(HubTest, NamesTheSlotsThatPassedWhileItWasDown) {
  ASSERT_NO_FATAL_FAILURE(live(3));
  const Instant ended = clock_.wall();
  sleep_until(ended + 60s);
  const Instant back = clock_.wall();
  {
    const auto hub = start(true);
    ASSERT_NE(hub, nullptr) << error_;
  }
  EXPECT_GE(rows("skipped_agent_down"), 8U) << "two vantages, a minute, every ten seconds";
  expect_closed(back);
  expect_sound();
}

// A machine without a battery, before its first word from a time server.
TEST_F(HubTest, RunsNoSlotTwiceWhereTheClockWasSetBackMeanwhile) {
  ASSERT_NO_FATAL_FAILURE(live(8));
  const Instant ended = clock_.wall();
  const std::size_t before = samples();
  const ScaledClock behind(ended - 60s, SystemClock().wall(), kSpeed);
  reads_ = &behind;
  const auto hub = start();
  ASSERT_NE(hub, nullptr) << error_;

  await("the time to be reached again", [&] { return behind.wall() >= ended + 40s; });
  await("samples", [&] { return samples() >= before + 4; });

  const Fd signals(::eventfd(1, EFD_CLOEXEC));
  EXPECT_TRUE(hub->run_until(signals.get())) << "the store took every row";
  const auto all = reader()->samples({{}, {}, {}, {}, false, 0}).value();
  for (const Sample& sample : all)
    EXPECT_TRUE(sample.start <= ended || sample.planned > ended - 20s);
  expect_closed(ended + 20s);
  expect_sound();
}

TEST_F(HubTest, TakesAClockThatIsAYearAheadForWrong) {
  ASSERT_NO_FATAL_FAILURE(live(3));
  const ScaledClock ahead(clock_.wall() + std::chrono::days(400), SystemClock().wall(), kSpeed);
  reads_ = &ahead;

  EXPECT_EQ(start(), nullptr);
  EXPECT_TRUE(error_.starts_with("the clock says 20")) << error_;
  EXPECT_EQ(rows("skipped_agent_down"), 0U) << "nothing was made of it";
}

TEST_F(HubTest, RefusesAStoreThatAnotherOneUses) {
  const auto first = start();
  ASSERT_NE(first, nullptr) << error_;

  EXPECT_EQ(start(), nullptr);
  EXPECT_EQ(error_, settings_.storage.directory +
                        "/saksi.lock: another saksi is using this store; stop it first, or give "
                        "this one its own storage.directory");
}

TEST_F(HubTest, SaysWhichPasswordFileItCannotReadBeforeItSendsAnything) {
  settings_.vantages[0].accounts[{"host-1"}] = {"UJI-1", dir_ / "tiada"};
  settings_.vantages[1].accounts[{"host-1"}] = {"UJI-2", dir_ / "tiada-juga"};

  EXPECT_EQ(start(), nullptr);
  EXPECT_NE(error_.find("vantage \"pusat\": password file " + (dir_ / "tiada")), std::string::npos)
      << error_;
  EXPECT_NE(error_.find("vantage \"timur\": password file " + (dir_ / "tiada-juga")),
            std::string::npos)
      << error_;
  EXPECT_FALSE(std::filesystem::exists(settings_.storage.directory)) << "nothing was touched";
  EXPECT_EQ(server_.accepted(), 0);
}

TEST_F(HubTest, RefusesAPortThatIsTaken) {
  settings_.web.pages.port = server_.port();

  EXPECT_EQ(start(), nullptr);
  EXPECT_NE(error_.find(std::to_string(server_.port())), std::string::npos) << error_;
  EXPECT_EQ(error_.find('\n'), std::string::npos) << error_;
  EXPECT_EQ(server_.accepted(), 0);
}

TEST_F(HubTest, LetsAVantageGoAndTakesItBack) {
  ASSERT_NO_FATAL_FAILURE(live(3));
  const auto both = settings_.vantages;
  settings_.vantages.pop_back();
  sleep_until(clock_.wall() + 30s);

  ASSERT_NO_FATAL_FAILURE(live(8));  // timur is gone
  const auto farewell = plans_of("timur").back();
  EXPECT_TRUE(farewell.entries.empty());
  EXPECT_EQ(farewell.group, "jaringan-timur");
  expect_closed(clock_.wall() - 20s);
  sleep_until(clock_.wall() + 30s);
  const Instant again = clock_.wall();
  ASSERT_NO_FATAL_FAILURE(live(3));
  expect_closed(again);
  EXPECT_EQ(plans_of("timur").size(), 2U) << "it leaves once";
  expect_sound();

  settings_.vantages = both;
  sleep_until(clock_.wall() + 30s);
  const Instant returned = clock_.wall();
  ASSERT_NO_FATAL_FAILURE(live(12));
  EXPECT_EQ(chains_of("timur"), 1U) << "the old key, the old chain";
  EXPECT_GT(reader()->samples({returned, {}, {}, VantageId{"timur"}, false, 0}).value().size(), 1U);
  expect_closed(clock_.wall() - 20s);
  expect_sound();
}

TEST_F(HubTest, NeedsTheKeyOfAVantageThatLeavesAndSaysSo) {
  ASSERT_NO_FATAL_FAILURE(live(3));
  settings_.vantages.pop_back();
  const std::string key = settings_.storage.directory + "/keys/timur.pem";
  std::filesystem::rename(key, dir_ / "timur.pem");

  EXPECT_EQ(start(), nullptr);
  EXPECT_TRUE(error_.starts_with(key + ": the key is missing, and vantage \"timur\"")) << error_;
  EXPECT_FALSE(std::filesystem::exists(key)) << "a key of somebody who is gone is never made";

  std::filesystem::rename(dir_ / "timur.pem", key);
  ASSERT_NO_FATAL_FAILURE(live(2));
  std::filesystem::remove(key);  // it has said farewell, and owes nothing
  ASSERT_NO_FATAL_FAILURE(live(2));
  expect_sound();
}

TEST_F(HubTest, ClosesTheLedgerOverATargetAndAJourneyThatWereReplaced) {
  ASSERT_NO_FATAL_FAILURE(live(3));
  settings_.targets[0].id = {"dinkes"};
  settings_.targets[0].short_name = "DINKES";
  ASSERT_NO_FATAL_FAILURE(live(6));
  settings_.journeys[0].id = settings_.targets[0].journey = {"lain"};
  ASSERT_NO_FATAL_FAILURE(live(6));

  EXPECT_GE(rows("skipped_maintenance"), 8U) << "the minute until the new plan rules";
  expect_closed(clock_.wall() - 20s);
  const Instant end = clock_.wall();
  {
    const auto hub = start(true);
    ASSERT_NE(hub, nullptr) << error_;
  }
  expect_closed(end);
  expect_sound();
}

TEST_F(HubTest, SaysThatAPlanRulesFromTheMomentThatItsFirstPlanNames) {
  const auto hub = start();
  ASSERT_NE(hub, nullptr) << error_;
  const Instant effective = plans_of("pusat").at(0).effective;
  for (bool rules = false; !rules;) {
    const Instant before = clock_.wall();
    rules = hub->vitals().rules;
    if (rules) {
      EXPECT_GE(clock_.wall(), effective);
    } else {
      EXPECT_LT(before, effective);
    }
  }
  EXPECT_EQ(hub->vitals().targets, 1U);
}

TEST_F(HubTest, MovesEachCountOnlyWhileThatThreadDoesItsWork) {
  const auto hub = start();
  ASSERT_NE(hub, nullptr) << error_;
  const auto count = [&](std::size_t which) { return hub->vitals().beats.at(which).count; };
  ASSERT_EQ(hub->vitals().beats[0].who, "probe");
  ASSERT_EQ(hub->vitals().beats[1].who, "keeper");
  const auto both_move = [&] {
    const std::uint64_t probe = count(0), keeper = count(1);
    await("both", [&] { return count(0) > probe + 2 && count(1) > keeper + 2; });
  };
  ASSERT_NO_FATAL_FAILURE(both_move());
  await("samples", [&] { return samples() >= 3; });

  // Somebody else holds the store: the keeper waits for it, and the loop goes on.
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((settings_.storage.directory + "/saksi.db").c_str(), &other), SQLITE_OK);
  sqlite3_busy_timeout(other, 5000);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const auto loop_moves = [&](std::uint64_t by) {
    const std::uint64_t probe = count(0);
    await("the loop", [&] { return count(0) >= probe + by; });
  };
  ASSERT_NO_FATAL_FAILURE(loop_moves(50));  // by now a note is to be written
  const std::uint64_t keeper = count(1);
  ASSERT_NO_FATAL_FAILURE(loop_moves(50));
  EXPECT_EQ(count(1), keeper);
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  ASSERT_NO_FATAL_FAILURE(both_move());
}

TEST_F(HubTest, LooksAtItselfEachSecondUntilItIsStopped) {
  const auto hub = start();
  ASSERT_NE(hub, nullptr) << error_;
  const Fd signals(::eventfd(0, EFD_CLOEXEC));
  int looks = 0;
  EXPECT_TRUE(hub->run_until(signals.get(), [&] {
    const std::uint64_t one = 1;
    if (++looks == 2) {
      ASSERT_EQ(::write(signals.get(), &one, sizeof one), 8);
    }
  }));
  EXPECT_EQ(looks, 2);
}

}  // namespace
}  // namespace saksi::app::test
