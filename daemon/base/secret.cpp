// SPDX-License-Identifier: Apache-2.0
#include "base/secret.hpp"

#include <string.h>
#include <sys/stat.h>

#include "base/file.hpp"

namespace saksi {

namespace {

// Nobody else may read it, and its group may not change it. The group may read: where systemd hands
// a credential over with an ACL, the ACL's mask shows as the group's bits (0440).
constexpr mode_t kTooOpen = 0027;

}  // namespace

Secret::~Secret() { ::explicit_bzero(text_.data(), text_.size()); }

Result<Secret> Secret::read(const std::string& path) {
  SAKSI_TRY_ASSIGN(std::string text, read_file(path, 4096));
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0 || (about.st_mode & kTooOpen) != 0) {
    ::explicit_bzero(text.data(), text.size());
    return fail(
        path + ": others can read this secret, so it is none; change it, then chmod 0600 the file");
  }
  std::string line = text.substr(0, text.find_first_of("\r\n"));
  ::explicit_bzero(text.data(), text.size());
  if (line.empty()) return fail(path + ": the first line is empty; a secret is expected there");
  return Secret(std::move(line));
}

}  // namespace saksi
