// SPDX-License-Identifier: Apache-2.0
//
// Text of answers made comparable: what was folded stays so, a marker that stands in a page is
// found in whatever case and white space, cleaned bytes are UTF-8 within their cap.
#include "probes/text.hpp"

#include "fuzz/fuzz.hpp"

using namespace saksi;

SAKSI_FUZZ(bytes) {
  using namespace probes;
  const std::string folded = fold(bytes);
  CLAIM(folded.size() <= bytes.size());
  // "&nBsp;" is no entity, and lowered it looks like one.
  if (folded.find("&nbsp;") == std::string::npos) CLAIM(fold(folded) == folded);
  for (const std::size_t most : {std::string::npos, bytes.size() / 3, std::size_t{5}}) {
    const std::string clean = clean_utf8(bytes, most);
    CLAIM(clean.size() <= most && fuzz::is_utf8(clean) && !fuzz::has_control(clean, "\n\t"));
    CLAIM(clean_utf8(clean, most) == clean);
  }
  if (fuzz::is_utf8(bytes) && !fuzz::has_control(bytes, "\n\t"))
    CLAIM(clean_utf8(bytes, std::string::npos) == bytes);

  const auto part = fuzz::parts(bytes, 2);
  const std::string marker(part[0]);
  if (fold(marker).find_first_not_of(' ') == std::string::npos) return;
  const std::string page = std::string(part[1]) + "\r\n\t" + marker + " x";
  CLAIM(holds(fold(page), marker));
  if (marker.find('&') == std::string::npos) CLAIM(holds(fold(lower(page)), marker));
  CLAIM(!holds(fold("bersih"), marker + "~~" + marker));
}
