// SPDX-License-Identifier: Apache-2.0
#include "net/trust.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>

namespace saksi::net {
namespace {

constexpr const char* kSystemBundle = "/etc/ssl/certs/ca-certificates.crt";

// One state of the file on disk.
struct Edition {
  dev_t device = 0;
  ino_t inode = 0;
  off_t size = 0;
  std::int64_t seconds = 0, nanoseconds = 0;
  friend bool operator==(const Edition&, const Edition&) = default;
};

struct Loaded {
  Edition edition;
  TrustStore store;
};

Result<TrustStore> load(const std::string& path) {
  TrustStore store(X509_STORE_new(), X509_STORE_free);
  ERR_clear_error();
  if (!store || X509_STORE_load_file(store.get(), path.c_str()) != 1) {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    ERR_clear_error();
    return fail("reading trusted certificates from " + path + ": " +
                    (reason != nullptr ? reason : "no certificate inside") +
                    "; a PEM file is needed",
                ErrorKind::usage);
  }
  ERR_clear_error();  // the end of a PEM file leaves "no start line" behind
  // As libcurl does: an intermediate that the operator has put here is trusted as it is.
  X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN);
  return store;
}

}  // namespace

Result<TrustStore> trust_store(const std::string& ca_file) {
  static std::mutex mutex;
  static std::map<std::string, Loaded> all;  // guarded by mutex; one entry a file ever configured

  const std::string path = ca_file.empty() ? kSystemBundle : ca_file;
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    return fail("reading trusted certificates from " + path + ": " + std::strerror(errno),
                ErrorKind::usage);
  const Edition edition{found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec,
                        found.st_mtim.tv_nsec};

  const std::lock_guard lock(mutex);
  const auto known = all.find(path);
  if (known != all.end() && known->second.edition == edition) return known->second.store;
  SAKSI_TRY_ASSIGN(const TrustStore store, load(path));
  all[path] = Loaded{edition, store};
  return store;
}

}  // namespace saksi::net
