// SPDX-License-Identifier: Apache-2.0
//
// An agent's append-only journal: signed records in segments of some 8 MiB, each named by its first
// seq (docs/formats/journal-1.md). Written and synced in one go; removed segment by segment once
// the hub has what is in them.
//
// After a write or a sync that failed nobody knows what is on the disk: that segment is left alone
// for ever, cut back to what was synced where the disk allows it, and the next append begins a new
// one. So no sync is ever tried again, and the caller may give the same rows once more.
//
// One thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "vantage/disk.hpp"
#include "vantage/segment.hpp"

namespace saksi::vantage {

struct Trouble {
  std::string what;  // "segment 000...: bytes 812 to 1650 cannot be read"
};

class Journal {
 public:
  struct Options {
    std::size_t segment_bytes = 8u << 20;
  };
  // Cuts a torn tail of the last segment off; a bad frame elsewhere is left, named, and what
  // follows it is read. Calls `each` for every row with seq >= from, once and in order.
  static Result<std::unique_ptr<Journal>> open(Disk& disk, std::string folder, Options options,
                                               std::uint64_t from,
                                               const std::function<Result<void>(const Row&)>& each);

  // All of it is durable when it returns, or none of it counts. Rows in order, the first == next().
  Result<void> append(const std::vector<Row>& rows);
  [[nodiscard]] std::uint64_t next() const { return next_; }
  [[nodiscard]] std::uint64_t first() const;
  // From `from` on, at most `most_bytes` of record bytes but at least one row where there is one.
  Result<std::vector<Row>> read(std::uint64_t from, std::size_t most_bytes);
  // Removes segments all of whose rows are below `seq`; never the last one.
  Result<void> drop_before(std::uint64_t seq);
  [[nodiscard]] std::uint64_t bytes() const;  // on disk
  [[nodiscard]] const std::vector<Trouble>& troubles() const { return troubles_; }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  struct Segment {
    std::string name;
    std::uint64_t first = 0, end = 0;  // seq; end: beyond its last row
    std::uint64_t size = 0;            // bytes that count
  };
  Journal(Disk& disk, std::string folder, Options options)
      : disk_(disk), folder_(std::move(folder)), options_(options) {}
  Result<void> recover(std::uint64_t from, const std::function<Result<void>(const Row&)>& each);
  Result<std::uint64_t> walk(const Segment& segment, bool last, std::uint64_t from_byte,
                             const std::function<Result<bool>(Row&&, std::uint64_t end)>& each);
  Result<void> begin_segment();
  [[nodiscard]] std::string path(const Segment& segment) const {
    return folder_ + "/" + segment.name;
  }
  void note(std::string what);

  Disk& disk_;
  const std::string folder_;
  const Options options_;
  std::vector<Segment> segments_;     // in order of seq
  std::unique_ptr<Disk::File> file_;  // the last one, while it may be appended to
  std::uint64_t next_ = 0;
  bool failed_ = false;
  std::vector<Trouble> troubles_;
  // Where a reader left off, so that the next read need not walk a segment from its beginning.
  std::uint64_t read_seq_ = 0, read_byte_ = 0;
  std::string read_name_;
};

}  // namespace saksi::vantage
