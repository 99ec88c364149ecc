// SPDX-License-Identifier: Apache-2.0
//
// zstd (RFC 8878) for bytes at rest. A frame says its size, so reading is capped before it starts.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace saksi {

[[nodiscard]] std::string compress(std::string_view bytes);
Result<std::string> decompress(std::string_view frame, std::size_t most);

}  // namespace saksi
