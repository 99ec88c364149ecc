// SPDX-License-Identifier: Apache-2.0
//
// What stands in a certificate, as values. Pure but for the machine's clock in days_left.
#pragma once

#include <openssl/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace saksi::net {

[[nodiscard]] std::optional<Instant> not_after_of(const X509* certificate);
[[nodiscard]] std::optional<int> days_left_of(const X509* certificate);
// The first `most` of the DNS names and addresses of subjectAltName; visible ASCII alone.
[[nodiscard]] std::vector<std::string> names_of(const X509* certificate, std::size_t most);
[[nodiscard]] std::string issuer_of(const X509* certificate);
// By subjectAltName alone, as browsers do. `host`: a name or an IP literal.
[[nodiscard]] bool is_for(X509* certificate, const std::string& host);

}  // namespace saksi::net
