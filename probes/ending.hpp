// SPDX-License-Identifier: Apache-2.0
//
// Whether a page's text ends where a page ends. Pure, one pass, no tree: it must tell of any bytes.
#pragma once

#include <string_view>

namespace saksi::probes {

struct Ending {
  bool began = false;       // an <html> of its own: not one that stands in a script or a comment
  bool closed = false;      // and its </html>
  const char* inside = "";  // what the text breaks off in: "a comment", "a script"; empty: nothing
};

// `folded`: the page's text in lower case.
[[nodiscard]] Ending ending_of(std::string_view folded);

}  // namespace saksi::probes
