// SPDX-License-Identifier: Apache-2.0
//
// An agent's own records on its own disk: segments that only grow, one write and one sync for each
// batch. What was appended is there after a kill and after a power cut, each row once. Not locked
// inside: one thread at a time.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "vantage/disk.hpp"
#include "vantage/segment.hpp"

namespace saksi::vantage {

struct Trouble {
  std::string what;  // "FILE: bytes 812 to 1650 cannot be read"
};

class Journal {
 public:
  struct Options {
    std::size_t segment_bytes = 8U << 20;
    std::size_t most_row = 4U << 20;
  };
  using Each = std::function<Result<void>(const Row&)>;

  // Holds the folder's lock. Reads what is there, and calls `each` for each row from `from` on, in
  // order; segments wholly below `from` are not read. A torn end of the last segment is cut; what
  // is damaged elsewhere is named in troubles(), and what follows is read. The last segment is
  // written anew, so that nothing counts that is only in the kernel's memory.
  static Result<std::unique_ptr<Journal>> open(Disk& disk, std::string folder, Options options,
                                               std::uint64_t from, const Each& each);

  // One write, one sync; rows in order without a hole, the first of them next(). After an error
  // nothing of it counts, and the next append begins a new segment: the file of the failed sync is
  // never synced again. The same rows may be given again.
  Result<void> append(const std::vector<Row>& rows);
  [[nodiscard]] std::uint64_t next() const { return next_; }
  [[nodiscard]] std::uint64_t first() const;  // oldest seq still here; next() where there is none
  // Rows from `from` on, at most `most_bytes` of their bytes, but one where there is one. Rows that
  // are damaged are passed over.
  Result<std::vector<Row>> read(std::uint64_t from, std::size_t most_bytes);
  // Removes segments all of whose rows are below; never the last one, which knows next().
  Result<void> drop_before(std::uint64_t seq);
  [[nodiscard]] std::uint64_t bytes() const;
  [[nodiscard]] const std::vector<Trouble>& troubles() const { return troubles_; }
  [[nodiscard]] bool failed() const { return failed_; }  // by the last append
  [[nodiscard]] bool full() const { return full_; }      // ... for want of space

 private:
  struct Segment {
    std::uint64_t first = 0;
    std::uint64_t size = 0;                        // what counts; behind it may lie what failed
    bool readable = true;                          // what the disk does not give was named at open
    std::map<std::uint64_t, std::uint64_t> marks;  // seq -> offset, one for each 64 KiB seen
  };
  Journal(Disk& disk, std::string folder, Options options);
  [[nodiscard]] std::string path_of(std::uint64_t first) const;
  void trouble(const Segment& segment, const std::string& what);
  static void mark(Segment& segment, std::uint64_t seq, std::uint64_t offset);
  Result<void> load(std::uint64_t from, const Each& each);
  Result<void> load_one(Segment& segment, std::optional<std::uint64_t> until, std::uint64_t from,
                        const Each& each);
  Result<void> renew(Segment& segment, std::string_view body);
  DiskResult<std::unique_ptr<Disk::File>> written(const std::string& path, std::string_view body);
  Result<void> begin();
  void give_up(const DiskError& error);
  Result<bool> read_from(Segment& segment, std::uint64_t from, std::uint64_t until,
                         std::size_t most_bytes, std::size_t& got, std::vector<Row>& rows);

  Disk& disk_;
  const std::string folder_;
  const Options options_;
  std::unique_ptr<Disk::Lock> lock_;
  std::vector<Segment> segments_;
  std::unique_ptr<Disk::File> active_;  // the last segment's, unless it failed
  std::uint64_t next_ = 0;
  std::vector<Trouble> troubles_;
  bool failed_ = false, full_ = false;
};

}  // namespace saksi::vantage
