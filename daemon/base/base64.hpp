// SPDX-License-Identifier: Apache-2.0
//
// RFC 4648 section 4, with padding and in one line.
#pragma once

#include <string>
#include <string_view>

namespace saksi {

[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace saksi
