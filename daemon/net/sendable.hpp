// SPDX-License-Identifier: Apache-2.0
//
// What a request must not hold, whatever a hostile page put into it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "net/http_client.hpp"

namespace saksi::net {

// In words; empty: its method and its headers, and those of its session, may be sent.
[[nodiscard]] std::string why_unsendable(
    const HttpRequest& request,
    const std::vector<std::pair<std::string, std::string>>& session_headers);

}  // namespace saksi::net
