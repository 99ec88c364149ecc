// SPDX-License-Identifier: Apache-2.0
//
// Against Debian's Alertmanager, from the outbox on: what people are really told.
#include <fstream>

#include "parts.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace saksi::alert::test {
namespace {

class RealAlertmanager : public WorkerTest {
 protected:
  void SetUp() override {
    SAKSI_NEEDS_PROGRAM("prometheus-alertmanager");
    std::ofstream(folder / "am.yml")
        << "route: {receiver: pager, group_by: [site], group_wait: 100ms, group_interval: 1s, "
           "repeat_interval: 4h}\nreceivers: [{name: pager, webhook_configs: [{url: \""
        << pager.url() << "\"}]}]\n";
    const std::uint16_t port = saksi::test::free_port();
    alertmanager = saksi::test::Process(
        {"prometheus-alertmanager", "--config.file=" + (folder / "am.yml"),
         "--storage.path=" + (folder / "data"),
         "--web.listen-address=127.0.0.1:" + std::to_string(port), "--cluster.listen-address="},
        folder / "log");
    settings = settings_with({"http://127.0.0.1:" + std::to_string(port)}, "");
    settings.alerts.resend = 100ms;
    open();
  }

  // As a daemon's start does; the second time on what the first left.
  void open() {
    writer.reset();
    worker.reset();
    writer = *store::Writer::open(folder / "store", {"live"}, {});
    worker = start(settings);
  }

  void say(const std::string& number, const std::string& event) {
    store::Change change = change_of(event);
    change.incident.number = number;
    change.incident.outage.bounds.start_lo = change.incident.outage.bounds.start_hi =
        clock.wall() - 1min;
    if (event == "closed") change.incident.outage.bounds.end_hi = clock.wall();
    ASSERT_TRUE(
        writer->commit({}, compose(settings, clock, {change}, clock.wall(), false), clock.wall()));
  }

  // Delivers what is due until `count` more messages have arrived at Alertmanager.
  void deliver(std::size_t count) {
    const Instant deadline = clock.wall() + 30s;
    for (std::size_t done = 0; done < count;) {
      ASSERT_LT(clock.wall(), deadline);
      const auto due = *writer->due(clock.wall(), 100);
      if (due.empty()) continue;
      worker->deliver(due);
      seen_ += due.size();
      const auto all = reports.wait_for(seen_);
      const std::vector<store::DeliveryReport> now(
          all.end() - static_cast<std::ptrdiff_t>(due.size()), all.end());
      for (const auto& report : now) done += report.outcome == store::Delivery::delivered ? 1 : 0;
      ASSERT_TRUE(writer->report(now, clock.wall()));
    }
  }

  std::vector<std::string> told(std::size_t count) {
    std::vector<std::string> statuses;
    for (const auto& request : pager.requests.wait_for(count))
      statuses.push_back((*parse_json(request.body))["status"]);
    return statuses;
  }

  using Told = std::vector<std::string>;
  const saksi::test::TempDir folder;
  Receiver pager{{200}};
  saksi::test::Process alertmanager;
  Settings settings;
  std::unique_ptr<store::Writer> writer;
  std::unique_ptr<Worker> worker;

 private:
  std::size_t seen_ = 0;
};

TEST_F(RealAlertmanager, NotifiesOnceHoweverOftenItIsTold) {
  say("K-1", "opened");
  deliver(3);
  EXPECT_EQ(told(1), Told{"firing"});
  deliver(30);  // three times its group interval
  open();       // and a restart says it again
  deliver(10);
  say("K-1", "closed");
  deliver(20);

  EXPECT_EQ(told(2), (Told{"firing", "resolved"}));
}

// The repeats of a resolved alert would resolve the next one, which has the same labels.
TEST_F(RealAlertmanager, KeepsANewIncidentFiringAfterAnotherHasClosed) {
  say("K-1", "opened");
  deliver(1);
  told(1);
  say("K-1", "closed");
  deliver(3);
  told(2);
  say("K-2", "opened");
  deliver(1);
  told(3);
  deliver(30);

  EXPECT_EQ(told(3), (Told{"firing", "resolved", "firing"}));
}

TEST_F(RealAlertmanager, IsToldAtTheNextStartThatTheStoreWorks) {
  deliver(0);
  say("K-1", "opened");
  deliver(1);  // it is up
  told(1);
  worker->store_failed("disk full", clock.wall());
  EXPECT_EQ(told(2)[1], "firing");

  open();

  EXPECT_EQ(told(3)[2], "resolved");
}

}  // namespace
}  // namespace saksi::alert::test
