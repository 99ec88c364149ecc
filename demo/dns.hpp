// SPDX-License-Identifier: Apache-2.0
//
// The smallest name server that tells the truth about a few names: authoritative, IPv4, UDP (RFC
// 1035), negative answers with their SOA (RFC 2308), wildcards of one leading "*." (RFC 4592).
// Other people's names are refused. EDNS is not spoken, which a client sees by the missing OPT (RFC
// 6891).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace saksi::demo {

struct Names {
  std::vector<std::string> zones;                // "absen-maju.example": ours is what ends so
  std::map<std::string, std::string> addresses;  // lower-case name or "*.zone" -> IPv4 literal
};

// The answer to one datagram; empty where there is nothing to say (not a query).
[[nodiscard]] std::string answer_query(std::string_view query, const Names& names);

class NameServer {
 public:
  // Listens on 127.0.0.1, a port of the system's choice, with a thread "dns". `silent` is asked on
  // that thread for each query's source address: true drops the query.
  static Result<std::unique_ptr<NameServer>> start(
      Names names, std::function<bool(const std::string& peer)> silent);
  virtual ~NameServer() = default;  // joins the thread
  [[nodiscard]] virtual std::uint16_t port() const = 0;
};

}  // namespace saksi::demo
