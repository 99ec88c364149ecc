// SPDX-License-Identifier: Apache-2.0
//
// Reading libcurl's cookie jar.
#pragma once

#include <curl/curl.h>

#include <optional>
#include <string>

namespace saksi::net {

// The value that would be sent to `host` (lower-case, without port) under that name, whatever the
// path.
[[nodiscard]] std::optional<std::string> cookie_in(const curl_slist* list, const std::string& name,
                                                   const std::string& host);

}  // namespace saksi::net
