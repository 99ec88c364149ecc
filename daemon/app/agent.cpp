// SPDX-License-Identifier: Apache-2.0
#include "app/agent.hpp"

#include <poll.h>
#include <pthread.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "app/agent_plan.hpp"
#include "app/claim.hpp"
#include "app/duties.hpp"
#include "app/prober.hpp"
#include "app/stops.hpp"
#include "app/uplink.hpp"
#include "app/version.hpp"
#include "base/channel.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/timestamp.hpp"
#include "settings/read.hpp"
#include "store/blobs.hpp"
#include "store/fields.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;
using store::Receipt;

constexpr std::size_t kQueue = 20'000;
constexpr std::size_t kBatch = 64;
constexpr auto kPause = 100ms;
constexpr Duration kRetry = 2s;  // of a disk that took nothing

// The plan that is followed: the hub's document, and what it says.
struct Followed {
  std::uint64_t serial = 0;
  Digest document{};
  std::shared_ptr<const Settings> settings;
};

class RemoteAgent final : public Agent {
 public:
  explicit RemoteAgent(AgentOptions options) : options_(std::move(options)) {}

  ~RemoteAgent() override {
    stopping_ = true;  // the keeper stops the prober, and records what it leaves
    if (keeper_.joinable()) keeper_.join();
    uplink_.reset();
  }

  Result<void> open() {
    SAKSI_TRY_ASSIGN(identity_, read_identity(options_.directory));
    SAKSI_TRY_ASSIGN(lock_, lock_file(options_.directory + "/saksi.lock"));
    SAKSI_TRY_ASSIGN(spool_, vantage::Spool::open(vantage::machine_disk(), options_.directory,
                                                  identity_.vantage, options_.demo));
    // An error of the plan at hand must not keep the agent from asking for a better one.
    if (auto text = read_file(plan_path(), 4u << 20)) {
      auto plan = understand(*text);
      if (!plan) log::error("the plan at hand: {}", plan.error().message);
      if (plan)
        if (const auto followed = follow(std::move(*plan)); !followed)
          log::error("the plan at hand: {}", followed.error().message);
    } else {
      log::info("there is no plan yet; the hub will be asked for one");
    }
    Uplink::Parts parts;
    parts.spool = spool_.get();
    parts.clock = options_.clock;
    parts.hub = identity_.hub;
    parts.directory = options_.directory;
    parts.plan = followed_.serial;
    parts.new_plan = [this](std::string document) {
      const std::lock_guard lock(mutex_);
      new_plan_ = std::move(document);
    };
    parts.heard = [this](const store::Receipt& receipt, Duration sent) { hear(receipt, sent); };
    parts.turned_away = [this](const std::string& why) {
      const std::lock_guard lock(mutex_);
      turned_away_ = why;
    };
    SAKSI_TRY_ASSIGN(uplink_, Uplink::start(std::move(parts)));
    keeper_ = std::thread([this] {
      ::pthread_setname_np(::pthread_self(), "journal");
      keep();
    });
    return {};
  }

  [[nodiscard]] Vitals vitals() const override {
    Vitals vitals;
    vitals.rules = true;
    vitals.targets = targets_;
    if (probing_) vitals.beats = {{"probe", probe_beats_}, {"journal", keeper_beats_}};
    return vitals;
  }

  void run_until(int signal_fd, const std::function<void()>& each_second) override {
    pollfd watched{signal_fd, POLLIN, 0};
    for (;;) {
      if (::poll(&watched, 1, 1000) > 0) return;
      if (each_second) each_second();
    }
  }

 private:
  [[nodiscard]] std::string plan_path() const { return options_.directory + "/plan"; }

  Result<Followed> understand(const std::string& document) const {
    SAKSI_TRY_ASSIGN(const AgentOrders orders, read_orders(document, identity_.hub.key));
    if (orders.vantage != identity_.vantage || orders.demo != options_.demo)
      return fail("it is for vantage \"" + orders.vantage.text + "\" and not for this agent");
    auto read = settings::read_text(orders.configuration, options_.files + "/plan");
    if (!read) return fail("it cannot be read here: " + read.error().lines.front());
    read->self = identity_.vantage;
    read->storage.directory = options_.directory;
    return Followed{orders.serial, sha256(document),
                    std::make_shared<const Settings>(std::move(*read))};
  }

  // From here on all is the keeper's, which alone appends, once it runs.

  void look_for_orders() {
    std::string document, why;
    std::vector<TargetId> confirms;
    std::vector<Receipt::Share> lent;
    Duration lent_at{0};
    {
      const std::lock_guard lock(mutex_);
      document.swap(new_plan_);
      why.swap(turned_away_);
      confirms.swap(confirms_);
      lent.swap(lent_);
      lent_at = lent_at_;
    }
    // Counted from when it was asked for, which is before the hub counted it.
    for (const Receipt::Share& share : lent)
      if (prober_)
        prober_->lend(share.backend, static_cast<double>(share.milli) / 1000,
                      lent_at + share.holds);
    for (const TargetId& target : confirms) confirm(target);
    if (!why.empty()) {
      log::error("{}; probing ends", why);
      stop_probing();
    }
    if (document.empty()) return;
    auto plan = understand(document);
    if (!plan) {
      log::error("a new plan of the hub: {}; the one before goes on", plan.error().message);
      return;
    }
    const std::uint64_t serial = plan->serial;
    const Followed before = followed_;
    if (const auto taken = follow(std::move(*plan)); !taken) {
      log::error("plan {}: {}; the one before goes on", serial, taken.error().message);
      if (prober_ || !before.settings) return;
      if (const auto back = follow(before); !back)
        log::error("the plan before: {}; probing ends", back.error().message);
      return;
    }
    // A start without it asks the hub again.
    if (const auto kept = write_atomically(plan_path(), document, 0640); !kept)
      log::error("{}", kept.error().message);
    uplink_->follows(serial);
    uplink_->wake();
  }

  // Ends what is under way, names the slots that passed, and takes up the new duties.
  Result<void> follow(Followed plan) {
    const Settings& settings = *plan.settings;
    SAKSI_TRY_ASSIGN(Accounts accounts, read_accounts(settings));
    stop_probing();
    const Clock& clock = *options_.clock;
    const std::vector<Plan> recorded = spool_->plans();
    SAKSI_TRY_ASSIGN(const Instant begin, begin_after(spool_->last_planned(), clock.wall()));
    SAKSI_TRY_ASSIGN(const std::vector<Gap> missed,
                     store::unaccounted(*spool_, recorded, begin, GapReason::down));
    std::vector<store::Entry> entries(missed.begin(), missed.end());
    if (!missed.empty())
      log::warning("{} slots passed while this agent was not running; each is recorded as a gap",
                   missed.size());
    entries.emplace_back(
        store::Start{identity_.vantage, kVersion, hex(plan.document), clock.wall()});
    SAKSI_TRY_ASSIGN(Duties duties, duties_of(settings, recorded, begin, plan.document));
    for (const Plan& one : duties.record) entries.emplace_back(one);
    SAKSI_TRY(spool_->append(entries));
    // Without the note a start counts more, and finds the same.
    if (const auto noted = spool_->note_accounted(begin); !noted)
      log::error("{}", noted.error().message);
    Prober::Parts parts;
    parts.settings = plan.settings;
    parts.clock = &clock;
    parts.accounts = std::move(accounts);
    parts.rules = std::move(duties.rules);
    parts.from = begin;
    parts.lately = spool_->lately(clock.wall());
    for (const Sample& sample : parts.lately) parts.usual.learn(sample);
    const Stops stops(options_.directory);
    parts.stopped = [this, stops](const BackendId& backend) {
      const auto own = stops.until(backend);
      const std::lock_guard inner(mutex_);
      const auto hubs = stopped_.find(backend);
      if (hubs == stopped_.end()) return own;
      return std::optional(own ? std::max(*own, hubs->second) : hubs->second);
    };
    parts.stop_asked = [stops](const BackendId& backend, Instant until) {
      log::warning("the site of backend {} asked us to stop; nothing is sent until {}",
                   backend.text, utc_text(until));
      return stops.put({backend.text, until, "the site asked for it (X-Saksi-Stop)"}, true)
          .has_value();
    };
    parts.claim_real = [directory = options_.directory](const TargetId& target,
                                                        const JourneyId& journey,
                                                        const std::string& date) {
      return claim_day(directory, target, journey, date);
    };
    parts.tell = [this](Note&& note) { return notes_.offer(std::move(note)); };
    parts.beat = [this] { ++probe_beats_; };
    SAKSI_TRY_ASSIGN(prober_, Prober::start(std::move(parts)));
    log::info("plan {} is followed: {} targets", plan.serial, settings.targets.size());
    followed_ = std::move(plan);
    targets_ = settings.targets.size();
    probing_ = true;
    return {};
  }

  // Slots that were under way end as gaps, which are recorded before anything else is.
  void stop_probing() {
    if (!prober_) return;
    probing_ = false;
    prober_->stop();
    prober_.reset();
    while (notes_.size() > 0) record(notes_.take(kBatch, 0ms));
  }

  void keep() {
    Instant noted = options_.clock->wall();
    while (!stopping_) {
      look_for_orders();
      if (!spool_->has_room()) {  // then the prober finds its queue full, and says so of its slots
        static_cast<void>(spool_->retry());
        ++keeper_beats_;
        std::this_thread::sleep_for(kPause);
        continue;
      }
      record(notes_.take(kBatch, kPause));
      const Instant now = options_.clock->wall();
      if (now - noted > 1h) {
        noted = now;
        note_accounted(now - 1h);
      }
      ++keeper_beats_;
    }
    stop_probing();
    static_cast<void>(spool_->retry());
  }

  void record(std::vector<Note> notes) {
    std::vector<store::Entry> entries;
    for (Note& note : notes) {
      if (Finished* finished = std::get_if<Finished>(&note)) {
        keep_first_failure(*finished);
        entries.emplace_back(std::move(finished->sample));
      } else if (const Gap* gap = std::get_if<Gap>(&note)) {
        entries.emplace_back(*gap);
      }
    }
    if (entries.empty()) {
      const Duration now = options_.clock->steady();
      if (spool_->health().waiting > 0 && now - retried_ > kRetry) {
        retried_ = now;
        if (spool_->retry()) uplink_->wake();
      }
      return;
    }
    // A sample that cannot be a record is a bug; nothing else can fail here.
    if (const auto written = spool_->append(entries); !written)
      log::error("not recorded: {}", written.error().message);
    if (uplink_) uplink_->wake();
  }

  void note_accounted(Instant until) {
    const auto missing = store::unaccounted(*spool_, spool_->plans(), until, GapReason::down);
    if (!missing || !missing->empty()) {
      log::error("{} slots have no row, which is a bug of saksi; they are named at the next start",
                 missing ? missing->size() : 0);
      return;
    }
    if (const auto noted = spool_->note_accounted(until); !noted)
      log::error("{}", noted.error().message);
  }

  // As the pipeline does. Where the disk takes no body the record does without.
  void keep_first_failure(Finished& finished) {
    Sample& sample = finished.sample;
    Class& last = last_class_[sample.target];
    const bool first = !worked(sample.cls) && last != sample.cls;
    last = sample.cls;
    if (is_failure(sample.cls)) last_failed_[sample.target] = sample;
    if (!first || finished.body.empty()) return;
    const auto digest = store::blobs::keep(options_.directory, finished.body);
    if (!digest) return log::error("{}", digest.error().message);
    for (StepFinding& step : sample.steps)
      if (step.id == sample.step) step.body = *digest;
  }

  // On the uplink's thread.
  void hear(const store::Receipt& receipt, Duration sent) {
    const std::lock_guard lock(mutex_);
    stopped_.clear();
    for (const Receipt::Stopped& stop : receipt.stopped) stopped_[stop.backend] = stop.until;
    lent_ = receipt.lent;
    lent_at_ = sent;
    for (const TargetId& target : receipt.confirm)
      if (confirms_.size() < 64) confirms_.push_back(target);
  }

  void confirm(const TargetId& target) {
    const auto failed = last_failed_.find(target);
    if (prober_ && failed != last_failed_.end()) prober_->confirm(failed->second);
  }

  AgentOptions options_;
  AgentIdentity identity_;
  Fd lock_;
  std::unique_ptr<vantage::Spool> spool_;
  Channel<Note> notes_{kQueue};
  std::mutex mutex_;
  std::string new_plan_, turned_away_;    // GUARDED_BY(mutex_)
  std::vector<TargetId> confirms_;        // GUARDED_BY(mutex_)
  std::vector<Receipt::Share> lent_;      // GUARDED_BY(mutex_)
  Duration lent_at_{0};                   // GUARDED_BY(mutex_)
  std::map<BackendId, Instant> stopped_;  // GUARDED_BY(mutex_): what the hub's operator wants
  Followed followed_;
  std::map<TargetId, Class> last_class_;
  std::map<TargetId, Sample> last_failed_;
  Duration retried_{0};
  std::atomic<std::size_t> targets_{0};
  std::atomic<bool> probing_{false}, stopping_{false};
  std::unique_ptr<Prober> prober_;
  std::unique_ptr<Uplink> uplink_;
  std::thread keeper_;
  std::atomic<std::uint64_t> probe_beats_{0}, keeper_beats_{0};
};

}  // namespace

Result<void> write_identity(const std::string& directory, const AgentIdentity& identity) {
  SAKSI_TRY(make_folder(directory));
  const Json json{{"v", 1},
                  {"vantage", identity.vantage.text},
                  {"hub", identity.hub.url},
                  {"key", hex(identity.hub.key)},
                  {"proxy", identity.hub.proxy},
                  {"source", identity.hub.source_address}};
  return write_atomically(directory + "/agent.json", canonical(json) + "\n", 0640);
}

Result<AgentIdentity> read_identity(const std::string& directory) {
  const std::string path = directory + "/agent.json";
  auto text = read_file(path, 64u << 10);
  if (!text)
    return fail(path + ": there is no agent here; `saksi agent join` makes one of an invitation",
                ErrorKind::usage);
  if (text->ends_with('\n')) text->pop_back();
  SAKSI_TRY_ASSIGN(const Json json, parse_json(*text));
  std::string mistake;
  store::Fields fields(json, mistake);
  AgentIdentity identity;
  static_cast<void>(fields.integer("v", 1, 1));
  identity.vantage = fields.id<VantageTag>("vantage");
  identity.hub.url = fields.text("hub", 1000);
  identity.hub.key = fields.bytes<32>("key");
  identity.hub.proxy = fields.text("proxy", 1000);
  identity.hub.source_address = fields.text("source", 100);
  fields.finish();
  if (!mistake.empty()) return fail(path + ": " + mistake, ErrorKind::usage);
  return identity;
}

Result<std::unique_ptr<Agent>> Agent::start(AgentOptions options) {
  auto agent = std::make_unique<RemoteAgent>(std::move(options));
  SAKSI_TRY(agent->open());
  return agent;
}

}  // namespace saksi::app
