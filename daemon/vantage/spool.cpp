// SPDX-License-Identifier: Apache-2.0
#include "vantage/spool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/timestamp.hpp"
#include "store/fields.hpp"

namespace saksi::vantage {
namespace {

using namespace std::chrono_literals;

constexpr Duration kDay = 24h;
constexpr std::size_t kMostWaiting = 20'000;  // at a record a second that is five hours
constexpr std::size_t kMostPlans = 4096;      // of which slots may still be counted
constexpr std::size_t kMostLately = 200;      // samples of one target

constexpr const char* kMoveAway = "; move the file away: the journal is read whole then";

std::string boot_id() {
  auto text = read_file("/proc/sys/kernel/random/boot_id", 64);
  if (!text) return {};
  while (!text->empty() && text->back() == '\n') text->pop_back();
  return text->size() <= 40 ? *text : std::string();
}

}  // namespace

Spool::Spool(SigningKey key, std::string directory, VantageId vantage, std::string demo)
    : key_(std::move(key)),
      directory_(std::move(directory)),
      vantage_(std::move(vantage)),
      demo_(std::move(demo)),
      boot_(boot_id()) {}

std::string Spool::key_file() const { return directory_ + "/keys/" + vantage_.text + ".pem"; }

Result<std::unique_ptr<Spool>> Spool::open(Disk& disk, const std::string& directory,
                                           const VantageId& vantage, const std::string& demo) {
  SAKSI_TRY(make_folder(directory + "/keys", 0700));
  SAKSI_TRY_ASSIGN(SigningKey key,
                   SigningKey::open_or_create(directory + "/keys/" + vantage.text + ".pem"));
  std::unique_ptr<Spool> spool(new Spool(std::move(key), directory, vantage, demo));
  SAKSI_TRY(spool->load(disk));
  return spool;
}

// spool.json: from which record on a start has to read, and the plans before it.
Result<void> Spool::load(Disk& disk) {
  std::uint64_t from = 0;
  if (const auto text = read_file(directory_ + "/spool.json", 64U << 20)) {
    const std::string path = directory_ + "/spool.json";
    const auto parsed = parse_canonical(*text, 64U << 20);
    if (!parsed) return fail(path + ": " + parsed.error().message + kMoveAway);
    const Json& json = *parsed;
    std::string mistake;
    store::Fields fields(json, mistake);
    from = static_cast<std::uint64_t>(fields.integer("from", 0, std::int64_t{1} << 53));
    accounted_ = fields.time("accounted");
    for (const std::string& line :
         fields.maybe_texts("plans", kMostPlans, store::kMostRecordBytes)) {
      const auto opened = store::open_record(line);
      if (!opened) return fail(path + ": " + opened.error().message + kMoveAway);
      heard(*opened);
      plan_bytes_.push_back(line);
    }
    fields.finish();
    if (!mistake.empty()) return fail(path + ": " + mistake + kMoveAway);
  }
  std::optional<std::uint64_t> last;
  const auto each = [&](const Row& row) -> Result<void> {
    SAKSI_TRY_ASSIGN(const store::Opened opened, store::open_record(row.bytes));
    if (opened.envelope.key != key_.public_key() || opened.envelope.demo != demo_)
      return fail(
          fmt::format("{}/journal holds records of another key or purpose; each agent needs "
                      "a folder of its own",
                      directory_));
    last = row.seq;
    prev_ = sha256(row.bytes);
    if (std::holds_alternative<Plan>(opened.entry) &&
        std::none_of(plans_.begin(), plans_.end(),
                     [&](const auto& plan) { return plan.first == row.seq; }))
      plan_bytes_.push_back(row.bytes);
    heard(opened);
    return {};
  };
  SAKSI_TRY_ASSIGN(journal_, Journal::open(disk, directory_ + "/journal", {}, from, each));
  next_ = journal_->next();
  // The chain goes on from the last record, whose hash is needed even where no row was read.
  if (next_ > 0 && !last) {
    SAKSI_TRY_ASSIGN(const std::vector<Row> rows, journal_->read(next_ - 1, 1));
    if (rows.empty()) return fail(directory_ + "/journal: its last record cannot be read");
    prev_ = sha256(rows.back().bytes);
  }
  // Without its note, slots before what is left of the journal are not counted again: they were
  // delivered, and a second row would contradict the first.
  if (accounted_ == Instant{} && journal_->first() > 0 && !rows_.empty())
    accounted_ = rows_.front().end;
  return {};
}

void Spool::heard(const store::Opened& opened) {
  const std::uint64_t seq = opened.envelope.seq;
  if (const Plan* plan = std::get_if<Plan>(&opened.entry)) {
    if (std::none_of(plans_.begin(), plans_.end(),
                     [&](const auto& one) { return one.first == seq; }))
      plans_.emplace_back(seq, *plan);
    return;
  }
  const auto derived = store::derive(opened.entry);
  if (!derived) return;
  Kept kept{seq, store::from_us(derived->end_us), {}, derived->slot_us.has_value()};
  if (kept.slotted)
    kept.terminal = {vantage_,           {derived->target},
                     {derived->journey}, store::from_us(*derived->slot_us),
                     derived->outcome,   derived->is_gap};
  rows_.push_back(std::move(kept));
  const auto plan_of = [&](Instant planned) {
    last_planned_ = last_planned_ ? std::max(*last_planned_, planned) : planned;
  };
  if (const auto* sample = std::get_if<Sample>(&opened.entry)) {
    if (sample->slot) plan_of(sample->planned);
    remember(*sample);
  }
  if (const auto* gap = std::get_if<Gap>(&opened.entry)) plan_of(gap->planned);
}

void Spool::remember(const Sample& sample) {
  if (sample.cls == Class::light_ok) return;
  std::deque<Sample>& of_target = lately_[sample.target];
  of_target.push_back(sample);
  if (of_target.size() > kMostLately) of_target.pop_front();
}

Result<bool> Spool::append(const std::vector<store::Entry>& entries) {
  const std::lock_guard lock(mutex_);
  for (const store::Entry& entry : entries) {
    const store::Envelope envelope{
        vantage_.text, key_.public_key(), next_, prev_, store::random_nonce(), demo_, boot_};
    SAKSI_TRY_ASSIGN(std::string bytes, store::seal(entry, envelope));
    prev_ = sha256(bytes);
    const Signature signature = key_.sign(store::message_to_sign(bytes));
    heard({envelope, entry});
    if (std::holds_alternative<Plan>(entry)) plan_bytes_.push_back(bytes);
    waiting_.push_back({next_++, signature, std::move(bytes)});
  }
  return flush();
}

bool Spool::retry() {
  const std::lock_guard lock(mutex_);
  return flush();
}

// The journal begins a new segment after a failure, so the same rows may be given again.
bool Spool::flush() {
  while (!waiting_.empty()) {
    const std::size_t some = std::min<std::size_t>(waiting_.size(), 256);
    const std::vector<Row> rows(waiting_.begin(),
                                waiting_.begin() + static_cast<std::ptrdiff_t>(some));
    if (const auto written = journal_->append(rows); !written) {
      if (!std::exchange(disk_refuses_, true))
        log::error("{}; records wait in memory", written.error().message);
      return false;
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(some));
  }
  if (std::exchange(disk_refuses_, false)) log::info("the disk takes records again");
  return true;
}

bool Spool::has_room() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size() < kMostWaiting;
}

Result<std::vector<store::SlotRows::Terminal>> Spool::terminals(Instant from, Instant to) {
  const std::lock_guard lock(mutex_);
  std::vector<Terminal> found;
  for (const Kept& row : rows_)
    if (row.slotted && row.terminal.slot >= from && row.terminal.slot < to)
      found.push_back(row.terminal);
  return found;
}

Result<Instant> Spool::accounted() {
  const std::lock_guard lock(mutex_);
  return accounted_;
}

Result<void> Spool::note_accounted(Instant until) {
  const std::lock_guard lock(mutex_);
  if (until <= accounted_ || !waiting_.empty()) return {};
  while (!rows_.empty() && rows_.front().end < until - kDay) rows_.pop_front();
  // Of plans that rule no slot from then on, the last stays: it says what ruled before the next.
  while (plans_.size() > 1 && plans_[1].second.effective < until - kDay) {
    plans_.erase(plans_.begin());
    plan_bytes_.erase(plan_bytes_.begin());
  }
  SAKSI_TRY(save(until));
  accounted_ = until;
  return {};
}

Result<void> Spool::save(Instant accounted) {
  const std::uint64_t synced = journal_->next();
  Json json{{"accounted", utc_text(accounted)},
            {"from", rows_.empty() ? synced : std::min(rows_.front().seq, synced)}};
  if (!plan_bytes_.empty()) json["plans"] = plan_bytes_;
  return write_atomically(directory_ + "/spool.json", canonical(json), 0640);
}

std::vector<Plan> Spool::plans() const {
  const std::lock_guard lock(mutex_);
  std::vector<Plan> found;
  for (const auto& [seq, plan] : plans_) found.push_back(plan);
  return found;
}

std::optional<Instant> Spool::last_planned() const {
  const std::lock_guard lock(mutex_);
  return last_planned_;
}

std::vector<Sample> Spool::lately(Instant now) const {
  const std::lock_guard lock(mutex_);
  std::vector<Sample> found;
  for (const auto& [target, samples] : lately_)
    for (const Sample& sample : samples)
      if (sample.end >= now - kDay) found.push_back(sample);
  std::sort(found.begin(), found.end(),
            [](const Sample& a, const Sample& b) { return a.end < b.end; });
  return found;
}

Result<std::vector<store::Record>> Spool::read(std::uint64_t from, std::size_t most_bytes) {
  const std::lock_guard lock(mutex_);
  SAKSI_TRY_ASSIGN(std::vector<Row> rows, journal_->read(from, most_bytes));
  std::vector<store::Record> records;
  for (Row& row : rows)
    records.push_back(
        {vantage_.text, key_.public_key(), row.seq, std::move(row.bytes), row.signature});
  return records;
}

std::uint64_t Spool::next() const {
  const std::lock_guard lock(mutex_);
  return journal_->next();
}

std::uint64_t Spool::latest_plan() const {
  const std::lock_guard lock(mutex_);
  return plans_.empty() ? 0 : plans_.back().first;
}

Result<void> Spool::drop_before(std::uint64_t seq) {
  const std::lock_guard lock(mutex_);
  return journal_->drop_before(rows_.empty() ? seq : std::min(seq, rows_.front().seq));
}

Spool::Health Spool::health() const {
  const std::lock_guard lock(mutex_);
  return {journal_->bytes(), journal_->troubles().size(), waiting_.size()};
}

}  // namespace saksi::vantage
