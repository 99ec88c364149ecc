// SPDX-License-Identifier: Apache-2.0
//
// Redacted bodies as plain files named by their SHA-256: blobs/ab/cdef..., so that sha256sum alone
// can check one, and losing one loses nothing else.
#pragma once

#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace saksi::store::blobs {

[[nodiscard]] std::string path(const std::string& directory, const Digest& digest);
// Synced, with its folder, before it returns.
Result<Digest> keep(const std::string& directory, std::string_view bytes);
// Refuses bytes that are not those that were kept.
Result<std::string> read(const std::string& directory, const Digest& digest, std::size_t most);

Result<void> sync_folder(const std::string& path);

}  // namespace saksi::store::blobs
