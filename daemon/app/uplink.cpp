// SPDX-License-Identifier: Apache-2.0
#include "app/uplink.hpp"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

#include "app/version.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "store/blobs.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLiveBytes = 256u << 10, kBacklogBytes = 512u << 10;
constexpr std::size_t kMostBodies = 1u << 20;  // bytes of one delivery, before hexadecimal
constexpr std::uint64_t kNear = 400;           // records: so far behind is no backlog yet
constexpr auto kIdle = 15s;                    // an agent that has nothing to say says so
constexpr auto kBacklogPause = 500ms;          // between deliveries of a backlog
constexpr auto kShortestWait = 1s, kLongestWait = 60s;

}  // namespace

Result<Cargo> next_cargo(vantage::Spool& spool, const Progress& progress) {
  const std::uint64_t next = spool.next();
  Cargo cargo;
  if (next <= progress.delivered) return cargo;
  const auto add = [&](std::uint64_t from, std::size_t bytes) -> Result<void> {
    SAKSI_TRY_ASSIGN(auto records, spool.read(from, bytes));
    for (store::Record& record : records)
      if (cargo.records.size() < store::kMostDelivered &&
          std::none_of(cargo.records.begin(), cargo.records.end(),
                       [&](const store::Record& one) { return one.seq == record.seq; }))
        cargo.records.push_back(std::move(record));
    return {};
  };
  const bool behind = next - progress.delivered > kNear;
  if (behind) {
    // The hub must know the plan before it can say whether a sample of it has a vote.
    const std::uint64_t live = std::max(progress.live, next > kNear ? next - kNear : 0);
    SAKSI_TRY_ASSIGN(auto plan, spool.read(spool.latest_plan(), 1));
    for (store::Record& record : plan) cargo.records.push_back(std::move(record));
    if (live < next) SAKSI_TRY(add(live, kLiveBytes));
  }
  SAKSI_TRY(add(progress.delivered, kBacklogBytes));
  cargo.more = behind || std::none_of(cargo.records.begin(), cargo.records.end(),
                                      [&](const auto& one) { return one.seq + 1 == next; });
  return cargo;
}

namespace {

class ThreadUplink final : public Uplink {
 public:
  explicit ThreadUplink(Parts parts)
      : parts_(std::move(parts)), clock_(*parts_.clock), plan_(parts_.plan) {}

  ~ThreadUplink() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    woken_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  Result<void> open() {
    SAKSI_TRY_ASSIGN(line_, net::HubLine::open(parts_.hub, parts_.spool->key_file(), stopping_));
    thread_ = std::thread([this] {
      ::pthread_setname_np(::pthread_self(), "uplink");
      run();
    });
    return {};
  }

  void wake() override {
    {
      const std::lock_guard lock(mutex_);
      news_ = true;
    }
    woken_.notify_all();
  }

  void follows(std::uint64_t plan) override { plan_ = plan; }

 private:
  void run() {
    auto wait = kShortestWait;
    bool reached = true;
    while (!stopping_) {
      bool more = false;
      const auto delivered = deliver(more);
      if (turned_away_) return;
      if (delivered) {
        if (!reached) log::info("the hub is reached again");
        reached = true;
        wait = kShortestWait;
        pause(more ? std::chrono::duration_cast<std::chrono::milliseconds>(kBacklogPause) : kIdle,
              !more);
      } else {
        if (reached) log::warning("{}; what is recorded waits here", delivered.error().message);
        reached = false;
        pause(wait, false);
        wait = std::min(wait * 2, std::chrono::seconds(kLongestWait));
      }
    }
  }

  // Of the world outside. A wait for news ends with them.
  void pause(std::chrono::milliseconds time, bool for_news) {
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, time, [&] { return stopping_ || (for_news && news_); });
    news_ = false;
  }

  Result<void> deliver(bool& more) {
    Cargo cargo;
    if (!asks_why_) {
      SAKSI_TRY_ASSIGN(cargo, next_cargo(*parts_.spool, progress_));
    }
    const std::vector<std::string> bodies = bodies_of(cargo);
    const auto health = parts_.spool->health();
    store::DeliveryHead head;
    head.key = parts_.spool->key().public_key();
    head.hub = parts_.hub.key;
    head.version = kVersion;
    head.plan = plan_;
    head.next = parts_.spool->next();
    head.journal_bytes = health.journal_bytes;
    head.troubles = health.troubles;
    head.waiting = health.waiting > 0;
    std::error_code error;
    const auto space = std::filesystem::space(parts_.directory, error);
    if (!error) head.disk_free = space.available;
    head.offset_lo = offset_lo_;
    head.offset_hi = offset_hi_;
    head.sent = clock_.wall();
    const Duration left = clock_.steady();
    const std::string text =
        store::write_delivery(head, cargo.records, bodies, parts_.spool->key());
    SAKSI_TRY_ASSIGN(const net::HubAnswer answer, line_->post("/agent/v1/records", text));
    const Instant back = head.sent + (clock_.steady() - left);  // no step of our clock in between
    if (answer.status != 200) return refused(answer);
    SAKSI_TRY_ASSIGN(const store::Receipt receipt, store::read_receipt(answer.body));
    // The hub's clock minus ours: it had the delivery after we sent it, and we the receipt after it
    // was written.
    offset_hi_ = receipt.received - head.sent;
    offset_lo_ = receipt.answered - back;
    if (*offset_lo_ > *offset_hi_) offset_lo_ = offset_hi_ = std::nullopt;  // its clock was set
    asks_why_ = false;
    progress_.delivered = receipt.next;
    progress_.live = std::max(progress_.live, receipt.early_to);
    SAKSI_TRY(parts_.spool->drop_before(receipt.next));
    more = cargo.more && !cargo.records.empty();
    parts_.heard(receipt, left);
    if (receipt.plan != 0 && receipt.plan != plan_ && receipt.plan != fetched_)
      SAKSI_TRY(fetch_plan(receipt.plan));
    return {};
  }

  // Bodies that the records name and that are here; of one that is lost the hub keeps the record,
  // without a vote.
  std::vector<std::string> bodies_of(Cargo& cargo) {
    std::vector<std::string> bodies;
    std::set<Digest> named;
    std::size_t bytes = 0;
    for (std::size_t at = 0; at < cargo.records.size(); ++at) {
      const auto opened = store::open_record(cargo.records[at].bytes);
      const auto* sample = opened ? std::get_if<Sample>(&opened->entry) : nullptr;
      if (sample == nullptr) continue;
      for (const StepFinding& step : sample->steps) {
        if (!step.body || named.contains(*step.body)) continue;
        auto body = store::blobs::read(parts_.directory, *step.body, 64u << 10);
        if (!body) {
          log::error("seq {}: {}", cargo.records[at].seq, body.error().message);
          continue;
        }
        bytes += body->size();
        if (bytes > kMostBodies && at > 0) {  // the rest goes with the next one
          cargo.records.resize(at);
          cargo.more = true;
          return bodies;
        }
        named.insert(*step.body);
        bodies.push_back(std::move(*body));
      }
    }
    return bodies;
  }

  Result<void> refused(const net::HubAnswer& answer) {
    // A hub takes large bodies only from those whom it knows: a small one brings the reason.
    asks_why_ = answer.status == 413;
    const auto json = parse_json(answer.body, 4096);
    std::string why = "status " + std::to_string(answer.status), reason;
    if (json && json->is_object()) {
      why = json->value("error", why);
      reason = json->value("reason", "");
    }
    if (reason == store::code(store::Refusal::unknown_key) ||
        reason == store::code(store::Refusal::revoked_key)) {
      turned_away_ = true;
      parts_.turned_away("the hub takes nothing from this agent any more: " + why);
    }
    return fail("the hub refused a delivery: " + why);
  }

  Result<void> fetch_plan(std::uint64_t serial) {
    SAKSI_TRY_ASSIGN(net::HubAnswer answer, line_->get("/agent/v1/plan"));
    if (answer.status != 200) return fail("the hub gave no plan");
    fetched_ = serial;
    parts_.new_plan(std::move(answer.body));
    return {};
  }

  Parts parts_;
  const Clock& clock_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> plan_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool news_ = false;  // GUARDED_BY(mutex_)
  // The uplink's own.
  std::unique_ptr<net::HubLine> line_;
  Progress progress_;
  std::optional<Duration> offset_lo_, offset_hi_;
  std::uint64_t fetched_ = 0;
  bool turned_away_ = false;
  bool asks_why_ = false;  // the last delivery was too large for a stranger
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Uplink>> Uplink::start(Parts parts) {
  auto uplink = std::make_unique<ThreadUplink>(std::move(parts));
  SAKSI_TRY(uplink->open());
  return uplink;
}

}  // namespace saksi::app
