// SPDX-License-Identifier: Apache-2.0
//
// "Bearer ${token}": texts of a journey with names in them, which are filled in when a request is
// made. Only the spelling is known here, so that a configuration can be refused with its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace saksi {

// How a value is written where it is put. `plain`: as that place demands by itself.
enum class Encoder : std::uint8_t { plain, raw, url, html, json, base64, datauri, number };
[[nodiscard]] std::optional<Encoder> encoder_from_code(std::string_view code);

struct TemplatePiece {
  std::string text;  // as it stands, where `name` is empty
  std::string name;
  Encoder encoder = Encoder::plain;
};

// "${name}" and "${name|encoder}"; "$${" is "${" itself. "$user", "$password" and "$picture" alone
// are the older spelling of the same.
Result<std::vector<TemplatePiece>> parse_template(std::string_view text);

// The name, if the text is nothing but one.
[[nodiscard]] std::optional<std::string> lone_name(std::string_view text);

}  // namespace saksi
