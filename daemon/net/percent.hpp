// SPDX-License-Identifier: Apache-2.0
//
// Percent-encoding as a server reads it (RFC 3986 section 2.1): hostile text in, plain text or
// nothing out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace saksi::net {

// None where a '%' is not followed by two hexadecimal digits, or where a NUL byte would come out.
// `plus_is_space`: as in the query of a form.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace saksi::net
