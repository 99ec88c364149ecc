// SPDX-License-Identifier: Apache-2.0
//
// The content of a paper in the archive: what is read is what was written, byte for byte; also
// where one value of a sound sheet is another one.
#include "paper/sheet.hpp"

#include "fuzz/fuzz.hpp"

using namespace saksi;

namespace {

void check(const std::string& bytes) {
  const auto sheet = paper::sheet_from_content(bytes);
  if (!sheet) return;
  CLAIM(paper::content_of(*sheet) == bytes);
  CLAIM(paper::same_evidence(*sheet, *sheet));
}

}  // namespace

SAKSI_FUZZ(bytes) {
  check(std::string(bytes));
  const auto part = fuzz::parts(bytes, 2);
  const auto value = parse_json(part[1]);
  if (!value || part[0].empty()) return;
  Json json = paper::to_json(paper::Sheet{});
  auto at = json.begin();
  std::advance(at, static_cast<std::uint8_t>(part[0][0]) % json.size());
  *at = *value;
  check(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}
