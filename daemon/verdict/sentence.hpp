// SPDX-License-Identifier: Apache-2.0
//
// A verdict in words. It speaks of the steps that were exercised and of nothing else: no sentence
// here says that the service worked, because the sending of a check-in is never exercised.
#pragma once

#include <string>
#include <vector>

#include "model/words.hpp"
#include "verdict/answer.hpp"

namespace saksi::verdict {

[[nodiscard]] Word title_of(const Answer& answer);
[[nodiscard]] std::string title(const Answer& answer, Language language);
[[nodiscard]] std::string sentence(const Answer& answer, Language language);
// "22 dari 22 menit keterlambatan terjelaskan"; empty where no minutes are late.
[[nodiscard]] std::string explained_line(const Answer& answer, Language language);
// "TL1", "tepat waktu"; empty where the calendar has no classes or nothing is late.
[[nodiscard]] std::string class_before(const Answer& answer, Language language);
[[nodiscard]] std::string class_after(const Answer& answer, Language language);
// What was exercised, what may still change.
[[nodiscard]] std::string steps_line(const Answer& answer, Language language);
[[nodiscard]] std::string state_line(const Answer& answer, Language language);
// The arithmetic, a step a line: whoever doubts it can follow with a pencil.
[[nodiscard]] std::vector<std::string> arithmetic(const Answer& answer, Language language);
// "K-20230102-DISDIK-1 revisi 2"
[[nodiscard]] std::string incidents_line(const Answer& answer, Language language);
[[nodiscard]] std::string citation(const Answer& answer, Language language, const std::string& host,
                                   const std::string& accessed);
// "07.52 WIB"; seconds where there are any.
[[nodiscard]] std::string time_text(const Answer& answer, TimeOfDay at, Language language);
[[nodiscard]] std::string day_text(Date date, Language language);

}  // namespace saksi::verdict
