// SPDX-License-Identifier: Apache-2.0
//
// What an agent has recorded: its chain, in its journal, and what a start must know of it. Records
// that the disk does not take wait in memory, signed and in order, until it does.
//
//   <directory>/keys/VANTAGE.pem  journal/*.saksi  blobs/  spool.json
//
// Locks itself: the keeper appends while the uplink reads.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/records.hpp"
#include "vantage/journal.hpp"

namespace saksi::vantage {

class Spool final : public store::SlotRows {
 public:
  // Rows of the last day are read back, for the slots and refusals that they tell of.
  static Result<std::unique_ptr<Spool>> open(Disk& disk, const std::string& directory,
                                             const VantageId& vantage, const std::string& demo);

  // Signs and chains the entries. False: the disk takes nothing now, and they wait in memory.
  Result<bool> append(const std::vector<store::Entry>& entries);
  // Tries again what waits. False: it still waits.
  bool retry();
  [[nodiscard]] bool has_room() const;  // for more that wait

  Result<std::vector<Terminal>> terminals(Instant from, Instant to) override;
  Result<Instant> accounted() override;
  // Every slot planned before has its row; what is needed after a start is noted, atomically.
  // Nothing is while records wait: their rows are not on the disk.
  Result<void> note_accounted(Instant until);

  [[nodiscard]] std::vector<Plan> plans() const;
  [[nodiscard]] std::optional<Instant> last_planned() const;
  // Of the last day, each target's latest that were no light checks, in order of their end: what
  // refusals and usual sizes are known by.
  [[nodiscard]] std::vector<Sample> lately(Instant now) const;

  // For the uplink. A record is delivered only once it is synced.
  Result<std::vector<store::Record>> read(std::uint64_t from, std::size_t most_bytes);
  [[nodiscard]] std::uint64_t next() const;         // synced up to before this one
  [[nodiscard]] std::uint64_t latest_plan() const;  // seq of the newest plan record
  // Rows below `seq` are the hub's now. Those of the last day stay: a start counts slots by them.
  Result<void> drop_before(std::uint64_t seq);
  struct Health {
    std::uint64_t journal_bytes = 0, troubles = 0, waiting = 0;
  };
  [[nodiscard]] Health health() const;
  [[nodiscard]] const SigningKey& key() const { return key_; }
  [[nodiscard]] std::string key_file() const;

 private:
  Spool(SigningKey key, std::string directory, VantageId vantage, std::string demo);
  Result<void> load(Disk& disk);
  void heard(const store::Opened& opened);
  void remember(const Sample& sample);
  Result<void> save(Instant accounted);
  bool flush();

  mutable std::mutex mutex_;
  const SigningKey key_;
  const std::string directory_;
  const VantageId vantage_;
  const std::string demo_, boot_;
  std::unique_ptr<Journal> journal_;
  std::deque<Row> waiting_;
  std::uint64_t next_ = 0;  // of the chain, with what waits
  Digest prev_{};
  struct Kept {
    std::uint64_t seq;
    Instant end;
    Terminal terminal;
    bool slotted;
  };
  std::deque<Kept> rows_;  // of the last day
  std::map<TargetId, std::deque<Sample>> lately_;
  std::vector<std::pair<std::uint64_t, Plan>> plans_;
  std::vector<std::string> plan_bytes_;
  std::optional<Instant> last_planned_;
  Instant accounted_{};
  bool disk_refuses_ = false;  // as was told
};

}  // namespace saksi::vantage
