// SPDX-License-Identifier: Apache-2.0
//
// Where an answer sends the reader on: by its status, by a Refresh header, or by a meta tag. Pure.
#pragma once

#include <string>

#include "net/http_client.hpp"

namespace saksi::probes {

// An absolute URL, or empty: the answer is the end. `url` is what was asked.
[[nodiscard]] std::string onward_of(const std::string& url, const net::HttpObservation& seen);

}  // namespace saksi::probes
