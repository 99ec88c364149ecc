// SPDX-License-Identifier: Apache-2.0
#include "store/ack_key.hpp"

#include <filesystem>

#include "base/digest.hpp"
#include "base/file.hpp"
#include "store/records.hpp"

namespace saksi::store {
namespace {

constexpr std::size_t kTokenDigits = 32;  // 128 bits
constexpr std::size_t kKeyDigits = 64;

std::string path_in(const std::string& directory) { return directory + "/keys/acknowledge.key"; }

}  // namespace

Result<AckKey> AckKey::open(const std::string& directory) {
  const std::string path = path_in(directory);
  SAKSI_TRY_ASSIGN(Secret key, Secret::read(path));
  if (key.reveal().size() != kKeyDigits)
    return fail(path +
                ": this is not a key of saksi; move it away, and a new one is made (links "
                "that were sent before then hold no more)");
  return AckKey(std::move(key));
}

Result<AckKey> AckKey::open_or_create(const std::string& directory) {
  const std::string path = path_in(directory);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    std::string key;
    while (key.size() < kKeyDigits) key += hex(random_nonce());
    SAKSI_TRY(write_atomically(path, key.substr(0, kKeyDigits) + "\n", 0600));
  }
  return open(directory);
}

std::string AckKey::token(const std::string& number) const {
  return hex(hmac_sha256(key_.reveal(), "saksi/acknowledge/" + number)).substr(0, kTokenDigits);
}

bool AckKey::holds(const std::string& number, std::string_view token) const {
  return same_secret(this->token(number), token);
}

}  // namespace saksi::store
