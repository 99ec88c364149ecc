// SPDX-License-Identifier: Apache-2.0
#include "vantage/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace saksi::vantage {
namespace {

constexpr std::string_view kEnding = ".saksi";
constexpr std::size_t kDigits = 20;
constexpr std::size_t kMostSegment = 256U << 20;  // one batch may be larger than segment_bytes
constexpr std::size_t kMostTroubles = 100;
constexpr std::uint64_t kMarkEvery = 64U << 10;
constexpr std::size_t kBlock = 256U << 10;

std::optional<std::uint64_t> number_of(std::string_view name) {
  if (name.size() != kDigits + kEnding.size() || !name.ends_with(kEnding)) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + kDigits, number);
  if (error != std::errc() || end != name.data() + kDigits || number > kMostSeq)
    return std::nullopt;
  return number;
}

}  // namespace

Journal::Journal(Disk& disk, std::string folder, Options options)
    : disk_(disk), folder_(std::move(folder)), options_(options) {}

std::string Journal::path_of(std::uint64_t first) const {
  return fmt::format("{}/{:020}{}", folder_, first, kEnding);
}

void Journal::trouble(const Segment& segment, const std::string& what) {
  std::string text = fmt::format("{}: {}", path_of(segment.first), what);
  const auto known = std::any_of(troubles_.begin(), troubles_.end(),
                                 [&](const Trouble& one) { return one.what == text; });
  if (!known && troubles_.size() < kMostTroubles) troubles_.push_back({std::move(text)});
}

void Journal::mark(Segment& segment, std::uint64_t seq, std::uint64_t offset) {
  if (segment.marks.empty() || (seq > segment.marks.rbegin()->first &&
                                offset >= segment.marks.rbegin()->second + kMarkEvery))
    segment.marks.emplace(seq, offset);
}

Result<std::unique_ptr<Journal>> Journal::open(Disk& disk, std::string folder, Options options,
                                               std::uint64_t from, const Each& each) {
  std::unique_ptr<Journal> journal(new Journal(disk, std::move(folder), options));
  SAKSI_TRY(journal->load(from, each));
  return journal;
}

Result<void> Journal::load(std::uint64_t from, const Each& each) {
  SAKSI_TRY(disk_.make_folder(folder_));
  SAKSI_TRY_ASSIGN(lock_, disk_.lock(folder_ + "/journal.lock"));
  SAKSI_TRY_ASSIGN(const std::vector<std::string> names, disk_.list(folder_));
  std::vector<std::uint64_t> firsts;
  for (const std::string& name : names)
    if (const auto first = number_of(name)) firsts.push_back(*first);
  std::sort(firsts.begin(), firsts.end());
  for (std::size_t i = 0; i < firsts.size(); ++i) {
    const bool last = i + 1 == firsts.size();
    segments_.push_back({firsts[i], 0, true, {}});
    SAKSI_TRY(
        load_one(segments_.back(), last ? std::nullopt : std::optional(firsts[i + 1]), from, each));
  }
  return {};
}

Result<void> Journal::load_one(Segment& segment, std::optional<std::uint64_t> until,
                               std::uint64_t from, const Each& each) {
  const std::string path = path_of(segment.first);
  if (until && *until <= from) {
    SAKSI_TRY_ASSIGN(segment.size, disk_.size(path));
    return {};
  }
  const auto text = disk_.read(path, 0, kMostSegment);
  if (!text && !until) return fail(text.error().message);  // without it next() is not known
  if (!text) {
    segment.readable = false;
    trouble(segment, text.error().message);
    return {};
  }
  auto read = read_segment(*text, segment.first, until, options_.most_row);
  if (!read) return fail(path + ": " + read.error().message);
  for (const std::string& what : read->troubles) trouble(segment, what);
  segment.size = read->end;
  next_ = read->next;
  for (const Frame& frame : read->frames) {
    mark(segment, frame.seq, frame.begin);
    if (frame.seq < from) continue;
    const auto row = row_of(frame, options_.most_row);
    if (!row) {
      trouble(segment, fmt::format("row {}: {}", frame.seq, row.error().message));
      continue;
    }
    SAKSI_TRY(each(*row));
  }
  if (until) return {};
  SAKSI_TRY(renew(segment, body_of(*text, *read)));
  // Damage must not be taken for a torn end at the next start, when the later write that shows what
  // it is may have been cut. In vain where there is no room: then the next append begins one.
  if (!read->troubles.empty()) static_cast<void>(begin());
  return {};
}

// A file of this name with a head and `body`, synced: beside it first, so that the name always is
// one of a whole segment.
DiskResult<std::unique_ptr<Disk::File>> Journal::written(const std::string& path,
                                                         std::string_view body) {
  const std::string beside = path + ".new";
  if (auto gone = disk_.remove(beside); !gone && !gone.error().not_there())
    return tl::unexpected<DiskError>(std::move(gone).error());
  auto file = disk_.create(beside);
  if (!file) return file;
  DiskResult<void> done = (*file)->append(kSegmentHead);
  if (done && !body.empty()) done = (*file)->append(body);
  if (done) done = (*file)->sync();
  if (done) done = disk_.rename(beside, path);
  if (done) done = disk_.sync_folder(folder_);
  if (done) return file;
  // In vain where the disk is read-only; the next attempt removes it, or says why not.
  static_cast<void>(disk_.remove(beside));
  return tl::unexpected<DiskError>(std::move(done).error());
}

// What the last segment reads as may be in the kernel's memory alone: after a kill before the sync,
// or after a sync that failed. A new file is sure. Where there is no room for it, the old one is
// synced, and not written to any more.
Result<void> Journal::renew(Segment& segment, std::string_view body) {
  auto file = written(path_of(segment.first), body);
  const std::uint64_t size = kSegmentHead.size() + body.size();
  if (file) {
    for (auto& [seq, offset] : segment.marks) offset = offset + size - segment.size;
    segment.size = size;
    active_ = std::move(*file);
    return {};
  }
  give_up(file.error());
  if (size != segment.size) return fail(file.error().message);  // a damaged head stays unmended
  SAKSI_TRY_ASSIGN(const auto old, disk_.reopen(path_of(segment.first)));
  SAKSI_TRY(old->sync());
  SAKSI_TRY(disk_.sync_folder(folder_));
  return {};
}

void Journal::give_up(const DiskError& error) {
  active_.reset();
  failed_ = true;
  full_ = error.no_space();
}

Result<void> Journal::begin() {
  active_.reset();
  auto file = written(path_of(next_), {});
  if (!file) {
    give_up(file.error());
    return fail(file.error().message);
  }
  // A segment of which no row counts is replaced by the one that begins where it did.
  if (!segments_.empty() && segments_.back().first == next_) segments_.pop_back();
  segments_.push_back({next_, kSegmentHead.size(), true, {}});
  active_ = std::move(*file);
  return {};
}

Result<void> Journal::append(const std::vector<Row>& rows) {
  if (rows.empty()) return {};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].seq != next_ + i || rows[i].seq > kMostSeq)
      return fail(fmt::format("{}: row {} where row {} is due", folder_, rows[i].seq, next_ + i));
    if (rows[i].bytes.size() > options_.most_row)
      return fail(fmt::format("{}: row {} has {} bytes, more than {}", folder_, rows[i].seq,
                              rows[i].bytes.size(), options_.most_row));
  }
  const std::string bytes = frames_of(rows);
  if (!active_ || (segments_.back().size > kSegmentHead.size() &&
                   segments_.back().size + bytes.size() > options_.segment_bytes))
    SAKSI_TRY(begin());
  Segment& segment = segments_.back();
  DiskResult<void> done = active_->append(bytes);
  if (done) done = active_->sync();
  if (!done) {
    give_up(done.error());
    // Readers pass over what failed. To cut it only saves space, so it may fail as well.
    static_cast<void>(disk_.truncate(path_of(segment.first), segment.size));
    return fail(done.error().message);
  }
  mark(segment, rows.front().seq, segment.size);
  segment.size += bytes.size();
  next_ += rows.size();
  failed_ = full_ = false;
  return {};
}

std::uint64_t Journal::first() const { return segments_.empty() ? next_ : segments_.front().first; }

std::uint64_t Journal::bytes() const {
  std::uint64_t sum = 0;
  for (const Segment& segment : segments_) sum += segment.size;
  return sum;
}

Result<std::vector<Row>> Journal::read(std::uint64_t from, std::size_t most_bytes) {
  std::vector<Row> rows;
  std::size_t got = 0;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const std::uint64_t until = i + 1 < segments_.size() ? segments_[i + 1].first : next_;
    if (until <= from || !segments_[i].readable) continue;
    SAKSI_TRY_ASSIGN(const bool more, read_from(segments_[i], from, until, most_bytes, got, rows));
    if (!more) break;
  }
  return rows;
}

// Rows of one segment, block by block. False: there are enough.
Result<bool> Journal::read_from(Segment& segment, std::uint64_t from, std::uint64_t until,
                                std::size_t most_bytes, std::size_t& got, std::vector<Row>& rows) {
  const auto near = segment.marks.upper_bound(from);
  std::uint64_t offset =
      near == segment.marks.begin() ? kSegmentHead.size() : std::prev(near)->second;
  std::uint64_t due = std::max(from, segment.first);
  std::string text;
  for (std::size_t at = 0;;) {
    const bool whole = offset + text.size() >= segment.size;
    const Step step = next_frame(text, at, whole, options_.most_row);
    if (step.more) {
      text.erase(0, at);
      offset += at;
      at = 0;
      const std::uint64_t end = offset + text.size();
      SAKSI_TRY_ASSIGN(const std::string block,
                       disk_.read(path_of(segment.first), end,
                                  std::min<std::uint64_t>(kBlock, segment.size - end)));
      if (block.empty()) return fail(path_of(segment.first) + ": became shorter");
      text += block;
      continue;
    }
    if (!step.frame) return true;
    const Frame& frame = *step.frame;
    at = frame.end;
    mark(segment, frame.seq, offset + frame.begin);
    if (frame.seq < due || frame.seq >= until) continue;
    due = frame.seq + 1;
    auto row = row_of(frame, options_.most_row);
    if (!row) {
      trouble(segment, fmt::format("row {}: {}", frame.seq, row.error().message));
      continue;
    }
    if (!rows.empty() && got + row->bytes.size() > most_bytes) return false;
    got += row->bytes.size();
    rows.push_back(std::move(*row));
  }
}

Result<void> Journal::drop_before(std::uint64_t seq) {
  while (segments_.size() > 1 && segments_[1].first <= seq) {
    if (auto gone = disk_.remove(path_of(segments_.front().first));
        !gone && !gone.error().not_there())
      return fail(gone.error().message);
    segments_.erase(segments_.begin());
    // One by one, so that no power cut leaves an older segment behind a hole.
    SAKSI_TRY(disk_.sync_folder(folder_));
  }
  return {};
}

}  // namespace saksi::vantage
