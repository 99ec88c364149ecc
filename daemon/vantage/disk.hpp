// SPDX-License-Identifier: Apache-2.0
//
// What the journal asks of a disk, and no more: so that a test can take the power away between any
// two of these calls.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace saksi::vantage {

// An Error (SAKSI_TRY hands it on as one) that still knows its errno.
struct DiskError : Error {
  DiskError(std::string what, int number) : Error{std::move(what)}, code(number) {}
  [[nodiscard]] bool no_space() const;  // ENOSPC or EDQUOT
  [[nodiscard]] bool not_there() const;
  int code;
};
template <class T>
using DiskResult = tl::expected<T, DiskError>;

class Disk {
 public:
  Disk() = default;
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  virtual ~Disk() = default;

  // Open for appending. Closes silently: what was not synced may be lost.
  class File {
   public:
    File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    virtual ~File() = default;
    virtual DiskResult<void> append(std::string_view bytes) = 0;  // on an error any part is there
    virtual DiskResult<void> sync() = 0;                          // fdatasync
  };
  class Lock {
   public:
    Lock() = default;
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    virtual ~Lock() = default;
  };

  virtual DiskResult<void> make_folder(const std::string& path) = 0;  // 0750, with its parents
  virtual DiskResult<std::unique_ptr<Lock>> lock(const std::string& path) = 0;  // or fails at once
  virtual DiskResult<std::vector<std::string>> list(const std::string& folder) = 0;  // names
  virtual DiskResult<std::uint64_t> size(const std::string& path) = 0;
  // At most `most` bytes from `offset` on; fewer only at the end of the file.
  virtual DiskResult<std::string> read(const std::string& path, std::uint64_t offset,
                                       std::size_t most) = 0;
  virtual DiskResult<std::unique_ptr<File>> create(const std::string& path) = 0;  // O_EXCL, 0640
  virtual DiskResult<std::unique_ptr<File>> reopen(const std::string& path) = 0;
  virtual DiskResult<void> truncate(const std::string& path, std::uint64_t size) = 0;
  virtual DiskResult<void> remove(const std::string& path) = 0;
  virtual DiskResult<void> rename(const std::string& from, const std::string& to) = 0;
  virtual DiskResult<void> sync_folder(const std::string& path) = 0;
  virtual DiskResult<std::uint64_t> free_space(const std::string& folder) = 0;  // for this user
};

class RealDisk final : public Disk {
 public:
  DiskResult<void> make_folder(const std::string& path) override;
  DiskResult<std::unique_ptr<Lock>> lock(const std::string& path) override;
  DiskResult<std::vector<std::string>> list(const std::string& folder) override;
  DiskResult<std::uint64_t> size(const std::string& path) override;
  DiskResult<std::string> read(const std::string& path, std::uint64_t offset,
                               std::size_t most) override;
  DiskResult<std::unique_ptr<File>> create(const std::string& path) override;
  DiskResult<std::unique_ptr<File>> reopen(const std::string& path) override;
  DiskResult<void> truncate(const std::string& path, std::uint64_t size) override;
  DiskResult<void> remove(const std::string& path) override;
  DiskResult<void> rename(const std::string& from, const std::string& to) override;
  DiskResult<void> sync_folder(const std::string& path) override;
  DiskResult<std::uint64_t> free_space(const std::string& folder) override;
};

// The machine's own.
[[nodiscard]] Disk& machine_disk();

}  // namespace saksi::vantage
