// SPDX-License-Identifier: Apache-2.0
//
// What people decide about agents, as files below the store: commands write them, a running hub
// heeds them at once, and none of it needs a daemon that answers.
//
//   agents/invited/SHA256-OF-TOKEN   the vantage, and until when the token may be used, once
//   agents/revoked/KEY               when and why: nothing that this key brings is taken any more
#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "model/ids.hpp"

namespace saksi::app {

class AgentFiles {
 public:
  explicit AgentFiles(const std::string& directory) : folder_(directory + "/agents") {}

  // The token, 32 hexadecimal digits; only its hash is kept.
  Result<std::string> invite(const VantageId& vantage, Instant until) const;
  // Takes the invitation away, so that it can be used once; nothing where there is none, or where
  // it is too late.
  [[nodiscard]] std::optional<VantageId> use(const std::string& token, Instant now) const;

  Result<void> revoke(const PublicKey& key, Instant now, const std::string& reason) const;
  [[nodiscard]] bool revoked(const PublicKey& key) const;

 private:
  std::string folder_;
};

}  // namespace saksi::app
