// SPDX-License-Identifier: Apache-2.0
//
// Canonical JSON for records: RFC 8785 (JCS) restricted to ASCII keys, integers within 2^53,
// no floating point, so that one value has exactly one way to be written.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace saksi {

using Json = nlohmann::json;

// Asserts (a bug of ours) on floats, huge integers and keys outside ASCII. Text that is not UTF-8
// is foreign bytes: each bad byte is written as U+FFFD.
[[nodiscard]] std::string canonical(const Json& value);

// Reads canonical bytes only: anything that canonical() would have written differently is refused,
// as are documents over `most` bytes or nested deeper than 64.
Result<Json> parse_canonical(std::string_view bytes, std::size_t most = 1 << 20);

// Any JSON text, with the same caps.
Result<Json> parse_json(std::string_view bytes, std::size_t most = 1 << 20);

}  // namespace saksi
