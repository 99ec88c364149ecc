// SPDX-License-Identifier: Apache-2.0
#include "base/secret.hpp"

#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/file.hpp"

namespace saksi {

namespace {

// Nobody else may read it, and its group may not change it. The group may read: where systemd hands
// a credential over with an ACL, the ACL's mask shows as the group's bits (0440).
constexpr mode_t kTooOpen = 0027;

constexpr std::string_view kCredential = "credential:";

bool readable_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

}  // namespace

bool is_credential(std::string_view named) { return named.starts_with(kCredential); }

Result<std::string> secret_file(const std::string& named) {
  if (!is_credential(named)) return named;
  const std::string name = named.substr(kCredential.size());
  if (name.empty() || name.size() > 200 || name.front() == '.' ||
      !std::all_of(name.begin(), name.end(), readable_name))
    return fail(named +
                ": a credential's name is of letters, digits, - and _ alone, as in "
                "credential:uji-saksi-01");
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe)
  if (folder == nullptr || *folder == '\0')
    return fail(named +
                ": $CREDENTIALS_DIRECTORY is not set, so there are no credentials here. systemd "
                "sets it for the service (LoadCredential=); by hand, as root: env "
                "CREDENTIALS_DIRECTORY=/etc/saksi/credentials saksi ...");
  // The unit hands over a whole folder, and then systemd puts the folder's id before each name.
  for (const std::string& file : {name, "saksi_" + name}) {
    std::string path = std::string(folder) + "/" + file;
    if (::access(path.c_str(), F_OK) == 0) return path;
  }
  return fail(named + ": " + folder + " holds no \"" + name +
              "\"; put the password in /etc/saksi/credentials/" + name +
              " (root, mode 0600), then restart the service");
}

void forbid_cores() {
  constexpr rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);  // lowering a limit is always allowed
}

Secret::~Secret() { ::explicit_bzero(text_.data(), text_.size()); }

Result<Secret> Secret::read(const std::string& named) {
  SAKSI_TRY_ASSIGN(const std::string path, secret_file(named));
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
