// SPDX-License-Identifier: Apache-2.0
#include "vantage/journal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"

namespace saksi::vantage {
namespace {

constexpr std::string_view kEnding = ".saksi";
constexpr std::size_t kMostTroubles = 100;
constexpr std::size_t kWindow = kFrameHead + kMostPayload;  // holds any one frame

// "00000000000000000017-0003.saksi": its first seq, and how many began there before.
std::string name_of(std::uint64_t first, std::uint64_t again) {
  return fmt::format("{:020}-{:04}{}", first, again, kEnding);
}

bool is_segment(const std::string& name) {
  return name.size() == 25 + kEnding.size() && name.ends_with(kEnding) && name[20] == '-' &&
         std::all_of(name.begin(), name.begin() + 20, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

void Journal::note(std::string what) {
  log::error("journal: {}", what);
  if (troubles_.size() < kMostTroubles) troubles_.push_back({std::move(what)});
}

Result<std::unique_ptr<Journal>> Journal::open(
    Disk& disk, std::string folder, Options options, std::uint64_t from,
    const std::function<Result<void>(const Row&)>& each) {
  SAKSI_TRY(disk.make_folder(folder));
  std::unique_ptr<Journal> journal(new Journal(disk, std::move(folder), options));
  SAKSI_TRY(journal->recover(from, each));
  return journal;
}

// Reads frames from `from_byte` on; returns where the last good one ends. `each` says false to
// stop.
Result<std::uint64_t> Journal::walk(
    const Segment& segment, bool last, std::uint64_t from_byte,
    const std::function<Result<bool>(Row&&, std::uint64_t end)>& each) {
  std::uint64_t at = from_byte, good = from_byte, bad_since = 0;
  bool bad = false;
  std::string window;
  std::size_t used = 0;
  const auto refill = [&]() -> Result<bool> {
    window.erase(0, used);
    used = 0;
    SAKSI_TRY_ASSIGN(const std::string more, disk_.read(path(segment), at + window.size(),
                                                        kWindow - window.size() % kWindow));
    window += more;
    return !more.empty();
  };
  for (;;) {
    auto framed = frame_at(std::string_view(window).substr(used));
    if (!framed && window.size() - used < kWindow) {
      SAKSI_TRY_ASSIGN(const bool more, refill());
      if (more) continue;
    }
    if (framed) {
      if (bad) note(fmt::format("{}: bytes {} to {} cannot be read", segment.name, bad_since, at));
      bad = false;
      at += framed->size;
      used += framed->size;
      good = at;
      SAKSI_TRY_ASSIGN(const bool on, each(std::move(framed->row), at));
      if (!on) return good;
      continue;
    }
    if (used == window.size()) break;
    if (!bad) bad_since = at;
    bad = true;
    // The next frame begins where its magic is found and its checksum agrees.
    const std::size_t next = window.find("SKJ1", used + 1);
    const std::size_t skip = next == std::string::npos
                                 ? std::max<std::size_t>(window.size() - used, 4) - 3
                                 : next - used;
    at += skip;
    used += skip;
    if (window.size() - used < 4) {
      SAKSI_TRY_ASSIGN(const bool more, refill());
      if (!more) break;
    }
  }
  if (bad && !last)
    note(fmt::format("{}: bytes {} to its end cannot be read", segment.name, bad_since));
  return good;
}

Result<void> Journal::recover(std::uint64_t from,
                              const std::function<Result<void>(const Row&)>& each) {
  SAKSI_TRY_ASSIGN(const std::vector<std::string> names, disk_.list(folder_));
  for (const std::string& name : names)
    if (is_segment(name)) segments_.push_back({name, std::stoull(name.substr(0, 20)), 0, 0});
  std::optional<std::uint64_t> told;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    Segment& segment = segments_[i];
    const bool last = i + 1 == segments_.size();
    segment.end = segment.first;
    // Those that are whole and of no interest are not read: the next one's name says where they
    // end.
    if (!last && segments_[i + 1].first <= from && segments_[i + 1].first > segment.first) {
      segment.end = segments_[i + 1].first;
      SAKSI_TRY_ASSIGN(segment.size, disk_.size(path(segment)));
      next_ = std::max(next_, segment.end);
      continue;
    }
    SAKSI_TRY_ASSIGN(const std::string head, disk_.read(path(segment), 0, kSegmentHead.size()));
    if (head != kSegmentHead) {
      if (!last && head.size() == kSegmentHead.size())
        note(segment.name + ": not a segment of this version");
      SAKSI_TRY_ASSIGN(segment.size, disk_.size(path(segment)));
      continue;
    }
    SAKSI_TRY_ASSIGN(segment.size, walk(segment, last, kSegmentHead.size(),
                                        [&](Row&& row, std::uint64_t) -> Result<bool> {
                                          segment.end = std::max(segment.end, row.seq + 1);
                                          next_ = std::max(next_, row.seq + 1);
                                          if (row.seq < from || (told && row.seq <= *told))
                                            return true;
                                          told = row.seq;
                                          SAKSI_TRY(each(row));
                                          return true;
                                        }));
  }
  // What is beyond the last good frame of the last segment was never told to be kept. The segment
  // is not gone on with where anything is wrong with it: a new one costs nothing.
  if (segments_.empty()) return {};
  Segment& last = segments_.back();
  SAKSI_TRY_ASSIGN(const std::uint64_t size, disk_.size(path(last)));
  if (size != last.size || last.size < kSegmentHead.size()) return {};
  if (auto file = disk_.open(path(last))) file_ = std::move(*file);
  // What was written and not synced before the end is read again here, and stands on from now on.
  if (file_)
    if (const auto synced = file_->sync(); !synced) file_.reset();
  return {};
}

Result<void> Journal::begin_segment() {
  file_.reset();
  std::uint64_t again = 0;
  for (const Segment& segment : segments_)
    if (segment.first == next_) ++again;
  SAKSI_TRY_ASSIGN(const std::vector<std::string> names, disk_.list(folder_));
  while (std::find(names.begin(), names.end(), name_of(next_, again)) != names.end()) ++again;
  Segment segment{name_of(next_, again), next_, next_, kSegmentHead.size()};
  SAKSI_TRY_ASSIGN(auto file, disk_.create(path(segment)));
  SAKSI_TRY(file->append(kSegmentHead));
  SAKSI_TRY(file->sync());
  SAKSI_TRY(disk_.sync_folder(folder_));
  segments_.push_back(std::move(segment));
  file_ = std::move(file);
  return {};
}

Result<void> Journal::append(const std::vector<Row>& rows) {
  if (rows.empty()) return {};
  std::string frames;
  for (const Row& row : rows) frames += frame_of(row);
  const auto write = [&]() -> Result<void> {
    if (!file_ || segments_.back().size >= options_.segment_bytes) SAKSI_TRY(begin_segment());
    SAKSI_TRY(file_->append(frames));
    return file_->sync();
  };
  if (auto written = write(); !written) {
    failed_ = true;
    if (file_ && !segments_.empty()) {
      // What was not synced must not be read back as if it had been. Where it cannot be cut, the
      // same rows will be read twice, which counts once.
      static_cast<void>(file_->truncate(segments_.back().size));
    }
    file_.reset();
    return written;
  }
  failed_ = false;
  segments_.back().size += frames.size();
  next_ = rows.back().seq + 1;
  segments_.back().end = next_;
  return {};
}

std::uint64_t Journal::first() const { return segments_.empty() ? next_ : segments_.front().first; }

Result<std::vector<Row>> Journal::read(std::uint64_t from, std::size_t most_bytes) {
  std::vector<Row> rows;
  std::size_t bytes = 0;
  for (const Segment& segment : segments_) {
    if (segment.end <= from || segment.size <= kSegmentHead.size()) continue;
    const bool goes_on = read_name_ == segment.name && read_seq_ <= from;
    const std::uint64_t start = goes_on ? read_byte_ : kSegmentHead.size();
    SAKSI_TRY(walk(segment, true, start, [&](Row&& row, std::uint64_t end) -> Result<bool> {
      if (end > segment.size || row.seq >= next_) return false;
      if (row.seq < from || (!rows.empty() && row.seq <= rows.back().seq)) return true;
      if (!rows.empty() && bytes + row.bytes.size() > most_bytes) return false;
      bytes += row.bytes.size();
      read_name_ = segment.name;
      read_seq_ = row.seq + 1;
      read_byte_ = end;
      rows.push_back(std::move(row));
      return true;
    }));
    if (bytes >= most_bytes) break;
    if (!rows.empty()) from = rows.back().seq + 1;
  }
  return rows;
}

Result<void> Journal::drop_before(std::uint64_t seq) {
  bool dropped = false;
  while (segments_.size() > 1 && segments_.front().end <= seq && segments_[1].first <= seq) {
    SAKSI_TRY(disk_.remove(path(segments_.front())));
    segments_.erase(segments_.begin());
    dropped = true;
  }
  if (dropped) return disk_.sync_folder(folder_);
  return {};
}

std::uint64_t Journal::bytes() const {
  std::uint64_t all = 0;
  for (const Segment& segment : segments_) all += segment.size;
  return all;
}

}  // namespace saksi::vantage
