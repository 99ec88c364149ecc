// SPDX-License-Identifier: Apache-2.0
#include "vantage/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/file.hpp"

namespace saksi::vantage {
namespace {

tl::unexpected<Error> failed(const char* what, const std::string& path) {
  return fail(std::string(what) + " " + path + ": " +
              (errno == ENOSPC || errno == EDQUOT ? "disk full" : std::strerror(errno)));
}

class MachineFile final : public Disk::File {
 public:
  MachineFile(Fd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}
  Result<void> append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t some = ::write(fd_.get(), bytes.data(), bytes.size());
      if (some < 0 && errno == EINTR) continue;
      if (some < 0) return failed("cannot write", path_);
      bytes.remove_prefix(static_cast<std::size_t>(some));
    }
    return {};
  }
  Result<void> sync() override {
    if (::fdatasync(fd_.get()) != 0) return failed("cannot sync", path_);
    return {};
  }
  Result<void> truncate(std::uint64_t size) override {
    if (::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0) return failed("cannot cut", path_);
    return {};
  }

 private:
  Fd fd_;
  std::string path_;
};

class MachineDisk final : public Disk {
 public:
  Result<void> make_folder(const std::string& path) override { return saksi::make_folder(path); }
  Result<std::vector<std::string>> list(const std::string& folder) override {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
      names.push_back(entry.path().filename().string());
    if (error) return fail("cannot list " + folder + ": " + error.message());
    std::sort(names.begin(), names.end());
    return names;
  }
  Result<std::unique_ptr<File>> create(const std::string& path) override {
    return at(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL, "cannot create");
  }
  Result<std::unique_ptr<File>> open(const std::string& path) override {
    return at(path, O_WRONLY | O_APPEND, "cannot open");
  }
  Result<std::uint64_t> size(const std::string& path) override {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return failed("cannot look at", path);
    return static_cast<std::uint64_t>(found.st_size);
  }
  Result<std::string> read(const std::string& path, std::uint64_t from, std::size_t most) override {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return failed("cannot read", path);
    std::string bytes(most, '\0');
    std::size_t got = 0;
    while (got < most) {
      const ssize_t some =
          ::pread(fd.get(), bytes.data() + got, most - got, static_cast<off_t>(from + got));
      if (some < 0 && errno == EINTR) continue;
      if (some < 0) return failed("cannot read", path);
      if (some == 0) break;
      got += static_cast<std::size_t>(some);
    }
    bytes.resize(got);
    return bytes;
  }
  Result<void> remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0) return failed("cannot remove", path);
    return {};
  }
  Result<void> sync_folder(const std::string& path) override {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd || ::fsync(fd.get()) != 0) return failed("cannot sync", path);
    return {};
  }

 private:
  static Result<std::unique_ptr<File>> at(const std::string& path, int flags, const char* what) {
    Fd fd(::open(path.c_str(), flags | O_CLOEXEC, 0640));
    if (!fd) return failed(what, path);
    return std::make_unique<MachineFile>(std::move(fd), path);
  }
};

}  // namespace

Disk& machine_disk() {
  static MachineDisk disk;
  return disk;
}

}  // namespace saksi::vantage
