// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <latch>
#include <memory>
#include <string>

#include "base/timestamp.hpp"
#include "support/raw_client.hpp"
#include "support/temp_dir.hpp"
#include "web/site.hpp"

namespace saksi::web::test {

inline Instant at(const char* utc) { return parse_utc(utc).value(); }

// A clock that stands still until it is told, and that the servers' threads may read meanwhile.
class SharedClock final : public Clock {
 public:
  explicit SharedClock(Instant start) : wall_(start.time_since_epoch().count()) {}
  void step_wall(Duration by) { wall_ += by.count(); }
  void advance(Duration by) {
    wall_ += by.count();
    steady_ += by.count();
  }
  [[nodiscard]] Instant wall() const override { return Instant(Duration(wall_)); }
  [[nodiscard]] Duration steady() const override { return Duration(steady_); }

 private:
  std::atomic<std::int64_t> wall_;
  std::atomic<std::int64_t> steady_ = 0;
};

// One agency, three vantages, 07.35 WIB of a working day; a real store and both real listeners.
class ASite : public testing::Test {
 protected:
  ASite() {
    auto settings = std::make_shared<Settings>();
    settings->backends = {{.id = {"absen"}, .name = "Absen Maju"}};
    settings->calendars = {{.id = {"kantor"}, .zone = "Asia/Jakarta"}};
    settings->journeys = {
        {.id = {"masuk"}, .late = std::chrono::seconds(10), .timeout = std::chrono::seconds(20)}};
    settings->targets = {{.id = {"disdik"},
                          .agency = "Dinas Pendidikan",
                          .short_name = "DISDIK",
                          .backend = {"absen"},
                          .url = "https://disdik.absen-maju.example",
                          .journey = {"masuk"},
                          .calendar = {"kantor"}}};
    settings->vantages = {{.id = {"pusat"}, .owner = "kominfo", .group = "isp-a"},
                          {.id = {"barat"}, .owner = "kominfo", .group = "isp-b"},
                          {.id = {"timur"}, .owner = "kominfo", .group = "isp-c"}};
    settings->web.title = "Presensi Kabupaten Contoh";
    settings->web.operated_by = "Dinas Kominfo";
    settings->web.pages.port = 0;
    settings->web.operations.port = 0;
    settings_ = settings;
  }

  // Call once, when settings_, board_ and the store are as the test wants them.
  void start() {
    board_holder_.publish(std::make_shared<const Board>(board_));
    Site site;
    site.context.settings = settings_;
    site.context.clock = &clock_;
    site.context.board = &board_holder_;
    site.context.store_directory = folder_.path();
    site.context.plans = plans_;
    site.context.issue = issue_;
    site.context.token_holds = token_holds_;
    site.context.acknowledge = acknowledge_;
    site.started = clock_.wall();
    site.open_reader = [this]() -> Result<std::unique_ptr<store::Reader>> {
      ++times_opened_;
      if (gate_) gate_->wait();
      if (!store_trouble_.empty()) return fail(store_trouble_);
      return store::Reader::open(folder_.path());
    };
    auto started = web::start(std::move(site));
    if (!started) {
      ADD_FAILURE() << started.error().message;
      std::abort();
    }
    web_ = std::move(*started);
  }

  std::unique_ptr<store::Writer> writer() {
    auto opened = store::Writer::open(folder_.path(), {}, {{"pusat"}, {"barat"}, {"timur"}});
    if (!opened) {
      ADD_FAILURE() << opened.error().message;
      std::abort();
    }
    return std::move(*opened);
  }

  static std::string ask(std::uint16_t port, const std::string& method, const std::string& target,
                         const std::string& more = "") {
    saksi::test::RawClient client(port);
    client.send(method + ' ' + target + " HTTP/1.1\r\nHost: saksi\r\nConnection: close\r\n" + more +
                "\r\n");
    return client.rest();
  }
  std::string get(const std::string& target, const std::string& more = "") {
    return ask(web_->pages_port(), "GET", target, more);
  }
  std::string operations(const std::string& target) {
    return ask(web_->operations_port(), "GET", target);
  }

  static int status(const std::string& answer) {
    return answer.size() > 12 ? std::atoi(answer.c_str() + 9) : 0;
  }
  static std::string body(const std::string& answer) {
    const std::size_t head = answer.find("\r\n\r\n");
    return head == std::string::npos ? std::string() : answer.substr(head + 4);
  }
  static bool has(const std::string& answer, const std::string& part) {
    return answer.find(part) != std::string::npos;
  }

  static Sample sample(const char* vantage, Instant end, Class cls) {
    Sample sample;
    sample.vantage = {vantage};
    sample.target = {"disdik"};
    sample.backend = {"absen"};
    sample.journey = {"masuk"};
    sample.slot = sample.planned = sample.start = end - std::chrono::seconds(2);
    sample.end = end;
    sample.interval = std::chrono::seconds(30);
    sample.cls = cls;
    StepFinding step;
    step.id = "buka";
    step.cls = cls;
    step.http_status = 200;
    step.phases.wait = std::chrono::milliseconds(1500);
    step.total = std::chrono::seconds(2);
    sample.steps = {step};
    if (!worked(cls)) {
      sample.step = "buka";
      sample.rule = "tidak ada jawaban";
    }
    return sample;
  }

  saksi::test::TempDir folder_;
  SharedClock clock_{at("2023-01-02T00:35:00Z")};
  std::shared_ptr<Settings> settings_;
  Board board_;
  BoardHolder board_holder_;
  std::string store_trouble_;
  std::function<bool(const std::string&, std::string_view)> token_holds_;
  std::function<Result<AckOutcome>(const Acknowledgement&)> acknowledge_;
  std::vector<Plan> plans_;
  std::atomic<int> times_opened_ = 0;
  std::latch* gate_ = nullptr;  // whoever opens the store waits for it
  decltype(Context::issue) issue_;
  std::unique_ptr<Web> web_;
};

}  // namespace saksi::web::test
