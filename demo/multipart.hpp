// SPDX-License-Identifier: Apache-2.0
//
// Reads multipart/form-data (RFC 7578), as far as an attendance form needs it. Hostile bytes: at
// most 32 parts, and a body that is not well-formed has no parts at all.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace saksi::demo {

// The parts by their names; the first of a name counts. The views point into `body`.
[[nodiscard]] std::map<std::string, std::string_view> read_multipart(std::string_view content_type,
                                                                     std::string_view body);

}  // namespace saksi::demo
