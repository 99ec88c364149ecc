// SPDX-License-Identifier: Apache-2.0
//
// A certificate that an Ed25519 key signs for itself: TLS between those who pin each other's keys
// and trust no authority. It carries nothing but the key, and never ends.
#pragma once

#include <string>

#include "base/digest.hpp"

namespace saksi::net {

// PEM. The key is read from its PKCS#8 PEM file.
Result<std::string> self_signed(const std::string& key_file, const std::string& name);

// What libcurl's CURLOPT_PINNEDPUBLICKEY takes: "sha256//" and the SHA-256 of the key's
// SubjectPublicKeyInfo (RFC 8410 section 4) in base64.
[[nodiscard]] std::string pin_of(const PublicKey& key);

}  // namespace saksi::net
