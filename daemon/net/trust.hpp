// SPDX-License-Identifier: Apache-2.0
//
// The certificates that we trust, loaded once and shared by all connections: reading Debian's
// bundle costs tens of milliseconds with OpenSSL 3.0, a hundred times a handshake.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

#include "base/result.hpp"

namespace saksi::net {

using TrustStore = std::shared_ptr<X509_STORE>;

// `ca_file` in PEM; empty: the system's bundle. Read again when the file has changed. Any thread.
Result<TrustStore> trust_store(const std::string& ca_file);

}  // namespace saksi::net
