// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <deque>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "alert/alert.hpp"
#include "alert/channels.hpp"
#include "alert/letter.hpp"
#include "alert/retry.hpp"
#include "alert/store_failed.hpp"
#include "base/digest.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/secret.hpp"
#include "base/timestamp.hpp"
#include "net/http_client.hpp"

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

// To one channel; beyond, a message stays due in the store and comes again. A receiver that hangs
// takes none of another's.
constexpr std::ptrdiff_t kAtOnce = 8;
constexpr std::size_t kMostRemembered = 1000;  // messages, the newest
// What people are sent within ten minutes, and then no more: the rest waits in the outbox, where an
// end takes the place of its beginning. A telephone that never stops is switched off.
constexpr std::size_t kMostToPeople = 20;
constexpr Duration kPeoplesWindow = 10min;

class LoopWorker final : public Worker {
 public:
  LoopWorker(const Settings& settings, const Clock& clock,
             std::function<void(store::DeliveryReport)> report, WorkerOptions options)
      : alerts_(settings.alerts),
        clock_(clock),
        report_(std::move(report)),
        demo_(options.demo),
        greets_(options.greets) {
    for (const Channel& channel : channels_of(alerts_)) channels_[channel.id] = channel;
    for (const Target& target : settings.targets)
      subjects_.insert(subject_of(target.id, target.journey));
  }

  ~LoopWorker() override {
    if (!thread_.joinable()) return;
    loop_->post([this] {
      under_way_.clear();
      loop_->stop();
    });
    thread_.join();
  }

  Result<void> open() {
    for (auto& [id, channel] : channels_) {
      if (!channel.password_file.empty()) {
        auto password = Secret::read(channel.password_file);
        if (!password) return fail(id + ": " + password.error().message, ErrorKind::usage);
        channel.server.password = std::move(*password);
      }
      if (channel.kind == ChannelKind::smtp && !mailer_) mailer_ = net::Mailer::start();
      if (channel.token_file.empty()) continue;
      auto token = Secret::read(channel.token_file);
      if (!token) return fail(id + ": token file " + token.error().message, ErrorKind::usage);
      tokens_[id] = std::move(*token);
    }
    SAKSI_TRY_ASSIGN(loop_, net::Loop::create(clock_));
    SAKSI_TRY_ASSIGN(resolver_, net::Resolver::create(*loop_, {}, ""));
    thread_ = std::thread([this] {
      ::pthread_setname_np(::pthread_self(), "alert");
      for (const auto& [id, channel] : channels_)
        if (greets_ && channel.kind == ChannelKind::alertmanager) tell_store_works(channel);
      loop_->run();
    });
    return {};
  }

  void deliver(std::vector<store::Pending> messages) override {
    loop_->post([this, messages = std::move(messages)] {
      for (const store::Pending& message : messages) send(message);
    });
  }

  void store_failed(const std::string& trouble, Instant since) override {
    const auto left = std::make_shared<std::size_t>(channels_.size());
    const auto told = std::make_shared<std::promise<void>>();
    auto all_told = told->get_future();
    loop_->post([this, trouble, since, left, told] {
      if (*left == 0) told->set_value();
      const auto heard = [left, told] {
        if (--*left == 0) told->set_value();
      };
      for (const auto& [id, channel] : channels_) {
        const std::string text = alert::store_failed(channel, clock_, trouble, since, demo_);
        const std::string event = store_failed_id(channel, since);
        if (channel.kind == ChannelKind::smtp)
          mail(channel, text, event, --next_own_id_, [heard](const net::MailOutcome&) { heard(); });
        else
          post(addressed(channel), text, event, --next_own_id_,
               [heard](const net::HttpObservation&) { heard(); });
      }
    });
    all_told.wait_for(3s);  // of the outside world; then the daemon ends all the same
  }

 private:
  struct UnderWay {
    std::string channel;
    std::unique_ptr<net::HttpSession> session;
  };

  // Ten seconds, but on a clock that runs fast never less than two of the outside world.
  [[nodiscard]] Duration deadline() const {
    return clock_.steady() + std::max<Duration>(10s, clock_.inside(2s));
  }

  void send(const store::Pending& message) {
    const auto channel = channels_.find(message.channel);
    if (channel == channels_.end()) {
      report_({message.id, store::Delivery::dead, "this channel is no longer configured",
               std::nullopt});
      return;
    }
    if (message.repeat_until && message.kind == "opened" && !subjects_.contains(message.subject)) {
      // Nobody looks there any more, so nobody would ever end it. Alertmanager does, by its endsAt.
      report_(
          {message.id, store::Delivery::dead, "its target is no longer configured", std::nullopt});
      return;
    }
    const auto to_it = std::count_if(under_way_.begin(), under_way_.end(), [&](const auto& one) {
      return one.second.channel == message.channel;
    });
    const bool for_people = is_for_people(channel->second.kind);
    if (to_it >= (for_people ? 1 : kAtOnce) || under_way_.contains(message.id)) return;
    if (for_people && has_had_enough(message.channel)) return;
    // The keeper has not read yet what became of this very try: it would be a second one.
    const auto tried = tried_.find(message.id);
    if (tried != tried_.end() && message.attempts <= tried->second) return;
    tried_[message.id] = message.attempts;
    if (tried_.size() > kMostRemembered) tried_.erase(tried_.begin());
    if (for_people) {
      send_words(channel->second, message);
      return;
    }
    std::string body = message.payload;
    if (channel->second.kind == ChannelKind::alertmanager)
      body = "[" + with_end(message.payload) + "]";
    post(channel->second, std::move(body), message.event_id, message.id,
         [this, message](const net::HttpObservation& seen) { report_(judge(message, seen)); });
  }

  bool has_had_enough(const std::string& channel) {
    std::deque<Duration>& told = told_[channel];
    while (!told.empty() && clock_.steady() - told.front() >= kPeoplesWindow) told.pop_front();
    return told.size() >= kMostToPeople;
  }

  // One at a time, so that a chat reads them in order.
  void send_words(const Channel& channel, const store::Pending& message) {
    const auto payload = parse_json(message.payload);
    const std::string text = payload ? payload->value("text", std::string()) : std::string();
    if (channel.kind == ChannelKind::smtp)
      return mail(channel, text, message.event_id, message.id,
                  [this, message](const net::MailOutcome& seen) {
                    if (seen.accepted) told_[message.channel].push_back(clock_.steady());
                    report_(judge(message, seen));
                  });
    const std::string token = tokens_.at(channel.id).reveal();
    post(addressed(channel), telegram_body(channel, text), message.event_id, message.id,
         [this, message, token](net::HttpObservation seen) {
           // The address holds the token; no word of it may reach the log or the store.
           for (auto at = seen.detail.find(token); at != std::string::npos;
                at = seen.detail.find(token))
             seen.detail.replace(at, token.size(), "...");
           if (accepted(seen)) told_[message.channel].push_back(clock_.steady());
           report_(judge(message, seen));
         });
  }

  void mail(const Channel& channel, const std::string& text, const std::string& event_id,
            std::int64_t id, std::function<void(net::MailOutcome)> done) {
    under_way_[id] = {channel.id, nullptr};
    mailer_->send(
        channel.server,
        {channel.from, channel.to, letter(channel, event_id, text, clock_.outside(clock_.wall()))},
        [this, id, done = std::move(done)](net::MailOutcome seen) {
          loop_->post([this, id, done, seen = std::move(seen)] {
            under_way_.erase(id);
            done(seen);
          });
        });
  }

  [[nodiscard]] store::DeliveryReport judge(const store::Pending& message,
                                            const net::MailOutcome& seen) const {
    if (seen.accepted) return {message.id, store::Delivery::delivered, seen.detail, std::nullopt};
    log::warning("message {} to {}: {}", message.event_id, message.channel, seen.detail);
    if (!seen.refused)
      return {message.id, store::Delivery::retry, seen.detail,
              clock_.wall() + wait_before_retry(message, {})};
    log::error("message {} is refused for good by {}: {}", message.event_id, message.channel,
               seen.detail);
    return {message.id, store::Delivery::dead, seen.detail, std::nullopt};
  }

  // Where it really goes: Telegram's address holds the bot's token.
  [[nodiscard]] Channel addressed(Channel channel) const {
    if (channel.kind == ChannelKind::telegram)
      channel.url += "/bot" + tokens_.at(channel.id).reveal() + "/sendMessage";
    return channel;
  }

  // A firing alert says until when it may be believed without word from us.
  [[nodiscard]] std::string with_end(const std::string& payload) const {
    auto alert = parse_json(payload);
    if (!alert || alert->contains("endsAt")) return payload;
    (*alert)["endsAt"] = utc_text(clock_.outside(clock_.wall() + alerts_.expire));
    return canonical(*alert);
  }

  // A StoreFailed of an earlier life is over: this one has opened its store. Tried until it is
  // heard.
  void tell_store_works(const Channel& channel) {
    post(channel, alert::store_works(clock_, clock_.wall(), demo_), "store_works", --next_own_id_,
         [this, &channel](const net::HttpObservation& seen) {
           if (!accepted(seen))
             loop_->after(alerts_.resend, [this, &channel] { tell_store_works(channel); });
         });
  }

  static bool accepted(const net::HttpObservation& seen) {
    return seen.transport == Class::ok && seen.status >= 200 && seen.status < 300;
  }

  void post(const Channel& channel, std::string body, const std::string& event_id, std::int64_t id,
            std::function<void(const net::HttpObservation&)> done) {
    net::SessionOptions options;
    options.user_agent = "Saksi";
    options.allow_private = true;  // receivers are often neighbours
    auto session = net::HttpSession::create(*loop_, *resolver_, options);
    if (!session) {
      net::HttpObservation failed;
      failed.transport = Class::invalid_monitor;
      failed.detail = session.error().message;
      done(failed);
      return;
    }
    net::HttpRequest request;
    request.method = "POST";
    request.url = channel.url;
    request.headers = {{"Content-Type", "application/json"}, {"X-Saksi-Event-Id", event_id}};
    request.body = std::move(body);
    net::HttpSession& held = **session;
    under_way_[id] = {channel.id, std::move(*session)};
    held.fetch(std::move(request), deadline(),
               [this, id, done = std::move(done)](const net::HttpObservation& seen) {
                 // Its end is in line before anybody hears of it: who hands the message over again
                 // at once finds it ended.
                 loop_->post([this, id] { under_way_.erase(id); });
                 done(seen);
               });
  }

  [[nodiscard]] store::DeliveryReport judge(const store::Pending& message,
                                            const net::HttpObservation& seen) const {
    const Instant now = clock_.wall();
    if (accepted(seen)) {
      store::DeliveryReport report{message.id, store::Delivery::delivered, "", std::nullopt};
      if (message.repeat_until) report.next = now + alerts_.resend;
      return report;
    }
    const std::string detail = seen.transport == Class::ok
                                   ? fmt::format("status {}", seen.status)
                                   : fmt::format("{}: {}", code(seen.transport), seen.detail);
    const bool permanent =
        seen.transport == Class::ok && refuses_for_good(message.channel, seen.status);
    if (permanent) {
      log::error("message {} is refused for good by {}: {}", message.event_id, message.channel,
                 detail);
      return {message.id, store::Delivery::dead, detail, std::nullopt};
    }
    return {message.id, store::Delivery::retry, detail, now + wait_before_retry(message, seen)};
  }

  // Alertmanager refuses for good only what it cannot read: an alert is sent again and again, and a
  // proxy's passing 404 must not end that. A webhook's 4xx says that the address or the key is
  // wrong.
  [[nodiscard]] bool refuses_for_good(const std::string& channel, int status) const {
    if (channels_.at(channel).kind == ChannelKind::alertmanager) return status == 400;
    return status == 400 || status == 401 || status == 403 || status == 404 || status == 410;
  }

  // 1 s doubling to 5 min, each spread over its upper half. A receiver that asks for more (in
  // seconds of the world outside) gets more, never less.
  [[nodiscard]] Duration wait_before_retry(const store::Pending& message,
                                           const net::HttpObservation& seen) const {
    const Duration whole = std::min<Duration>(5min, 1s * (1U << std::min(message.attempts, 9U)));
    const auto spread = static_cast<std::uint64_t>(whole.count() / 2 + 1);
    const Duration ours =
        whole / 2 + Duration(static_cast<std::int64_t>(
                        keyed_hash(message.event_id, std::to_string(message.attempts)) % spread));
    return std::max(ours, clock_.inside(wait_asked(seen)));
  }

  const AlertSettings alerts_;
  const Clock& clock_;
  std::function<void(store::DeliveryReport)> report_;
  const bool demo_, greets_;
  std::map<std::string, Channel> channels_;
  std::map<std::string, Secret> tokens_;              // by channel
  std::set<std::string> subjects_;                    // that are still looked at
  std::map<std::string, std::deque<Duration>> told_;  // by channel: when people were, lately
  std::unique_ptr<net::Loop> loop_;
  std::unique_ptr<net::Resolver> resolver_;
  std::unique_ptr<net::Mailer> mailer_;         // where a channel needs it; it goes before the loop
  std::map<std::int64_t, UnderWay> under_way_;  // by outbox id
  std::map<std::int64_t, unsigned> tried_;      // by outbox id: its attempts before our last try
  std::int64_t next_own_id_ = 0;                // ids of messages without a row
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Worker>> Worker::start(const Settings& settings, const Clock& clock,
                                              std::function<void(store::DeliveryReport)> report,
                                              WorkerOptions options) {
  auto worker = std::make_unique<LoopWorker>(settings, clock, std::move(report), options);
  SAKSI_TRY(worker->open());
  return worker;
}

}  // namespace saksi::alert
