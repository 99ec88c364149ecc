// SPDX-License-Identifier: Apache-2.0
//
// The last three stations of classify(): did all of the answer come, and is it the right one.
#pragma once

#include <optional>

#include "probes/answer.hpp"

namespace saksi::probes {

// Half a page, another type, another size than the step says; nothing: it looks whole.
[[nodiscard]] std::optional<Verdict> classify_whole(const Step& step, Answer& answer);

// What must hold for it: title, token, checks, JSON keys.
[[nodiscard]] Verdict classify_expected(const Step& step, Answer& answer, bool after_login);

// Against what it is like on good days; nothing: it is much the same.
[[nodiscard]] std::optional<Verdict> classify_usual(const Step& step, Answer& answer,
                                                    const Baseline& usual);

// Words of five letters and more, folded: what a page's title has in common with its usual one.
[[nodiscard]] std::vector<std::string> title_words(std::string_view title);

}  // namespace saksi::probes
