// SPDX-License-Identifier: Apache-2.0
//
// What an office tells its employees while the attendance web is out: one paragraph to paste into a
// group, the same in a message and on a page. Pure.
#pragma once

#include <string>
#include <vector>

#include "model/words.hpp"

namespace saksi {

struct Announced {
  std::string agencies;  // "Dinas Pendidikan, Dinas Kesehatan"
  std::string time;      // since when, as people read it
  std::string number;    // of the incident
  std::string url;       // where it goes on; may be empty
};
[[nodiscard]] std::string announcement(const Announced& what, Language language);

// Names one after the other, at most `most` of them: "A, B, 38 lainnya". A telephone's screen ends.
[[nodiscard]] std::string few_names(std::vector<std::string> names, Language language,
                                    std::size_t most = 6);

}  // namespace saksi
