// SPDX-License-Identifier: Apache-2.0
#include "base/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace saksi {
namespace {

tl::unexpected<Error> system_error(const std::string& path, const char* doing) {
  return fail(path + ": cannot " + doing + ": " + std::strerror(errno));
}

Result<void> write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return system_error(path, "write");
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

}  // namespace

void Fd::reset(int number) {
  if (number_ >= 0) ::close(number_);
  number_ = number;
}

Result<std::string> read_file(const std::string& path, std::size_t most) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return system_error(path, "read");
  struct stat about {};
  if (::fstat(fd.get(), &about) != 0) return system_error(path, "read");
  if (!S_ISREG(about.st_mode)) return fail(path + ": this is not a regular file");
  std::string text;
  char block[16384];
  for (;;) {
    const ssize_t got = ::read(fd.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(path, "read");
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
    if (text.size() > most)
      return fail(path + ": larger than the " + std::to_string(most) +
                  " bytes that are accepted here");
  }
}

Result<void> write_atomically(const std::string& path, std::string_view bytes, unsigned mode) {
  const std::string beside = path + ".new";
  ::unlink(beside.c_str());  // what a killed writer left
  Fd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!fd) return system_error(beside, "create");
  SAKSI_TRY(write_all(fd.get(), bytes, beside));
  if (::fsync(fd.get()) != 0) return system_error(beside, "sync");
  if (::rename(beside.c_str(), path.c_str()) != 0) return system_error(path, "replace");
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const Fd held(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!held || ::fsync(held.get()) != 0) return system_error(folder, "sync");
  return {};
}

Result<void> make_folder(const std::string& path, unsigned mode) {
  std::error_code error;
  const std::filesystem::path whole(path);
  if (std::filesystem::is_directory(whole, error)) return {};
  if (whole.has_parent_path() && whole.parent_path() != whole)
    SAKSI_TRY(make_folder(whole.parent_path().string(), mode));
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
    return system_error(path, "create the folder");
  if (!std::filesystem::is_directory(whole, error))
    return fail(path + ": this is not a folder; move it away, or name another one");
  return {};
}

Result<Fd> lock_file(const std::string& path) {
  Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd)
    return fail(path + ": cannot open the lock: " + std::strerror(errno) +
                "; this user must be able to write to its folder");
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return fail(path +
                  ": another saksi is using this store; stop it first, or give this one its own "
                  "storage.directory");
    return system_error(path, "lock");
  }
  return fd;
}

}  // namespace saksi
