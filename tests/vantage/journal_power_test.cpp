// SPDX-License-Identifier: Apache-2.0
//
// The power goes away, or the disk fails, at every call that the journal makes.
#include <gtest/gtest.h>

#include <map>

#include "vantage/journal.hpp"
#include "vantage/journal_rig.hpp"

namespace saksi::vantage {
namespace {

// What its user knows: the rows that were acknowledged, and how far it let the old ones go.
struct Known {
  std::map<std::uint64_t, Row> kept;
  std::map<std::uint64_t, std::vector<Row>> tried;
  std::uint64_t dropped = 0;
  int attempt = 0;
};

// Appends, rotates and drops; a batch that failed is given again, with the same bytes.
void live(Journal& journal, Known& known, int steps) {
  for (int step = 0; step < steps; ++step) {
    const std::vector<Row> batch =
        rows(journal.next(), static_cast<std::size_t>(1 + step % 4), known.attempt);
    for (const Row& one : batch) known.tried[one.seq].push_back(one);
    for (int again = 0; again < 20; ++again) {
      if (!journal.append(batch)) continue;
      for (const Row& one : batch) known.kept[one.seq] = one;
      break;
    }
    if (step % 5 == 4 && journal.next() > 9) {
      known.dropped = std::max(known.dropped, journal.next() - 9);
      static_cast<void>(journal.drop_before(known.dropped));  // again in five steps
    }
  }
}

// Every acknowledged row that was not let go is there, once, and nothing that nobody wrote.
void check(const Opened& opened, const Known& known, const std::string& where) {
  ASSERT_TRUE(opened.journal) << where << ": " << opened.error;
  const std::uint64_t next = opened.journal->next();
  std::uint64_t due = opened.journal->first();
  ASSERT_LE(due, std::max<std::uint64_t>(known.dropped, 0)) << where;
  for (const Row& one : opened.rows) {
    ASSERT_EQ(one.seq, due++) << where;
    const auto kept = known.kept.find(one.seq);
    if (kept != known.kept.end()) {
      ASSERT_TRUE(same(one, kept->second)) << where << ": row " << one.seq;
      continue;
    }
    const auto tried = known.tried.find(one.seq);
    ASSERT_TRUE(tried != known.tried.end()) << where << ": row " << one.seq;
    ASSERT_TRUE(std::any_of(tried->second.begin(), tried->second.end(), [&](const Row& row) {
      return same(row, one);
    })) << where;
  }
  ASSERT_EQ(due, next) << where;
  ASSERT_GE(next, known.kept.empty() ? 0 : known.kept.rbegin()->first + 1) << where;
  const auto read = read_all(*opened.journal);
  ASSERT_EQ(read.size(), opened.rows.size()) << where;
  ASSERT_TRUE(opened.journal->troubles().empty()) << where << ": " << texts(*opened.journal);
}

// The rows that a start finds are known from then on: they may have been delivered.
void learn(const Opened& opened, Known& known) {
  for (const Row& one : opened.rows) known.kept[one.seq] = one;
  ++known.attempt;
}

TEST(JournalPower, LosesNothingSyncedAndDoublesNothingWhereverThePowerGoesAway) {
  for (const Loss loss : {Loss::drop, Loss::tear, Loss::reorder})
    for (std::uint64_t seed = 1; seed <= 6; ++seed)
      for (std::uint64_t at = 1;; ++at) {
        const std::string where =
            fmt::format("loss {}, seed {}, call {}", static_cast<int>(loss), seed, at);
        SimDisk disk(seed * 1000 + at);
        Known known;
        bool cut = false;
        disk.cut_at = at;
        try {
          const Opened opened = open(disk);
          ASSERT_TRUE(opened.journal) << opened.error;
          live(*opened.journal, known, 20);
        } catch (const PowerCut&) {
          cut = true;
        }
        disk.power_returns(loss);
        // The second cut comes while the journal mends itself, or a little later.
        disk.calls = 0;
        disk.cut_at = 1 + at % 23;
        try {
          const Opened opened = open(disk);
          ASSERT_NO_FATAL_FAILURE(check(opened, known, where));
          learn(opened, known);
          live(*opened.journal, known, 6);
        } catch (const PowerCut&) {
        }
        disk.power_returns(loss);
        const Opened opened = open(disk);
        ASSERT_NO_FATAL_FAILURE(check(opened, known, where + ", twice"));
        if (!cut) {
          EXPECT_GT(at, 100U) << "the script is too short to show anything";
          break;
        }
      }
}

TEST(JournalPower, GoesOnWhereItStoodWhenSpaceIsBackWhicheverCallHadNone) {
  for (const int code : {ENOSPC, EIO, EROFS}) {
    bool reached = true;
    for (std::uint64_t at = 6; reached; ++at)
      for (const std::uint64_t lasting : {1U, 2U, 9U}) {
        const std::string where = fmt::format("errno {}, call {}, {} calls", code, at, lasting);
        SimDisk disk(at);
        Known known;
        disk.code = code;
        disk.fail_from = at;
        disk.fail_to = at + lasting;
        {
          const Opened opened = open(disk);
          ASSERT_TRUE(opened.journal) << where << opened.error;
          live(*opened.journal, known, 20);
          ASSERT_EQ(known.kept.size(), opened.journal->next()) << where;
          EXPECT_FALSE(opened.journal->failed());
        }
        reached = disk.failures > 0;
        disk.power_returns(Loss::drop);
        ASSERT_NO_FATAL_FAILURE(check(open(disk), known, where));
      }
  }
}

TEST(JournalPower, NeverTrustsAFileWhoseSyncHasFailedOnce) {
  for (std::uint64_t at = 1; at < 80; ++at) {
    SimDisk disk(at);
    Known known;
    disk.code = EIO;
    disk.syncs_only = true;
    disk.fail_from = at;
    disk.fail_to = at + 3;
    {
      const Opened opened = open(disk);
      ASSERT_TRUE(opened.journal) << opened.error;
      live(*opened.journal, known, 20);
    }
    disk.power_returns(Loss::drop);
    ASSERT_NO_FATAL_FAILURE(check(open(disk), known, fmt::format("call {}", at)));
  }
}

TEST(JournalPower, CountsAfterAKillOnlyWhatAPowerCutCannotTakeAnyMore) {
  SimDisk disk;
  Known known;
  {
    const Opened opened = open(disk);
    ASSERT_TRUE(opened.journal->append(rows(0, 2)));
    disk.syncs_only = true;  // the sync fails, and the process is killed there
    disk.fail_from = disk.calls;
    disk.fail_to = disk.calls + 3;
    EXPECT_FALSE(opened.journal->append(rows(2, 2)));
    EXPECT_TRUE(opened.journal->failed());
    EXPECT_TRUE(opened.journal->full());
  }
  disk.fail_from = disk.fail_to = 0;
  std::uint64_t next = 0;
  {
    const Opened opened = open(disk);
    ASSERT_TRUE(opened.journal) << opened.error;
    next = opened.journal->next();
  }
  disk.power_returns(Loss::drop);
  EXPECT_EQ(open(disk).journal->next(), next);
}

}  // namespace
}  // namespace saksi::vantage
