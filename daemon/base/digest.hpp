// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 as a value, and Ed25519 keys (RFC 8032). All of OpenSSL's hashing and signing is behind
// this page.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace saksi {

using Digest = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

[[nodiscard]] Digest sha256(std::string_view bytes);
[[nodiscard]] Digest sha256(const Digest& bytes);

// HMAC (RFC 2104): what only a holder of the key can make of a text.
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view text);
// Do the two say the same? The time that it takes tells nothing of where they differ.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

[[nodiscard]] std::string hex(const std::uint8_t* bytes, std::size_t size);
template <std::size_t N>
[[nodiscard]] std::string hex(const std::array<std::uint8_t, N>& bytes) {
  return hex(bytes.data(), N);
}
// Exactly N bytes in lower-case hexadecimal.
bool unhex(std::string_view text, std::uint8_t* out, std::size_t size);
template <std::size_t N>
Result<std::array<std::uint8_t, N>> unhex(std::string_view text) {
  std::array<std::uint8_t, N> bytes{};
  if (!unhex(text, bytes.data(), N))
    return fail("not " + std::to_string(N) + " bytes in hexadecimal");
  return bytes;
}

// A private Ed25519 key. Kept in a PKCS#8 PEM file of mode 0600, made at first use.
class SigningKey {
 public:
  static Result<SigningKey> open_or_create(const std::string& path);
  static SigningKey generate();
  [[nodiscard]] Signature sign(std::string_view message) const;
  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }

 private:
  explicit SigningKey(std::shared_ptr<void> key);  // EVP_PKEY, shared read-only
  std::shared_ptr<void> key_;
  PublicKey public_key_{};
};

[[nodiscard]] bool verify(const PublicKey& key, std::string_view message,
                          const Signature& signature);

// 64 bits that are the same for the same key and text, for ever: jitter and other choices that an
// auditor must be able to make again. The first eight bytes of SHA-256(key, 0, text), big-endian.
[[nodiscard]] std::uint64_t keyed_hash(std::string_view key, std::string_view text);

}  // namespace saksi
