// SPDX-License-Identifier: Apache-2.0
#include "app/hub.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "app/agent_desk.hpp"
#include "app/claim.hpp"
#include "app/duties.hpp"
#include "app/pipeline.hpp"
#include "app/prober.hpp"
#include "app/stops.hpp"
#include "app/version.hpp"
#include "base/channel.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/timestamp.hpp"
#include "net/self_signed.hpp"
#include "settings/excerpt.hpp"
#include "web/web.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kQueue = 20'000;  // notes; at 1.5 req/s that is hours of a stuck disk
constexpr std::size_t kBatch = 64;      // notes recorded with one sync
constexpr auto kPatience = 5s;          // of the outside world: how long a reader waits for a code
constexpr auto kPause = 100ms;          // of the outside world: how long a note waits for company

class LocalHub final : public Hub {
 public:
  explicit LocalHub(HubOptions options)
      : options_(std::move(options)), failed_(::eventfd(0, EFD_CLOEXEC)) {}

  ~LocalHub() override {
    // The tap is closed before the drain: no note comes after the channel is closed.
    if (prober_) prober_->stop();
    notes_.close();
    if (keeper_.joinable()) keeper_.join();
    prober_.reset();
    worker_.reset();
    web_.reset();
  }

  Result<void> open() {
    const Settings& settings = *options_.settings;
    const Clock& clock = *options_.clock;
    SAKSI_TRY_ASSIGN(Accounts accounts, read_accounts(settings));

    std::vector<VantageId> vantages;
    for (const Vantage& vantage : settings.vantages)
      if (settings.probes_from(vantage)) vantages.push_back(vantage.id);
    const std::string& directory = settings.storage.directory;
    SAKSI_TRY_ASSIGN(auto writer, store::Writer::open(directory, {options_.purpose}, vantages));
    SAKSI_TRY_ASSIGN(auto reader, store::Reader::open(directory));
    SAKSI_TRY_ASSIGN(const std::vector<Plan> recorded, reader->plans());

    Pipeline::Parts parts;
    parts.settings = options_.settings;
    parts.plans = recorded;
    plans_ = recorded;
    parts.clock = &clock;
    parts.writer = std::move(writer);
    SAKSI_TRY_ASSIGN(parts.reader, store::Reader::open(directory));
    parts.board = &board_;
    parts.demo = !options_.demo_name.empty();
    SAKSI_TRY_ASSIGN(ack_key_, store::AckKey::open_or_create(directory));
    parts.ack_key = ack_key_;
    parts.confirm = [this](const Sample& sample) {
      const auto& all = options_.settings->vantages;
      const auto one = std::find_if(all.begin(), all.end(),
                                    [&](const Vantage& v) { return v.id == sample.vantage; });
      if (one == all.end()) return;  // an agent's whose vantage has left the configuration
      if (one->agent)
        desk_->want_confirm(sample.vantage, sample.target);
      else if (prober_)
        prober_->confirm(sample);
    };
    SAKSI_TRY_ASSIGN(const auto enrolled, enrolled_agents(*reader, directory));
    if (options_.probing && (settings.has_agents() || !enrolled.empty())) {
      SAKSI_TRY(open_desk(*parts.writer, *reader, parts.hearing, enrolled));
      parts.agents = [this](Board& board) { desk_->fill(board); };
    }
    const auto usual = std::make_shared<Usual>();
    if (options_.probing) parts.remember = [usual](const Sample& one) { usual->learn(one); };
    parts.deliver = [this](std::vector<store::Pending> due) {
      if (worker_) worker_->deliver(std::move(due));
    };
    pipeline_ = std::make_unique<Pipeline>(std::move(parts));

    Instant from = clock.wall();
    std::vector<schedule::Rule> rules;
    if (options_.probing) {
      SAKSI_TRY_ASSIGN(from, begin(*reader, recorded, from));
      SAKSI_TRY_ASSIGN(rules, take_up_duties(*reader, recorded, from));
      for (const schedule::Rule& rule : rules) reigns_.emplace_back(rule.from, rule.to);
    }
    SAKSI_TRY(pipeline_->resume());
    SAKSI_TRY(open_web(directory));
    if (!options_.probing) return {};

    SAKSI_TRY_ASSIGN(worker_, alert::Worker::start(
                                  settings, clock,
                                  [this](store::DeliveryReport report) {
                                    // A report that finds the hub closing is lost, and its message
                                    // sent again after the next start: at least once, as promised.
                                    while (!notes_.offer(Note(report)) && !notes_.closed())
                                      std::this_thread::yield();
                                  },
                                  alert::WorkerOptions{!options_.demo_name.empty(), true}));
    Prober::Parts probing;
    probing.settings = options_.settings;
    probing.clock = &clock;
    probing.accounts = std::move(accounts);
    probing.rules = std::move(rules);
    probing.from = from;
    SAKSI_TRY_ASSIGN(probing.lately,
                     reader->samples({clock.wall() - 24h, std::nullopt, {}, {}, false, 0}));
    const Stops stops(directory);
    for (const Stop& stop : stops.list())
      if (clock.wall() < stop.until)
        log::warning("{} is stopped{}{}; `saksi go {}` ends it", stop.what,
                     stop.reason.empty() ? "" : ": ", stop.reason, stop.what);
    probing.claim_real = [directory](const TargetId& target, const JourneyId& journey,
                                     const std::string& date) {
      return claim_day(directory, target, journey, date);
    };
    probing.stopped = [stops](const BackendId& backend) { return stops.until(backend); };
    probing.stop_asked = [stops](const BackendId& backend, Instant until) {
      log::warning(
          "the site of backend {} asked us to stop (X-Saksi-Stop); nothing is sent until {}",
          backend.text, utc_text(until));
      const auto put =
          stops.put({backend.text, until, "the site asked for it (X-Saksi-Stop)"}, true);
      if (!put) log::error("cannot keep that wish over a restart: {}", put.error().message);
      return put.has_value();
    };
    probing.usual = *usual;
    probing.tell = [this](Note&& note) { return notes_.offer(std::move(note)); };
    probing.beat = [this] { ++probe_beats_; };
    SAKSI_TRY_ASSIGN(prober_, Prober::start(std::move(probing)));
    keeper_ = std::thread([this] {
      ::pthread_setname_np(::pthread_self(), "keeper");
      keep();
    });
    return {};
  }

  [[nodiscard]] std::uint16_t pages_port() const override { return web_->pages_port(); }
  [[nodiscard]] std::uint16_t operations_port() const override { return web_->operations_port(); }
  [[nodiscard]] std::uint16_t agents_port() const override { return web_->agents_port(); }

  [[nodiscard]] Vitals vitals() const override {
    Vitals vitals;
    vitals.targets = options_.settings->targets.size();
    vitals.open = board_.current()->open.size();
    vitals.rules = true;
    if (!options_.probing) return vitals;  // shows what is recorded: nothing has to move
    const Instant now = options_.clock->wall();
    const auto& vantages = options_.settings->vantages;
    const bool looks = std::any_of(vantages.begin(), vantages.end(), [&](const Vantage& one) {
      return options_.settings->probes_from(one);
    });
    if (!looks) vitals.rules = true;  // its agents do
    if (looks)
      vitals.rules = std::any_of(reigns_.begin(), reigns_.end(), [&](const auto& reign) {
        return reign.first <= now && now < reign.second;
      });
    vitals.beats = {{"probe", probe_beats_}, {"keeper", keeper_beats_}};
    return vitals;
  }

  using Hub::run_until;
  bool run_until(int signal_fd, const std::function<void()>& each_second) override {
    pollfd watched[2] = {{signal_fd, POLLIN, 0}, {failed_.get(), POLLIN, 0}};
    for (;;) {
      const int ready = ::poll(watched, 2, each_second ? 1000 : -1);
      if (ready > 0) return (watched[1].revents & POLLIN) == 0;
      if (ready == 0) each_second();
    }
  }

 private:
  Result<void> open_web(const std::string& directory) {
    web::Context context;
    context.settings = options_.settings;
    context.clock = options_.clock;
    context.board = &board_;
    context.identity = identity_of(*options_.settings);
    context.store_directory = directory;
    context.plans = std::move(plans_);
    context.demo = !options_.demo_name.empty();
    context.demo_name = options_.demo_name;
    if (options_.probing)
      context.issue = [this](const store::NewSheet& sheet) { return issue(sheet); };
    context.token_holds = [this](const std::string& number, std::string_view token) {
      return ack_key_->holds(number, token);
    };
    if (options_.probing)
      context.acknowledge = [this](const Acknowledgement& said) { return acknowledge(said); };
    if (desk_) context.agents = door_;
    SAKSI_TRY_ASSIGN(web_, web::Web::start(std::move(context)));
    return {};
  }

  // Agents from which something is still taken.
  static Result<std::map<PublicKey, VantageId>> enrolled_agents(store::Reader& reader,
                                                                const std::string& directory) {
    const AgentFiles files(directory);
    std::map<PublicKey, VantageId> enrolled;
    SAKSI_TRY_ASSIGN(const auto agents, reader.agents());
    for (const store::AgentState& agent : agents)
      if (!files.revoked(agent.key)) enrolled[agent.key] = agent.vantage;
    return enrolled;
  }

  // What agents are told, and to whom they deliver. A plan is issued where the configuration says
  // something else than the one before.
  // An agent whose vantage has left the configuration is told so by a plan without it, and ends.
  Result<void> open_desk(store::Writer& writer, store::Reader& reader, HearingRules& hearing,
                         const std::map<PublicKey, VantageId>& enrolled) {
    const std::string& directory = options_.settings->storage.directory;
    const std::string key_file = directory + "/keys/hub.pem";
    SAKSI_TRY_ASSIGN(SigningKey key, SigningKey::open_or_create(key_file));
    SAKSI_TRY_ASSIGN(const std::string certificate, net::self_signed(key_file, "saksi hub"));
    door_.certificate_file = directory + "/keys/hub.crt";
    door_.key_file = key_file;
    SAKSI_TRY(write_atomically(door_.certificate_file, certificate));
    SAKSI_TRY_ASSIGN(const std::string excerpt, settings::excerpt(options_.config_text));
    SAKSI_TRY_ASSIGN(std::vector<store::AgentPlan> issued, reader.agent_plans());
    const std::string demo = options_.demo_name;
    std::map<VantageId, store::AgentPlan> latest;
    for (const store::AgentPlan& plan : issued) latest[plan.vantage] = plan;
    const Instant now = options_.clock->wall();
    std::set<VantageId> owed;
    for (const Vantage& vantage : options_.settings->vantages)
      if (vantage.agent) owed.insert(vantage.id);
    for (const auto& [agent, vantage] : enrolled) owed.insert(vantage);
    for (const VantageId& vantage : owed) {
      const auto last = latest.find(vantage);
      if (last != latest.end()) {
        const auto orders = read_orders(last->second.document, key.public_key());
        if (orders && orders->configuration == excerpt) continue;
      }
      SAKSI_TRY_ASSIGN(store::AgentPlan plan,
                       writer.issue_plan(vantage, now, [&](std::uint64_t serial) {
                         return write_orders({serial, vantage, now, demo, excerpt}, key);
                       }));
      log::info("vantage {}: plan {} is issued to its agent", vantage.text, plan.serial);
      latest[vantage] = plan;
      issued.push_back(std::move(plan));
    }
    for (const store::AgentPlan& plan : issued)
      hearing.issued(plan.vantage, plan.issued, sha256(plan.document));
    for (const Plan& plan : plans_) hearing.follow(plan);

    AgentDesk::Parts parts{options_.settings, options_.clock, directory, demo, std::move(key),
                           std::move(latest), enrolled,       {},        {}};
    parts.take_in = [this](store::Arrival arrival) {
      IntakeNote note{std::move(arrival), std::make_shared<std::promise<Result<store::Taken>>>(),
                      std::nullopt};
      auto coming = note.answer->get_future();
      return told<store::Taken>(Note(std::move(note)), std::move(coming));
    };
    parts.enrol = [this](const VantageId& vantage, const PublicKey& key_of_agent) {
      EnrolNote note{vantage, key_of_agent, std::make_shared<std::promise<Result<void>>>()};
      auto coming = note.answer->get_future();
      return told<void>(Note(std::move(note)), std::move(coming));
    };
    desk_ = std::make_unique<AgentDesk>(std::move(parts));
    door_.enrol = [this](const net::ServerRequest& request) { return desk_->enrol(request); };
    door_.plan = [this](const net::ServerRequest& request) { return desk_->plan(request); };
    door_.knows = [this](const PublicKey& key_of_agent) { return desk_->knows(key_of_agent); };
    door_.deliver = [this](const net::ServerRequest& request) { return desk_->deliver(request); };
    return {};
  }

  // On a thread of the web: gives the keeper a note, and waits for its answer, but not for ever.
  template <class T>
  Result<T> told(Note note, std::future<Result<T>> coming) {
    if (!notes_.offer(std::move(note))) return fail("the keeper's queue is full or closed");
    if (coming.wait_for(kPatience) != std::future_status::ready)
      return fail("the keeper has not answered in time");
    try {
      return coming.get();
    } catch (const std::future_error&) {  // it ended with the note in its hands
      return fail("the store has failed");
    }
  }

  SheetNote::Answer issue(const store::NewSheet& sheet) {
    SheetNote note{sheet, std::make_shared<std::promise<SheetNote::Answer>>()};
    auto coming = note.answer->get_future();
    return told<std::optional<store::IssuedSheet>>(Note(std::move(note)), std::move(coming));
  }

  Result<AckOutcome> acknowledge(const Acknowledgement& said) {
    AckNote note{said, std::make_shared<std::promise<AckOutcome>>()};
    auto answer = note.answer->get_future();
    if (!notes_.offer(Note(std::move(note)))) return fail("the keeper's queue is full or closed");
    if (answer.wait_for(kPatience) != std::future_status::ready)
      return fail("the keeper has not answered in time");
    try {
      return answer.get();
    } catch (const std::future_error&) {
      return fail("the store has failed");
    }
  }

  static Result<Instant> begin(store::Reader& reader, const std::vector<Plan>& recorded,
                               Instant now) {
    Duration reach{0};
    for (const Plan& plan : recorded) reach = std::max(reach, schedule::reach(plan));
    SAKSI_TRY_ASSIGN(const auto last, reader.last_planned(2 * reach + 1min));
    return begin_after(last, now);
  }

  // Names the slots that passed while nobody ran, then records what each vantage is to do.
  Result<std::vector<schedule::Rule>> take_up_duties(store::Reader& reader,
                                                     const std::vector<Plan>& recorded,
                                                     Instant now) {
    SAKSI_TRY_ASSIGN(const std::vector<Gap> missed,
                     store::unaccounted(reader, recorded, now, GapReason::down));
    std::vector<store::Entry> entries(missed.begin(), missed.end());
    if (!missed.empty())
      log::warning("{} slots passed while this saksi was not running; each is recorded as a gap",
                   missed.size());

    for (const Vantage& vantage : options_.settings->vantages)
      if (options_.settings->probes_from(vantage))
        entries.emplace_back(
            store::Start{vantage.id, kVersion, options_.config_digest, options_.clock->wall()});
    SAKSI_TRY_ASSIGN(Duties duties, duties_of(*options_.settings, recorded, now));
    plans_.insert(plans_.end(), duties.record.begin(), duties.record.end());
    for (const Plan& plan : duties.record) {
      if (plan.entries.empty())
        log::warning("vantage {} left the configuration: its duty ends, its chain is kept",
                     plan.vantage.text);
      entries.emplace_back(plan);
    }
    SAKSI_TRY(pipeline_->record(entries, now));
    return std::move(duties.rules);
  }

  void keep() {
    Duration lent{0};
    while (!notes_.finished()) {
      if (const Duration now = options_.clock->steady();
          desk_ && now - lent > schedule::kLoan / 2) {
        lent = now;
        for (const auto& [backend, per_second] : desk_->lend_to_hub())
          if (prober_) prober_->lend(backend, per_second, now + schedule::kLoan);
      }
      auto taken = pipeline_->take(notes_.take(kBatch, kPause));
      if (taken) {
        ++keeper_beats_;
        continue;
      }
      // Nothing more can be kept, so nothing more may be claimed: tell, show, and end.
      const std::string& trouble = taken.error().message;
      log::error("the store has failed: {}", trouble);
      pipeline_->show_trouble(trouble);
      worker_->store_failed(trouble, options_.clock->wall());
      const std::uint64_t one = 1;
      if (::write(failed_.get(), &one, sizeof one) < 0)
        log::error("cannot report the failure of the store");
      return;
    }
    if (auto settled = pipeline_->settle(); !settled) log::error("{}", settled.error().message);
  }

  HubOptions options_;
  Fd failed_;
  std::vector<Plan> plans_;  // recorded ones, until the pages have them
  BoardHolder board_;
  Channel<Note> notes_{kQueue};
  std::unique_ptr<Pipeline> pipeline_;
  std::optional<store::AckKey> ack_key_;
  std::unique_ptr<alert::Worker> worker_;
  web::AgentDoor door_;
  std::unique_ptr<AgentDesk> desk_;  // the web's threads ask it
  std::unique_ptr<web::Web> web_;
  std::unique_ptr<Prober> prober_;
  std::thread keeper_;
  std::vector<std::pair<Instant, Instant>> reigns_;  // when a plan rules
  std::atomic<std::uint64_t> probe_beats_{0}, keeper_beats_{0};
};

}  // namespace

Result<std::unique_ptr<Hub>> Hub::start(HubOptions options) {
  auto hub = std::make_unique<LocalHub>(std::move(options));
  SAKSI_TRY(hub->open());
  return hub;
}

}  // namespace saksi::app
