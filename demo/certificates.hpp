// SPDX-License-Identifier: Apache-2.0
//
// The demo's own certificate authority: one CA that exists for this run, and server certificates
// for given names. Valid from 2022 to 2040, so that both the demo's clock and the machine's fall
// inside. The CA's private key is never written down.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace saksi::demo {

struct ServerFiles {
  std::string certificate_file, key_file;  // PEM; the key's file has mode 0600
};

class CertificateAuthority {
 public:
  // Writes `directory`/ca.pem.
  static Result<CertificateAuthority> create(const std::string& directory);
  // Writes `label`.pem and `label`.key there, for these DNS names (wildcards may be among them).
  // `expired`: it was valid for half a year only, until June 2022.
  [[nodiscard]] Result<ServerFiles> issue(const std::string& label,
                                          const std::vector<std::string>& names,
                                          bool expired = false) const;
  [[nodiscard]] const std::string& ca_file() const { return ca_file_; }

 private:
  std::string directory_, ca_file_;
  std::shared_ptr<void> key_, certificate_;  // EVP_PKEY, X509
};

}  // namespace saksi::demo
