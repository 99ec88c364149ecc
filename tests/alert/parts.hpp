// SPDX-License-Identifier: Apache-2.0
//
// What the tests of alerts share: one target, the changes of one incident, receivers on loopback.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>

#include "alert/alert.hpp"
#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "support/fake_clock.hpp"

namespace saksi::alert::test {

using namespace std::chrono_literals;
using saksi::test::FakeClock;

inline Instant utc(const char* text) { return *parse_utc(text); }

inline Settings settings_with(const std::vector<std::string>& alertmanagers,
                              const std::string& webhook) {
  Settings settings;
  settings.backends.emplace_back().id = {"web"};
  settings.calendars.emplace_back().id = {"pemda"};
  settings.targets.push_back({{"disdik"},
                              "Dinas Pendidikan",
                              "DISDIK",
                              {"web"},
                              "https://disdik.example",
                              {"masuk"},
                              {"pemda"}});
  settings.alerts.alertmanagers = alertmanagers;
  if (!webhook.empty()) settings.alerts.webhooks = {{"it", webhook}};
  settings.web.public_url = "https://saksi.example";
  return settings;
}

inline store::Change change_of(const std::string& event) {
  Incident incident;
  incident.number = "K-20230102-DISDIK-1";
  incident.revision = event == "opened" ? 1 : 3;
  Outage& outage = incident.outage;
  outage.target = {"disdik"};
  outage.backend = {"web"};
  outage.journey = {"masuk"};
  outage.opened = utc("2023-01-02T00:34:30Z");
  outage.bounds = {utc("2023-01-02T00:34:00Z"), utc("2023-01-02T00:34:20Z"), {}, {}};
  outage.cause = Class::http_resource_limit;
  outage.step = "login";
  outage.groups = {"telkom", "xl"};
  if (event == "closed") {
    outage.closed = utc("2023-01-02T00:54:00Z");
    outage.bounds.end_lo = utc("2023-01-02T00:50:00Z");
    outage.bounds.end_hi = utc("2023-01-02T00:50:20Z");
  }
  return {incident, event, event == "opened"};
}

// Waits for what another thread will bring; fails the test rather than hang.
template <class T>
class Inbox {
 public:
  void put(T value) {
    const std::lock_guard lock(mutex_);
    values_.push_back(std::move(value));
    came_.notify_all();
  }
  std::vector<T> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(came_.wait_for(lock, 20s, [&] { return values_.size() >= count; }));
    return values_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<T> values_;
};

struct Receiver {
  explicit Receiver(std::vector<int> answers) : answers_(std::move(answers)) {
    server =
        *net::HttpServer::start({}, [this](net::ServerRequest request, net::Responder responder) {
          // What each start says to an Alertmanager is kept apart from what the tests send.
          const bool greeting = request.header("x-saksi-event-id") == "store_works";
          const int status = greeting ? 200 : answers_[std::min(seen_++, answers_.size() - 1)];
          (greeting ? greetings : requests).put(request);
          if (status != 0) {
            net::ServerResponse answer;
            answer.status = status;
            answer.headers = headers;
            responder.send(answer);
          } else {
            held_.push_back(responder);
          }
        });
  }
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server->port());
  }
  Inbox<net::ServerRequest> requests, greetings;
  std::vector<std::pair<std::string, std::string>> headers;  // of every answer
  std::vector<int> answers_;                                 // 0: never answers
  std::size_t seen_ = 0;
  std::vector<net::Responder> held_;
  std::unique_ptr<net::HttpServer> server;
};

inline store::Pending pending(std::int64_t id, const std::string& channel,
                              const std::string& payload) {
  store::Pending message;
  message.id = id;
  message.event_id = "event/" + std::to_string(id);
  message.channel = channel;
  message.payload = payload;
  message.subject = "disdik/masuk";
  return message;
}

class WorkerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { net::initialise(); }
  SystemClock clock;
  Inbox<store::DeliveryReport> reports;
  std::unique_ptr<Worker> start(const Settings& settings) {
    return *Worker::start(settings, clock,
                          [this](store::DeliveryReport report) { reports.put(report); });
  }
};

}  // namespace saksi::alert::test
