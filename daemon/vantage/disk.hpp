// SPDX-License-Identifier: Apache-2.0
//
// The few things that a journal asks of a file system, as a seam: tests put a disk below it that
// loses power, fills up or fails a sync. Paths are whole; every error names one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace saksi::vantage {

class Disk {
 public:
  // A file that is appended to. Closing it syncs nothing.
  class File {
   public:
    virtual ~File() = default;
    virtual Result<void> append(std::string_view bytes) = 0;
    virtual Result<void> sync() = 0;  // fdatasync(2)
    virtual Result<void> truncate(std::uint64_t size) = 0;
  };
  virtual ~Disk() = default;
  virtual Result<void> make_folder(const std::string& path) = 0;
  virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;  // names, sorted
  virtual Result<std::unique_ptr<File>> create(const std::string& path) = 0;     // must not exist
  virtual Result<std::unique_ptr<File>> open(const std::string& path) = 0;       // for appending
  virtual Result<std::uint64_t> size(const std::string& path) = 0;
  virtual Result<std::string> read(const std::string& path, std::uint64_t from,
                                   std::size_t most) = 0;
  virtual Result<void> remove(const std::string& path) = 0;
  virtual Result<void> sync_folder(const std::string& path) = 0;
};

// The machine's own.
[[nodiscard]] Disk& machine_disk();

}  // namespace saksi::vantage
