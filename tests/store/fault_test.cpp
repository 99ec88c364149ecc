// SPDX-License-Identifier: Apache-2.0
//
// What the store promises when the machine fails it: killed at any instant, a full disk, a sync
// that fails once.
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <utility>

#include "store/support.hpp"

namespace saksi::store::test {
namespace {

// In the child: appends batches of 1 to 5 for two vantages, and after each success tells how many
// records there are; a checkpoint now and then, as the daemon does.
[[noreturn]] void append_until_killed(const std::string& directory, int out) {
  auto writer = Writer::open(directory, {}, {{"pusat"}, {"timur"}});
  if (!writer) ::_exit(9);
  const auto next = (*writer)->next_seq();
  std::uint64_t total = next.at({"pusat"}) + next.at({"timur"});
  for (unsigned i = 0;; ++i) {
    std::vector<Entry> batch;
    for (unsigned n = 0; n <= i % 5; ++n)
      batch.emplace_back(
          sample(n % 2 == 0 ? "pusat" : "timur", at("00:00:00") + std::chrono::seconds(total + n)));
    if (!(*writer)->append(batch)) ::_exit(8);
    total += batch.size();
    if (::write(out, &total, sizeof total) != sizeof total) ::_exit(7);
    if (i % 16 == 15 && !(*writer)->checkpoint()) ::_exit(6);
  }
}

TEST(Store, LosesNoAcknowledgedRecordWhenItIsKilled) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << "\n";
  std::mt19937 dice(seed);
  const TempDir dir;
  std::uint64_t acknowledged = 0;
  for (int round = 0; round < 30; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const pid_t child = ::fork();
    if (child == 0) append_until_killed(dir.path(), ends[1]);
    ::close(ends[1]);
    // Killed at a random moment after a random number of acknowledgements: no clock is needed.
    const auto after = std::uniform_int_distribution<int>(1, 20)(dice);
    std::uint64_t told = 0;
    for (int i = 0; i < after && ::read(ends[0], &told, sizeof told) == sizeof told; ++i)
      acknowledged = told;
    for (auto spin = std::uniform_int_distribution<int>(0, 300000)(dice); spin > 0; --spin)
      asm volatile("" ::: "memory");
    ::kill(child, SIGKILL);
    while (::read(ends[0], &told, sizeof told) == sizeof told) acknowledged = told;
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended with " << WEXITSTATUS(status);

    const auto reader = open_reader(dir.path());
    const auto done = verify(*reader, dir.path());
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_EQ(done->troubles, std::vector<std::string>{}) << "round " << round << ", seed " << seed;
    ASSERT_GE(done->records, acknowledged) << "round " << round << ", seed " << seed;
    ASSERT_LE(done->records, acknowledged + 5) << "a batch that nobody was told of is at most one";
    acknowledged = done->records;
  }
}

std::vector<Entry> batch_of(int size, int first) {
  std::vector<Entry> batch;
  for (int i = 0; i < size; ++i)
    batch.emplace_back(sample("pusat", at("00:00:00") + (first + i) * std::chrono::seconds(1)));
  return batch;
}

class Mounted {
 public:
  explicit Mounted(std::string path) : path_(std::move(path)) {
    std::filesystem::create_directory(path_);
    good_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=1m") == 0;
  }
  ~Mounted() {
    if (good_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool grow() const {
    return ::mount("tmpfs", path_.c_str(), "tmpfs", MS_REMOUNT, "size=8m") == 0;
  }

 private:
  std::string path_;
  bool good_ = false;
};

TEST(Store, StopsOnAFullDiskAndLosesNothingThatItHadAcknowledged) {
  const TempDir dir;
  const Mounted disk(dir / "disk");
  if (!disk.good()) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "CI must be able to mount a small tmpfs";
    GTEST_SKIP() << "mounting a small tmpfs needs root";
  }
  const std::string directory = dir / "disk/store";
  std::size_t acknowledged = 0;
  {
    const auto writer = open_writer(directory);
    Result<std::vector<std::uint64_t>> last = std::vector<std::uint64_t>{};
    for (int i = 0; i < 1000 && last; ++i) {
      last = writer->append(batch_of(20, i * 20));
      if (last) acknowledged += 20;
    }
    ASSERT_FALSE(last);
    EXPECT_NE(last.error().message.find("disk full; free space and restart"), std::string::npos)
        << last.error().message;
    EXPECT_TRUE(writer->broken());

    // Space is back, and still it is not tried again: only a restart reads what really is there.
    ASSERT_TRUE(disk.grow());
    const auto again = writer->append(batch_of(1, 500000));
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().message.find("stopped after a failed write"), std::string::npos)
        << again.error().message;
    EXPECT_FALSE(writer->commit({}, {}, at("00:00:00")));
    EXPECT_FALSE(writer->checkpoint());
  }

  const auto writer = open_writer(directory);
  ASSERT_NE(writer, nullptr);
  const auto done = verify(*open_reader(directory), directory);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->troubles, std::vector<std::string>{});
  EXPECT_EQ(done->records, acknowledged);
  EXPECT_TRUE(writer->append(batch_of(20, 600000)));
}

// The operating system's file layer with one fault in it: a sync that fails once.
bool fail_next_sync = false;
unsigned syncs = 0;
const sqlite3_io_methods* real_methods = nullptr;
sqlite3_io_methods faulty_methods;
sqlite3_vfs faulty_vfs;
sqlite3_vfs* real_vfs = nullptr;

int faulty_sync(sqlite3_file* file, int flags) {
  ++syncs;
  if (std::exchange(fail_next_sync, false)) return SQLITE_IOERR_FSYNC;
  return real_methods->xSync(file, flags);
}
int faulty_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  const int code = real_vfs->xOpen(real_vfs, name, file, flags, out);
  if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL) != 0) {
    real_methods = file->pMethods;
    faulty_methods = *real_methods;
    faulty_methods.xSync = faulty_sync;
    file->pMethods = &faulty_methods;
  }
  return code;
}

TEST(Store, NeverTrustsASyncThatFailedOnce) {
  real_vfs = sqlite3_vfs_find(nullptr);
  faulty_vfs = *real_vfs;
  faulty_vfs.zName = "faulty";
  faulty_vfs.xOpen = faulty_open;
  ASSERT_EQ(sqlite3_vfs_register(&faulty_vfs, 1), SQLITE_OK);
  const TempDir dir;
  {
    const auto writer = open_writer(dir.path());
    ASSERT_TRUE(writer->append(batch_of(3, 0)));
    fail_next_sync = true;

    const auto failed = writer->append(batch_of(3, 3));

    EXPECT_FALSE(failed);
    EXPECT_FALSE(fail_next_sync) << "nothing was synced";
    EXPECT_TRUE(writer->broken());
    const unsigned before = syncs;
    EXPECT_FALSE(writer->append(batch_of(3, 6)));
    EXPECT_EQ(syncs, before);
  }
  ASSERT_EQ(sqlite3_vfs_unregister(&faulty_vfs), SQLITE_OK);
  const auto writer = open_writer(dir.path());
  EXPECT_EQ(troubles(dir.path()), std::vector<std::string>{});
  EXPECT_TRUE(writer->append(batch_of(3, 6)));
}

TEST(Store, SyncsBeforeItAcknowledges) {
  real_vfs = sqlite3_vfs_find(nullptr);
  faulty_vfs = *real_vfs;
  faulty_vfs.zName = "faulty";
  faulty_vfs.xOpen = faulty_open;
  ASSERT_EQ(sqlite3_vfs_register(&faulty_vfs, 1), SQLITE_OK);
  {
    const TempDir dir;
    const auto writer = open_writer(dir.path());
    for (int i = 0; i < 3; ++i) {
      const unsigned before = syncs;
      ASSERT_TRUE(writer->append(batch_of(1, i)));
      EXPECT_GT(syncs, before);
    }
  }
  ASSERT_EQ(sqlite3_vfs_unregister(&faulty_vfs), SQLITE_OK);
}

}  // namespace
}  // namespace saksi::store::test
