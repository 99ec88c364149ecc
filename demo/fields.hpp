// SPDX-License-Identifier: Apache-2.0
//
// What a request carries, in whichever way it is written. Hostile bytes: what is not well-formed
// carries nothing. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "net/http_server.hpp"

namespace saksi::demo {

using Fields = std::map<std::string, std::string, std::less<>>;

// Of a form, of multipart/form-data, or the texts and numbers of a flat JSON object.
[[nodiscard]] Fields read_fields(const net::ServerRequest& request);
[[nodiscard]] std::string_view field(const Fields& fields, std::string_view name);

[[nodiscard]] std::string cookie_of(const net::ServerRequest& request, std::string_view name);
[[nodiscard]] bool is_picture(std::string_view bytes);
[[nodiscard]] bool is_degrees(std::string_view text, double most);
[[nodiscard]] bool is_place(std::string_view lat, std::string_view longitude);

}  // namespace saksi::demo
