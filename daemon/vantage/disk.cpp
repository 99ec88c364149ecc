// SPDX-License-Identifier: Apache-2.0
#include "vantage/disk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/file.hpp"

namespace saksi::vantage {
namespace {

tl::unexpected<DiskError> failed(const std::string& path, const char* doing) {
  const int code = errno;
  return tl::unexpected<DiskError>(
      DiskError(path + ": cannot " + doing + ": " + std::strerror(code), code));
}

class RealFile final : public Disk::File {
 public:
  RealFile(Fd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}
  DiskResult<void> append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t wrote = ::write(fd_.get(), bytes.data(), bytes.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return failed(path_, "write");
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return {};
  }
  DiskResult<void> sync() override {
    // Never again after an error, EINTR too: the kernel may have forgotten what it could not write.
    if (::fdatasync(fd_.get()) != 0) return failed(path_, "sync");
    return {};
  }

 private:
  Fd fd_;
  std::string path_;
};

class RealLock final : public Disk::Lock {
 public:
  explicit RealLock(Fd fd) : fd_(std::move(fd)) {}

 private:
  Fd fd_;
};

DiskResult<std::unique_ptr<Disk::File>> open_file(const std::string& path, int flags,
                                                  const char* doing) {
  Fd fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | flags, 0640));
  if (!fd) return failed(path, doing);
  return std::make_unique<RealFile>(std::move(fd), path);
}

}  // namespace

bool DiskError::no_space() const { return code == ENOSPC || code == EDQUOT; }
bool DiskError::not_there() const { return code == ENOENT; }

DiskResult<void> RealDisk::make_folder(const std::string& path) {
  errno = 0;
  if (auto made = saksi::make_folder(path, 0750); !made)
    return tl::unexpected<DiskError>(DiskError(made.error().message, errno));
  return {};
}

DiskResult<std::unique_ptr<Disk::Lock>> RealDisk::lock(const std::string& path) {
  errno = 0;
  auto held = lock_file(path);
  if (!held) return tl::unexpected<DiskError>(DiskError(held.error().message, errno));
  return std::make_unique<RealLock>(std::move(*held));
}

DiskResult<std::vector<std::string>> RealDisk::list(const std::string& folder) {
  DIR* open = ::opendir(folder.c_str());
  if (open == nullptr) return failed(folder, "list");
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(open)) names.emplace_back(entry->d_name);
  const int code = errno;
  ::closedir(open);
  errno = code;
  if (code != 0) return failed(folder, "list");
  std::erase_if(names, [](const std::string& name) { return name == "." || name == ".."; });
  return names;
}

DiskResult<std::uint64_t> RealDisk::size(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return failed(path, "look at");
  return static_cast<std::uint64_t>(about.st_size);
}

DiskResult<std::string> RealDisk::read(const std::string& path, std::uint64_t offset,
                                       std::size_t most) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return failed(path, "read");
  struct stat about {};
  if (::fstat(fd.get(), &about) != 0) return failed(path, "read");
  const std::uint64_t whole = static_cast<std::uint64_t>(about.st_size);
  std::string text(std::min<std::uint64_t>(most, offset < whole ? whole - offset : 0), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got = ::pread(fd.get(), text.data() + have, text.size() - have,
                                static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path, "read");
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

DiskResult<std::unique_ptr<Disk::File>> RealDisk::create(const std::string& path) {
  return open_file(path, O_CREAT | O_EXCL, "create");
}

DiskResult<std::unique_ptr<Disk::File>> RealDisk::reopen(const std::string& path) {
  return open_file(path, 0, "open for writing");
}

DiskResult<void> RealDisk::truncate(const std::string& path, std::uint64_t size) {
  if (::truncate(path.c_str(), static_cast<off_t>(size)) != 0) return failed(path, "cut");
  return {};
}

DiskResult<void> RealDisk::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0) return failed(path, "remove");
  return {};
}

DiskResult<void> RealDisk::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failed(to, "put in place");
  return {};
}

DiskResult<void> RealDisk::sync_folder(const std::string& path) {
  const Fd held(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!held || ::fsync(held.get()) != 0) return failed(path, "sync");
  return {};
}

DiskResult<std::uint64_t> RealDisk::free_space(const std::string& folder) {
  struct statvfs about {};
  if (::statvfs(folder.c_str(), &about) != 0) return failed(folder, "ask for its free space");
  return static_cast<std::uint64_t>(about.f_bavail) * about.f_frsize;
}

Disk& machine_disk() {
  static RealDisk disk;
  return disk;
}

}  // namespace saksi::vantage
