// SPDX-License-Identifier: Apache-2.0
//
// Values taken out of an answer for later steps. Foreign bytes: clean, and at most 4 KiB each.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "probes/answer.hpp"

namespace saksi::probes {

inline constexpr std::size_t kMostTaken = 4096;

using CookieOf = std::function<std::optional<std::string>(const std::string& name)>;

// The value, or words for why there is none.
Result<std::string> take(const Extraction& what, Answer& answer, const CookieOf& cookie);

// Text or attribute of the first element that the selector names; nothing: there is none.
[[nodiscard]] std::optional<std::string> select(std::string_view html, const Selector& selector,
                                                const std::string& attribute);

// "eyJ... (812 bytes)": enough to recognise, too little to use.
[[nodiscard]] std::string masked(const std::string& value);

}  // namespace saksi::probes
