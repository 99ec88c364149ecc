// SPDX-License-Identifier: Apache-2.0
//
// One call of an agent to its hub over HTTPS (libcurl), on the caller's thread, which waits. The
// hub is known by its key and the agent by its own: no authority has a say, and no name either.
// Keeps its connection between calls. One thread.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.hpp"

namespace saksi::net {

struct HubAddress {
  std::string url;             // https://host:port
  PublicKey key{};             // the hub's
  std::string proxy;           // "http://host:port" or "socks5h://host:port"; empty: straight
  std::string source_address;  // or interface, as "if!wwan0"; empty: the system's choice
};

struct HubAnswer {
  int status = 0;
  std::string body;  // at most kMostHubAnswer
};
inline constexpr std::size_t kMostHubAnswer = 2U << 20;

class HubLine {
 public:
  // `key_file`: the agent's Ed25519 key in PEM. `stopping` breaks off a call under way.
  static Result<std::unique_ptr<HubLine>> open(HubAddress hub, const std::string& key_file,
                                               const std::atomic<bool>& stopping);
  virtual ~HubLine() = default;
  // An error where no answer came: "cannot reach the hub ...: why".
  virtual Result<HubAnswer> get(const std::string& path) = 0;
  virtual Result<HubAnswer> post(const std::string& path, const std::string& body) = 0;
};

}  // namespace saksi::net
