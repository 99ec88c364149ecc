// SPDX-License-Identifier: Apache-2.0
//
// A disk in memory that knows what was synced. Any call can fail, and the power can go away at any
// call: then bytes and names that were not synced are dropped, torn or kept in any mixture. After a
// sync that failed, reads still see the bytes, and no later sync writes them: as Linux does.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "vantage/disk.hpp"

namespace saksi::vantage {

struct PowerCut {};
enum class Loss { drop, tear, reorder };

class SimDisk final : public Disk {
 public:
  std::uint64_t calls = 0;
  std::uint64_t cut_at = 0;  // the power goes away in the n-th call from 1; 0: never
  std::uint64_t fail_from = 0, fail_to = 0;  // calls of these numbers fail with `code`
  int code = ENOSPC;
  bool syncs_only = false;  // ... only where they sync a file
  std::uint64_t failures = 0;
  std::mt19937_64 random{1};

  explicit SimDisk(std::uint64_t seed = 1) : random(seed) {}

  void power_returns(Loss loss) {
    for (const Change& change : changes_)
      if (loss == Loss::reorder ? coin() : false) apply(change, durable_names_);
    if (loss == Loss::tear) {
      const std::size_t some = changes_.empty() ? 0 : random() % (changes_.size() + 1);
      for (std::size_t i = 0; i < some; ++i) apply(changes_[i], durable_names_);
    }
    changes_.clear();
    names_ = durable_names_;
    for (auto& [name, inode] : names_) {
      inode->seen = inode->durable = inode->meant = after(*inode, loss);
    }
    locks_.clear();
    cut_at = fail_from = fail_to = 0;
  }

  // For tests: the file as it is read, to be changed by hand.
  std::string& bytes_of(const std::string& path) {
    Inode& inode = *names_.at(path);
    inode.by_hand = true;
    return inode.seen;
  }
  [[nodiscard]] std::vector<std::string> paths() const {
    std::vector<std::string> all;
    for (const auto& [name, inode] : names_) all.push_back(name);
    return all;
  }

  DiskResult<void> make_folder(const std::string& path) override { return call(path); }
  DiskResult<std::unique_ptr<Lock>> lock(const std::string& path) override {
    if (auto done = call(path); !done) return tl::unexpected<DiskError>(done.error());
    if (!locks_.insert(path).second) return error(path, EWOULDBLOCK);
    return std::make_unique<SimLock>(*this, path);
  }
  DiskResult<std::vector<std::string>> list(const std::string& folder) override {
    if (auto done = call(folder); !done) return tl::unexpected<DiskError>(done.error());
    std::vector<std::string> found{"journal.lock"};
    for (const auto& [name, inode] : names_)
      if (name.starts_with(folder + "/")) found.push_back(name.substr(folder.size() + 1));
    std::shuffle(found.begin(), found.end(), random);
    return found;
  }
  DiskResult<std::uint64_t> size(const std::string& path) override {
    if (auto done = call(path); !done) return tl::unexpected<DiskError>(done.error());
    const auto inode = find(path);
    if (!inode) return error(path, ENOENT);
    return inode->seen.size();
  }
  DiskResult<std::string> read(const std::string& path, std::uint64_t offset,
                               std::size_t most) override {
    if (auto done = call(path); !done) return tl::unexpected<DiskError>(done.error());
    const auto inode = find(path);
    if (!inode) return error(path, ENOENT);
    return offset >= inode->seen.size() ? std::string() : inode->seen.substr(offset, most);
  }
  DiskResult<std::unique_ptr<File>> create(const std::string& path) override {
    const bool there = find(path) != nullptr;
    const auto effect = [&] {
      if (!there) change({"", path, std::make_shared<Inode>()});
    };
    if (auto done = call(path, effect); !done) return tl::unexpected<DiskError>(done.error());
    if (there) return error(path, EEXIST);
    return std::make_unique<SimFile>(*this, path, find(path));
  }
  DiskResult<std::unique_ptr<File>> reopen(const std::string& path) override {
    if (auto done = call(path); !done) return tl::unexpected<DiskError>(done.error());
    if (!find(path)) return error(path, ENOENT);
    return std::make_unique<SimFile>(*this, path, find(path));
  }
  DiskResult<void> truncate(const std::string& path, std::uint64_t size) override {
    const auto inode = find(path);
    if (!inode) return call(path).and_then([&] { return DiskResult<void>(error(path, ENOENT)); });
    return call(path, [&] {
      inode->seen.resize(size);
      inode->meant.resize(size);
    });
  }
  DiskResult<void> remove(const std::string& path) override {
    if (!find(path))
      return call(path).and_then([&] { return DiskResult<void>(error(path, ENOENT)); });
    return call(path, [&] { change({path, "", nullptr}); });
  }
  DiskResult<void> rename(const std::string& from, const std::string& to) override {
    const auto inode = find(from);
    if (!inode) return call(from).and_then([&] { return DiskResult<void>(error(from, ENOENT)); });
    return call(from, [&] { change({from, to, inode}); });
  }
  DiskResult<void> sync_folder(const std::string& path) override {
    return call(path, [&] {
      durable_names_ = names_;
      changes_.clear();
    });
  }
  DiskResult<std::uint64_t> free_space(const std::string& folder) override {
    if (auto done = call(folder); !done) return tl::unexpected<DiskError>(done.error());
    return std::uint64_t{1} << 30;
  }

 private:
  struct Inode {
    std::string seen;     // what a read gives
    std::string meant;    // what a sync would write
    std::string durable;  // what was written
    bool by_hand = false;
  };
  using Names = std::map<std::string, std::shared_ptr<Inode>>;
  struct Change {
    std::string gone, there;
    std::shared_ptr<Inode> inode;
  };
  class SimLock final : public Lock {
   public:
    SimLock(SimDisk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}
    ~SimLock() override { disk_.locks_.erase(path_); }

   private:
    SimDisk& disk_;
    std::string path_;
  };
  class SimFile final : public File {
   public:
    SimFile(SimDisk& disk, std::string path, std::shared_ptr<Inode> inode)
        : disk_(disk), path_(std::move(path)), inode_(std::move(inode)) {}
    DiskResult<void> append(std::string_view bytes) override {
      const auto put = [&](std::string_view some) {
        inode_->seen += some;
        inode_->meant += some;
      };
      // A write that fails, or in which the power goes away, has written any part.
      const std::size_t part = disk_.random() % (bytes.size() + 1);
      return disk_.call(
          path_, [&] { put(bytes); }, [&] { put(bytes.substr(0, part)); });
    }
    DiskResult<void> sync() override {
      Inode& inode = *inode_;
      // The pages are clean now, and were never written: zeros stand in their place.
      const auto lose = [&] {
        inode.meant =
            inode.durable +
            std::string(inode.seen.size() - std::min(inode.seen.size(), inode.durable.size()),
                        '\0');
      };
      return disk_.call(
          path_, [&] { inode.durable = inode.meant; }, lose, true);
    }

   private:
    SimDisk& disk_;
    std::string path_;
    std::shared_ptr<Inode> inode_;
  };

  [[nodiscard]] bool coin() { return random() % 2 == 0; }
  static tl::unexpected<DiskError> error(const std::string& path, int code) {
    return tl::unexpected<DiskError>(DiskError(path + ": " + std::strerror(code), code));
  }
  [[nodiscard]] std::shared_ptr<Inode> find(const std::string& path) const {
    const auto at = names_.find(path);
    return at == names_.end() ? nullptr : at->second;
  }
  static void apply(const Change& change, Names& names) {
    if (!change.gone.empty()) names.erase(change.gone);
    if (!change.there.empty()) names[change.there] = change.inode;
  }
  void change(Change one) {
    apply(one, names_);
    changes_.push_back(std::move(one));
  }
  DiskResult<void> call(
      const std::string& path, const std::function<void()>& effect = [] {},
      const std::function<void()>& partly = [] {}, bool is_sync = false) {
    const std::uint64_t number = ++calls;
    if (number == cut_at) {
      if (is_sync ? coin() : true) coin() ? effect() : is_sync ? void() : partly();
      throw PowerCut{};
    }
    if (number >= fail_from && number < fail_to && (!syncs_only || is_sync)) {
      ++failures;
      partly();
      return error(path, code);
    }
    effect();
    return {};
  }
  std::string after(const Inode& inode, Loss loss) {
    if (inode.by_hand) return inode.seen;
    const std::string &old = inode.durable, &young = inode.meant;
    if (loss == Loss::drop) return old;
    const auto [less, most] = std::minmax({old.size(), young.size()});
    const std::size_t size = less + random() % (most - less + 1);
    std::string out(size, '\0');
    if (loss == Loss::tear) {
      std::memcpy(out.data(), young.size() >= old.size() ? young.data() : old.data(), size);
      return out;
    }
    constexpr std::size_t kBlock = 64;
    for (std::size_t at = 0; at < size; at += kBlock) {
      const std::string& from = coin() ? young : old;
      const std::size_t end = std::min(at + kBlock, size);
      for (std::size_t i = at; i < end; ++i)
        out[i] = i < from.size() ? from[i] : i < less ? old[i] : '\0';
    }
    return out;
  }

  Names names_, durable_names_;
  std::vector<Change> changes_;
  std::set<std::string> locks_;
};

}  // namespace saksi::vantage
