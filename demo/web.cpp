// SPDX-License-Identifier: Apache-2.0
//
// The thin shell around the morning: sockets, a clock and a lock. Threads: "crowd" moves the
// morning forward in step with the clock, "absen-maju" serves HTTPS, "kontrol" (three) the neutral
// hosts, "dns" the names. The morning and the application belong to whoever holds the mutex;
// answers are sent after it is released.
#include <fmt/chrono.h>
#include <openssl/rand.h>
#include <pthread.h>

#include <array>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "demo/application.hpp"
#include "demo/certificates.hpp"
#include "demo/demo.hpp"
#include "demo/dns.hpp"
#include "demo/morning.hpp"
#include "demo/pages.hpp"
#include "net/http_server.hpp"

namespace saksi::demo {
namespace {

using namespace std::chrono_literals;
using net::Responder;
using net::ServerRequest;
using net::ServerResponse;

constexpr std::string_view kZone = "absen-maju.example";
constexpr std::array<std::string_view, 3> kControls{"kontrol-a.example", "kontrol-b.example",
                                                    "kontrol-c.example"};
constexpr std::array<std::string_view, 3> kControlAddresses{"127.0.0.2", "127.0.0.3", "127.0.0.4"};
constexpr Duration kProbePatience = 1h;  // sockets wait for whatever the queue says
// Bins that are kept in memory: more than two days of them.
constexpr std::size_t kMostBins = 20'000;

// Never less than this (outside time) between two looks at the morning: events are dense.
constexpr Duration kShortestNap = 1ms;
constexpr Duration kLongestNap = 100ms;

// RFC 9110 5.6.7, in the demo's own time: a server's clock is something that people read.
std::string http_date(Instant at) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(
                         std::chrono::floor<std::chrono::seconds>(at))));
}

class Web final : public AttendanceWeb {
 public:
  static Result<std::unique_ptr<Web>> start(WebOptions options);
  ~Web() override {
    // Nobody may call into the morning any more when it goes: first the doors, then the crowd.
    servers_.clear();
    name_server_.reset();
    crowd_.request_stop();
    changed_.notify_all();
    if (crowd_.joinable()) crowd_.join();
  }
  Web(const Web&) = delete;
  Web& operator=(const Web&) = delete;

  [[nodiscard]] std::uint16_t https_port() const override { return servers_.front()->port(); }
  [[nodiscard]] std::uint16_t dns_port() const override { return name_server_->port(); }
  [[nodiscard]] std::vector<std::string> control_urls() const override {
    std::vector<std::string> urls;
    for (std::size_t i = 0; i < kControls.size(); ++i)
      urls.push_back(fmt::format("https://{}:{}/", kControls[i], servers_[i + 1]->port()));
    return urls;
  }
  [[nodiscard]] std::string ca_file() const override { return ca_file_; }
  [[nodiscard]] std::string user() const override { return "uji-saksi-01"; }
  [[nodiscard]] std::string password_file() const override { return password_file_; }
  [[nodiscard]] std::vector<TruthBin> truth() const override {
    const std::lock_guard lock(mutex_);
    return {bins_.begin(), bins_.end()};
  }
  [[nodiscard]] Load load() const override {
    const std::lock_guard lock(mutex_);
    return morning_.load();
  }

 private:
  struct Answered {
    Responder to;
    ServerResponse response;
  };
  using Outbox = std::vector<Answered>;

  Web(WebOptions options, Instant midnight, std::string password)
      : options_(std::move(options)),
        midnight_(midnight),
        morning_(options_.day, midnight, options_.seed),
        application_(options_.day, midnight, std::move(password)) {}

  Result<void> open_files();
  Result<void> open_doors(const CertificateAuthority& authority);
  void handle(ServerRequest request, Responder responder);
  void live(const std::stop_token& stop);  // the thread "crowd"
  void catch_up();
  void keep_truth();  // under the mutex
  void send(Outbox outbox) const;
  [[nodiscard]] const IspFault* fault(const std::string& source) const;
  [[nodiscard]] net::Accept at_the_web(const std::string& source) const;
  [[nodiscard]] bool cut_off(const std::string& source) const;
  [[nodiscard]] Instant server_time() const;
  [[nodiscard]] Result<ServerFiles> other_certificate(const CertificateAuthority& authority) const;

  const WebOptions options_;
  const Instant midnight_;
  std::string ca_file_, password_file_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Morning morning_;            // GUARDED_BY(mutex_)
  Application application_;    // GUARDED_BY(mutex_)
  Outbox outbox_;              // GUARDED_BY(mutex_)
  std::deque<TruthBin> bins_;  // GUARDED_BY(mutex_)
  std::ofstream truth_file_;   // GUARDED_BY(mutex_)
  bool truth_failed_ = false;  // GUARDED_BY(mutex_)
  bool asked_ = false;         // GUARDED_BY(mutex_): the next nap would be too long

  std::vector<std::unique_ptr<net::HttpServer>> servers_;  // the web, then the controls
  std::unique_ptr<NameServer> name_server_;
  std::jthread crowd_;
};

// The trouble that the source's ISP has now.
const IspFault* Web::fault(const std::string& source) const {
  const Duration of_day = options_.clock->wall() - midnight_;
  for (const IspFault& fault : options_.day.faults)
    if (fault.source == source && of_day >= fault.from && of_day < fault.to) return &fault;
  return nullptr;
}

// A way that is cut resets; a network that is dead says nothing.
net::Accept Web::at_the_web(const std::string& source) const {
  if (const IspFault* const sick = fault(source))
    return sick->whole_network ? net::Accept::stall : net::Accept::reset;
  const auto on = switch_at(options_.day, options_.clock->wall() - midnight_, source);
  const bool other = on && (on->fault == Fault::expired || on->fault == Fault::wrong_name);
  return other ? net::Accept::other : net::Accept::serve;
}

bool Web::cut_off(const std::string& source) const {
  const IspFault* const sick = fault(source);
  return sick != nullptr && sick->whole_network;
}

// By the clock that the server believes in.
Instant Web::server_time() const {
  const Instant now = options_.clock->wall();
  const auto on = switch_at(options_.day, now - midnight_, "");
  return on && on->fault == Fault::clock_ahead ? now + kClockAhead : now;
}

// The wrong one of the day; of two kinds on one day, the first.
Result<ServerFiles> Web::other_certificate(const CertificateAuthority& authority) const {
  const std::vector<std::string> ours{std::string(kZone), "*." + std::string(kZone)};
  for (const FaultTime& one : options_.day.switches) {
    if (one.fault == Fault::expired) return authority.issue("expired", ours, true);
    if (one.fault == Fault::wrong_name) return authority.issue("other", {"situs-lain.example"});
  }
  return ServerFiles{};
}

void Web::send(Outbox outbox) const {
  for (Answered& answered : outbox) {
    answered.response.headers.emplace_back("Date", http_date(server_time()));
    answered.response.headers.emplace_back("Server", "nginx");
    answered.to.send(std::move(answered.response));
  }
}

void Web::handle(ServerRequest request, Responder responder) {
  // The network may have fallen sick while the connection was open.
  const net::Accept way = at_the_web(request.peer);
  if (way == net::Accept::reset || way == net::Accept::stall) return responder.drop();
  Outbox outbox;
  {
    const std::lock_guard lock(mutex_);
    morning_.advance(options_.clock->wall());
    const auto on = morning_.fault(request.peer);
    if (on && on->fault == Fault::blocked) {
      outbox_.push_back({responder, isp_page()});
    } else if (const auto work = application_.work(request)) {
      const auto kept = std::make_shared<const ServerRequest>(std::move(request));
      std::optional<Fault> fault;
      if (on) fault = on->fault;
      morning_.submit(
          *work, kProbePatience,
          [this, kept, responder, fault](Answer answer) {
            if (answer == Answer::fault && fault == Fault::reset) return responder.drop();
            outbox_.push_back({responder, application_.back(*kept, answer, morning_.now(), fault)});
          },
          kept->peer);
    } else {
      outbox_.push_back({responder, application_.front(request)});
    }
    outbox.swap(outbox_);
    asked_ = true;
  }
  changed_.notify_one();
  send(std::move(outbox));
}

void Web::live(const std::stop_token& stop) {
  ::pthread_setname_np(::pthread_self(), "crowd");
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    morning_.advance(options_.clock->wall());
    keep_truth();
    asked_ = false;
    Outbox outbox;
    outbox.swap(outbox_);
    const auto next = morning_.next();
    const Duration wait =
        next ? options_.clock->outside(*next - options_.clock->wall()) : Duration(kLongestNap);
    lock.unlock();
    send(std::move(outbox));
    std::this_thread::yield();  // the servers' threads want the mutex too
    lock.lock();
    if (stop.stop_requested()) break;
    changed_.wait_for(lock, std::clamp(wait, kShortestNap, kLongestNap),
                      [&] { return asked_ || stop.stop_requested(); });
  }
}

void Web::catch_up() {
  const std::lock_guard lock(mutex_);
  morning_.advance(options_.clock->wall());
  keep_truth();
}

void Web::keep_truth() {
  for (TruthBin& bin : morning_.take_final()) {
    truth_file_ << Truth::csv_line(bin);
    if (bins_.size() >= kMostBins) bins_.pop_front();
    bins_.push_back(std::move(bin));
  }
  truth_file_.flush();
  if (!truth_file_ && !truth_failed_) {
    truth_failed_ = true;
    log::error("{}/truth.csv: writing failed; the truth of this run is kept in memory only",
               options_.directory);
  }
}

Result<void> Web::open_files() {
  truth_file_.open(options_.directory + "/truth.csv", std::ios::trunc);
  truth_file_ << Truth::csv_head() << std::flush;
  if (!truth_file_)
    return fail(options_.directory + "/truth.csv: cannot be written; is the folder ours?");
  return {};
}

Result<void> Web::open_doors(const CertificateAuthority& authority) {
  SAKSI_TRY_ASSIGN(const ServerFiles web,
                   authority.issue("web", {std::string(kZone), "*." + std::string(kZone)}));
  SAKSI_TRY_ASSIGN(const ServerFiles controls,
                   authority.issue("kontrol", {kControls.begin(), kControls.end()}));
  ca_file_ = authority.ca_file();

  Names names;
  names.zones.emplace_back(kZone);
  names.addresses[std::string(kZone)] = names.addresses["*." + std::string(kZone)] = "127.0.0.1";

  net::ServerOptions server;
  server.certificate_file = web.certificate_file;
  server.key_file = web.key_file;
  SAKSI_TRY_ASSIGN(const ServerFiles other, other_certificate(authority));
  server.other_certificate_file = other.certificate_file;
  server.other_key_file = other.key_file;
  server.body_limit = 2u << 20;
  server.thread_name = "absen-maju";
  server.on_accept = [this](const std::string& peer) { return at_the_web(peer); };
  SAKSI_TRY_ASSIGN(
      auto door, net::HttpServer::start(server, [this](ServerRequest request, Responder responder) {
        handle(std::move(request), std::move(responder));
      }));
  servers_.push_back(std::move(door));

  server.other_certificate_file.clear();
  server.other_key_file.clear();
  server.certificate_file = controls.certificate_file;
  server.key_file = controls.key_file;
  server.body_limit = 1u << 10;
  server.thread_name = "kontrol";
  server.on_accept = [this](const std::string& peer) {
    return cut_off(peer) ? net::Accept::stall : net::Accept::serve;
  };
  for (std::size_t i = 0; i < kControls.size(); ++i) {
    names.zones.emplace_back(kControls[i]);
    names.addresses[std::string(kControls[i])] = server.address = kControlAddresses[i];
    SAKSI_TRY_ASSIGN(
        auto neutral, net::HttpServer::start(server, [this](const ServerRequest& request,
                                                            const Responder& responder) {
          if (cut_off(request.peer)) return responder.drop();
          ServerResponse response;
          response.status = request.method == "GET" || request.method == "HEAD" ? 204 : 405;
          response.content_type.clear();
          response.headers.emplace_back("Date", http_date(options_.clock->wall()));
          responder.send(std::move(response));
        }));
    servers_.push_back(std::move(neutral));
  }
  SAKSI_TRY_ASSIGN(name_server_,
                   NameServer::start(std::move(names),
                                     [this](const std::string& peer) { return cut_off(peer); }));
  return {};
}

Result<std::unique_ptr<Web>> Web::start(WebOptions options) {
  if (options.clock == nullptr || options.day.workers == 0 || options.day.agencies.empty())
    return fail("the attendance web needs a clock, at least one worker and one agency",
                ErrorKind::usage);
  SAKSI_TRY_ASSIGN(const Zone zone, Zone::find(options.day.zone));
  SAKSI_TRY(make_folder(options.directory));
  SAKSI_TRY_ASSIGN(const CertificateAuthority authority,
                   CertificateAuthority::create(options.directory));

  std::array<std::uint8_t, 16> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1)
    return fail("the machine gave no random bytes for the test accounts' password");
  const std::string password = hex(random);
  const std::string password_file = options.directory + "/password.txt";
  SAKSI_TRY(write_atomically(password_file, password + "\n", 0600));

  const Instant midnight = zone.instant(options.day.date, TimeOfDay(0));
  std::unique_ptr<Web> web(new Web(std::move(options), midnight, password));
  web->password_file_ = password_file;
  SAKSI_TRY(web->open_files());
  web->catch_up();  // whoever comes first finds the day as it is at this hour
  SAKSI_TRY(web->open_doors(authority));
  web->crowd_ = std::jthread([raw = web.get()](const std::stop_token& stop) { raw->live(stop); });
  return web;
}

}  // namespace

Result<std::unique_ptr<AttendanceWeb>> AttendanceWeb::start(WebOptions options) {
  SAKSI_TRY_ASSIGN(std::unique_ptr<AttendanceWeb> web, Web::start(std::move(options)));
  return web;
}

}  // namespace saksi::demo
