// SPDX-License-Identifier: Apache-2.0
#include "cli/demo_play.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <mutex>
#include <set>

#include "app/translate.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "cli/child.hpp"
#include "cli/demo_config.hpp"
#include "net/http_server.hpp"
#include "settings/read.hpp"

namespace saksi::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 250ms;        // of the outside world, between looks at the store
constexpr Duration kLastRuns = 30s;  // after the morning, until every run has ended by its time-out

// Counts what Alertmanager and the webhook channel send; the demo's pager.
class Pager {
 public:
  Result<void> open() {
    SAKSI_TRY_ASSIGN(server_, net::HttpServer::start(
                                  {}, [this](net::ServerRequest request, net::Responder answer) {
                                    note(request);
                                    answer.send({});
                                  }));
    return {};
  }
  [[nodiscard]] std::string url(const std::string& path) const {
    return fmt::format("http://127.0.0.1:{}{}", server_->port(), path);
  }
  std::map<std::string, unsigned> counts() {
    const std::lock_guard lock(mutex_);
    return counts_;
  }
  std::vector<std::string> take_news() {
    const std::lock_guard lock(mutex_);
    return std::exchange(news_, {});
  }

 private:
  void note(const net::ServerRequest& request) {
    const auto json = parse_json(request.body);
    const std::lock_guard lock(mutex_);
    if (request.path == "/alertmanager" && json && json->is_object()) {
      const std::string status = json->value("status", "?");
      ++counts_["alertmanager " + status];
      std::string what;
      if (json->contains("alerts") && (*json)["alerts"].is_array())
        for (const Json& alert : (*json)["alerts"])
          if (alert.is_object() && alert.contains("annotations"))
            what +=
                (what.empty() ? "" : "; ") + alert["annotations"].value("summary", std::string());
      news_.push_back(fmt::format("Alertmanager pages ({}): {}", status, what));
    } else {
      ++counts_["webhook"];
    }
  }
  std::mutex mutex_;
  std::map<std::string, unsigned> counts_;
  std::vector<std::string> news_;
  std::unique_ptr<net::HttpServer> server_;
};

std::string join_words(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " + "));
}

class Morning final : public DemoPlay {
 public:
  explicit Morning(DemoPlan plan) : plan_(std::move(plan)) {}

  Result<void> open() {
    const demo::Day& day = plan_.day;
    SAKSI_TRY_ASSIGN(zone_, Zone::find(day.zone));
    clock_ = std::make_unique<ScaledClock>(zone_->instant(day.date, day.from), SystemClock().wall(),
                                           plan_.speed);
    SAKSI_TRY_ASSIGN(web_,
                     demo::AttendanceWeb::start({day, plan_.seed, plan_.directory, clock_.get()}));
    SAKSI_TRY(pager_.open());
    places_.directory = plan_.directory + "/state";
    places_.pages = port_for_pages();
    places_.operations = free_port();
    places_.webhook = pager_.url("/webhook");
    if (!plan_.telegram_api.empty()) {
      places_.telegram_api = plan_.telegram_api;
      places_.telegram_token = plan_.directory + "/telegram-token";
      SAKSI_TRY(write_atomically(places_.telegram_token, "1:DEMO\n", 0600));
    }
    SAKSI_TRY(start_companions());
    config_ = plan_.directory + "/saksi.yaml";
    SAKSI_TRY(write_atomically(config_, demo_yaml(day, *web_, places_)));
    auto reading = settings::read_file(config_);
    if (!reading) return fail(fmt::format("{}", fmt::join(reading.error().lines, "\n")));
    settings_ = std::move(*reading);
    return start_hub(clock_->text(), false);
  }

  Result<DemoResult> run(int signal_fd) override {
    const demo::Day& day = plan_.day;
    const Instant end = zone_->instant(day.date, day.to) + kLastRuns;
    Instant kill = plan_.kill ? zone_->instant(day.date, *plan_.kill) : Instant::max();
    introduce();
    DemoResult result;
    while (clock_->wall() < end) {
      pollfd watched{signal_fd, POLLIN, 0};
      if (::poll(&watched, 1, static_cast<int>(kLook.count())) > 0) {
        result.interrupted = true;
        return result;
      }
      if (clock_->wall() >= kill) {
        kill = Instant::max();
        event("the hub is killed (SIGKILL) and started again");
        hub_.signal(SIGKILL);
        hub_.wait();
        SAKSI_TRY(start_hub(clock_->text(), false));
      }
      if (!hub_.running())
        return fail("the hub ended by itself; " + plan_.directory + "/hub.log says why");
      look();
    }
    hub_.signal(SIGTERM);
    const int status = hub_.wait();
    if (status != 0)
      return fail(
          fmt::format("the hub ended with {}; {}/hub.log says why", status, plan_.directory));
    clear_line();
    SAKSI_TRY(gather(result));
    return result;
  }

  void summarise(const DemoResult& result, const std::vector<std::string>& wrong) override {
    const Evidence& evidence = result.evidence;
    fmt::print("\nWhat the web wrote down of itself (under 5 % of its requests served):\n");
    for (const demo::TruthOutage& outage : evidence.truth)
      fmt::print("  from {} to {}\n", local(outage.from), local(outage.to));
    if (evidence.truth.empty()) fmt::print("  nothing\n");
    fmt::print("What Saksi concluded from outside:\n");
    for (const Incident& incident : evidence.incidents) {
      const Bounds& b = incident.outage.bounds;
      fmt::print("  {}  began {} to {}, ended {}; {} at \"{}\"\n", incident.number,
                 local(b.start_lo), local(b.start_hi),
                 b.end_lo && b.end_hi ? local(*b.end_lo) + " to " + local(*b.end_hi)
                                      : std::string("not seen"),
                 code(incident.outage.cause), incident.outage.step);
    }
    if (evidence.incidents.empty()) fmt::print("  no incident\n");
    fmt::print("Ledger: {} slots planned, {} samples, {} named gaps: {}\n", evidence.ledger.planned,
               evidence.ledger.samples, evidence.ledger.gaps,
               evidence.ledger.closed() ? "closed" : "NOT closed");
    fmt::print("Store: {} signed records in {} chains: {}\n", evidence.verification.records,
               evidence.verification.chains,
               evidence.verification.sound() ? "all hold" : "they do NOT hold");
    for (const auto& [what, count] : result.notifications) fmt::print("Sent: {} {}\n", count, what);
    for (const std::string& sentence : wrong) fmt::print("WRONG: {}\n", sentence);
    fmt::print("{}\n", wrong.empty() ? "Everything agrees." : "This morning was NOT told rightly.");
    std::fflush(stdout);
  }

  // The hub once more, with its clock standing at the end of the morning and nothing to probe.
  void stay(int signal_fd) override {
    const Instant end = zone_->instant(plan_.day.date, plan_.day.to);
    if (auto again = start_hub(utc_text(end), true); !again) {
      fmt::print(stderr, "saksi: {}\n", again.error().message);
      return;
    }
    fmt::print("\nThe clock stands at {}. State: {}. End with Ctrl-C.\n", local(end),
               plan_.directory);
    if (!prometheus_url_.empty()) fmt::print("Prometheus: {}\n", prometheus_url_);
    fmt::print("Open http://127.0.0.1:{}/\n", places_.pages);
    std::fflush(stdout);
    pollfd watched{signal_fd, POLLIN, 0};
    while (::poll(&watched, 1, 1000) == 0 && hub_.running()) {
    }
  }

 private:
  [[nodiscard]] std::string name() const { return fmt::format("{}:{}", plan_.day.id, plan_.seed); }
  [[nodiscard]] std::string local(Instant at) const {
    const LocalTime time = zone_->local(at);
    return clock_text(std::chrono::floor<std::chrono::seconds>(time.of_day)) + " " + time.letters;
  }

  // The wanted port, so that the last line of a first demo is what the README says; else any.
  [[nodiscard]] std::uint16_t port_for_pages() const {
    net::ServerOptions options;
    options.port = plan_.wanted_port;
    if (plan_.wanted_port != 0 && net::HttpServer::start(options, [](auto, auto) {}))
      return plan_.wanted_port;
    return free_port();
  }

  Result<void> start_hub(const std::string& clock, bool pages_only) {
    std::vector<std::string> command{"/proc/self/exe", "serve", "--config", config_,
                                     "--clock",        clock,   "--demo",   name()};
    if (pages_only) command.emplace_back("--pages-only");
    SAKSI_TRY_ASSIGN(hub_, Child::start(command, plan_.directory + "/hub.log"));
    return {};
  }

  Result<void> start_companions() {
    if (const std::string program = find_program("prometheus-alertmanager"); !program.empty()) {
      const std::uint16_t port = free_port();
      SAKSI_TRY(write_atomically(plan_.directory + "/alertmanager.yml",
                                 fmt::format(R"(route:
  receiver: pager
  group_by: [alertname, site, journey]
  group_wait: 1s
  group_interval: 2s
  repeat_interval: 4h
receivers:
  - name: pager
    webhook_configs: [{{url: "{}"}}]
)",
                                             pager_.url("/alertmanager"))));
      SAKSI_TRY_ASSIGN(
          alertmanager_,
          Child::start(
              {program, "--config.file=" + plan_.directory + "/alertmanager.yml",
               "--storage.path=" + plan_.directory + "/alertmanager",
               fmt::format("--web.listen-address=127.0.0.1:{}", port), "--cluster.listen-address="},
              plan_.directory + "/alertmanager.log"));
      places_.alertmanagers.push_back(fmt::format("http://127.0.0.1:{}", port));
      companions_.emplace_back("Alertmanager");
    }
    if (const std::string program = find_program("prometheus"); !program.empty()) {
      const std::uint16_t port = free_port();
      prometheus_url_ = fmt::format("http://127.0.0.1:{}", port);
      SAKSI_TRY(write_atomically(plan_.directory + "/prometheus.yml",
                                 fmt::format(R"(global: {{scrape_interval: 1s}}
scrape_configs:
  - job_name: saksi
    static_configs: [{{targets: ["127.0.0.1:{}"]}}]
)",
                                             places_.operations)));
      SAKSI_TRY_ASSIGN(
          prometheus_,
          Child::start({program, "--config.file=" + plan_.directory + "/prometheus.yml",
                        "--storage.tsdb.path=" + plan_.directory + "/prometheus",
                        fmt::format("--web.listen-address=127.0.0.1:{}", port)},
                       plan_.directory + "/prometheus.log"));
      companions_.emplace_back("Prometheus");
    }
    return {};
  }

  void introduce() const {
    if (plan_.quiet) return;
    const demo::Day& day = plan_.day;
    fmt::print(
        "{}\n{} staff of {} agencies, {} workers, {} database connections; three vantages; {} "
        "times as fast.\n",
        day.summary, day.staff, day.agencies.size(), day.workers, day.database_pool, plan_.speed);
    if (!companions_.empty()) fmt::print("With {} alongside.\n", join_words(companions_));
    fmt::print("Pages: http://127.0.0.1:{}/ (log: {}/hub.log)\n\n", places_.pages, plan_.directory);
    std::fflush(stdout);
  }

  void event(const std::string& text) {
    if (plan_.quiet) return;
    clear_line();
    fmt::print("{}  {}\n", local(clock_->wall()), text);
    std::fflush(stdout);
  }
  void clear_line() const {
    if (!plan_.quiet && ::isatty(STDOUT_FILENO) != 0) fmt::print("\r\033[K");
  }

  // News first, then where things stand: a moving line on a terminal, one in five minutes
  // elsewhere.
  void look() {
    if (plan_.quiet) return;
    for (const std::string& news : pager_.take_news()) event(news);
    if (!reader_) {
      if (auto opened = store::Reader::open(places_.directory)) reader_ = std::move(*opened);
    }
    if (reader_) {
      if (const auto incidents = reader_->incidents({std::nullopt, std::nullopt, {}, "", 0})) {
        for (auto it = incidents->rbegin(); it != incidents->rend(); ++it) tell(*it);
      }
    }
    const Instant now = clock_->wall();
    const demo::AttendanceWeb::Load load = web_->load();
    const bool terminal = ::isatty(STDOUT_FILENO) != 0;
    if (!terminal && now < next_line_) return;
    next_line_ = std::chrono::floor<std::chrono::minutes>(now) + 5min;
    fmt::print("{}{}  web: {} ({} of {} workers busy, {} waiting), {} of {} people checked in{}",
               terminal ? "\r\033[K" : "", local(now), load.mood, load.busy, plan_.day.workers,
               load.waiting, load.checked_in, plan_.day.staff, terminal ? "" : "\n");
    std::fflush(stdout);
  }

  void tell(const Incident& incident) {
    const bool ended = incident.outage.closed.has_value();
    if (!told_.insert({incident.number, ended}).second) return;
    if (ended) {
      event(fmt::format("{} ends: at least {}", incident.number,
                        duration_text(std::chrono::floor<std::chrono::seconds>(
                            incident.outage.bounds.at_least()))));
    } else {
      event(fmt::format("{} opens: {} at step \"{}\", seen from {}", incident.number,
                        about(incident.outage.cause).english, incident.outage.step,
                        fmt::join(incident.outage.groups, ", ")));
    }
  }

  Result<void> gather(DemoResult& result) {
    Evidence& evidence = result.evidence;
    SAKSI_TRY_ASSIGN(auto reader, store::Reader::open(places_.directory));
    SAKSI_TRY_ASSIGN(evidence.incidents,
                     reader->incidents({std::nullopt, std::nullopt, {}, "", 0}));
    SAKSI_TRY_ASSIGN(const auto samples,
                     reader->samples({std::nullopt, std::nullopt, {}, {}, false, 0}));
    evidence.replayed = judge::judge_all(app::policy_of(settings_, {}), samples);
    SAKSI_TRY_ASSIGN(evidence.ledger,
                     store::recount(*reader, zone_->instant(plan_.day.date, plan_.day.to)));
    SAKSI_TRY_ASSIGN(evidence.verification, store::verify(*reader, places_.directory));
    evidence.truth = demo::hard_outages(web_->truth());
    // Where a switch is the reason, it knows its own time better than any count.
    const Instant midnight = zone_->instant(plan_.day.date, TimeOfDay{0});
    for (const demo::TruthOutage& one : demo::switched_outages(plan_.day, midnight)) {
      std::erase_if(evidence.truth, [&](const demo::TruthOutage& counted) {
        return counted.from < one.to && counted.to > one.from;
      });
      evidence.truth.push_back(one);
    }
    for (const Target& target : settings_.targets) evidence.targets.push_back(target.id);
    evidence.outage_expected = plan_.day.outage_expected;

    result.incident_groups = static_cast<unsigned>(standing(evidence.incidents).size());
    result.notifications = pager_.counts();
    result.firing_notifications = result.notifications["alertmanager firing"];
    const auto told = wrongs(evidence);
    result.replay_same = std::none_of(told.begin(), told.end(), [](const std::string& wrong) {
      return wrong.starts_with("replaying");
    });
    return {};
  }

  DemoPlan plan_;
  std::optional<Zone> zone_;
  std::unique_ptr<ScaledClock> clock_;
  Pager pager_;
  std::unique_ptr<demo::AttendanceWeb> web_;
  DemoPlaces places_;
  std::string config_, prometheus_url_;
  std::vector<std::string> companions_;
  Settings settings_;
  Child alertmanager_, prometheus_, hub_;
  std::unique_ptr<store::Reader> reader_;
  std::set<std::pair<std::string, bool>> told_;
  Instant next_line_{};
};

}  // namespace

Result<std::unique_ptr<DemoPlay>> DemoPlay::start(DemoPlan plan) {
  auto play = std::make_unique<Morning>(std::move(plan));
  SAKSI_TRY(play->open());
  return play;
}

}  // namespace saksi::cli
