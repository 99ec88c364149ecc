// SPDX-License-Identifier: Apache-2.0
//
// Phrases about one outage that the log and the incident page must say alike.
#pragma once

#include "model/announcement.hpp"
#include "web/pages/page.hpp"

namespace saksi::web::pages {

// "Senin, 2 Januari 2023, 07.34–07.52 WIB", "... 07.34 WIB, masih berlangsung"
[[nodiscard]] std::string when_text(const Reading& reading, const Outage& outage, const Zone& zone);
// "paling sedikit 17 menit 5 detik, paling lama 18 menit". The least is rounded down and the most
// up to whole seconds, so that neither says more than is known.
[[nodiscard]] std::string length_line(const Reading& reading, const Outage& outage,
                                      const Zone& zone);
[[nodiscard]] std::string least_text(const Reading& reading, const Outage& outage);
[[nodiscard]] std::string most_text(const Reading& reading, const Outage& outage);
// What a kind of step is called.
[[nodiscard]] Word step_word(StepKind kind);
// The cause's sentence.
[[nodiscard]] std::string cause_line(const Reading& reading, const Outage& outage);
// Names of the networks that failed: the providers of the groups, or the groups themselves.
[[nodiscard]] std::vector<std::string> networks_line(const Reading& reading, const Outage& outage);

// Who has said that an incident is being seen to, a line each.
[[nodiscard]] Html acknowledged_lines(const Reading& reading,
                                      const std::vector<Acknowledgement>& said, const Zone& zone);
// What to tell employees, in a block that one tap selects. Needs no script.
[[nodiscard]] Html announcement_block(const Reading& reading, const Announced& what);

}  // namespace saksi::web::pages
