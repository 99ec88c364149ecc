// SPDX-License-Identifier: Apache-2.0
//
// Foreign text made comparable and safe to keep. Pure; no locale.
#pragma once

#include <string>
#include <string_view>

namespace saksi::probes {

// ASCII letters lowered; each run of white space (also U+00A0 and "&nbsp;") is one space. What
// markers are looked for in, and what markers become before they are looked for.
[[nodiscard]] std::string fold(std::string_view text);

// True if the folded `haystack` holds `marker`. An empty marker is nowhere.
[[nodiscard]] bool holds(const std::string& haystack, std::string_view marker);

// Lowers ASCII letters, nothing else.
[[nodiscard]] std::string lower(std::string_view text);

// A field or tag that carries a form's token: its name has "csrf" or "token" in it.
[[nodiscard]] bool token_name(std::string_view name);

// Valid UTF-8 (RFC 3629) of at most `most` bytes, cut between characters: bytes that are no UTF-8
// become U+FFFD, control characters a space, NUL nothing (so that UTF-16 text stays readable to
// rules).
[[nodiscard]] std::string clean_utf8(std::string_view bytes, std::size_t most);

// Length of the UTF-8 character that starts `bytes`; 0 if none does.
[[nodiscard]] std::size_t utf8_length(std::string_view bytes);

}  // namespace saksi::probes
