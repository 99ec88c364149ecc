// SPDX-License-Identifier: Apache-2.0
//
// What guards an acknowledgement. Each incident has a token that nobody can guess who does not hold
// the key; the key is made at the first start and lies in the store's folder, where only the
// operator can read it. A token opens its own incident and no other, for as long as the key stays.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace saksi::store {

class AckKey {
 public:
  static Result<AckKey> open_or_create(const std::string& directory);
  static Result<AckKey> open(const std::string& directory);
  [[nodiscard]] std::string token(const std::string& number) const;
  [[nodiscard]] bool holds(const std::string& number, std::string_view token) const;

 private:
  explicit AckKey(Secret key) : key_(std::move(key)) {}
  Secret key_;  // in hexadecimal
};

}  // namespace saksi::store
