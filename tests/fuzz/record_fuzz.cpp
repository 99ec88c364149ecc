// SPDX-License-Identifier: Apache-2.0
//
// Records, seals and frames of another saksi: what is read is written again as the same bytes, a
// plan's slots can be counted, and a frame never grows past its cap.
#include <algorithm>

#include "base/compress.hpp"
#include "fuzz/fuzz.hpp"
#include "schedule/slots.hpp"
#include "store/day_seal.hpp"
#include "store/records.hpp"

using namespace saksi;
using namespace saksi::store;

namespace {

void check_plan(const Plan& plan) {
  // Each slot is a row, and nobody has a thousand in a second.
  const auto plausible = [](Duration interval) {
    return interval >= kLeastInterval && interval <= kMostInterval;
  };
  for (const PlanEntry& entry : plan.entries) {
    CLAIM(plausible(entry.quiet));
    for (const PlanWindow& window : entry.windows) CLAIM(plausible(window.interval));
  }
  const Instant from = plan.effective, to = from + std::chrono::minutes(10);
  const auto slots = schedule::slots(plan, from, to);
  if (!slots) return;
  for (const Slot& slot : *slots) {
    CLAIM(slot.nominal >= from && slot.nominal < to && slot.interval.count() > 0);
    CLAIM(std::chrono::abs(slot.planned - slot.nominal) <= slot.interval / 5 + Duration(1));
  }
}

void check_record(std::string_view bytes) {
  const auto opened = open_record(bytes);
  if (!opened) return;
  static_cast<void>(derive(opened->entry));
  if (const auto* plan = std::get_if<Plan>(&opened->entry)) check_plan(*plan);
  // What is longer is clipped when it is ours.
  const auto sealed = seal(opened->entry, opened->envelope);
  CLAIM(sealed.has_value());
  const auto again = open_record(*sealed);
  CLAIM(again.has_value() && again->envelope == opened->envelope);
  CLAIM(seal(again->entry, again->envelope) == *sealed);
  // Nothing is longer than that in so few bytes, and so nothing was lost.
  if (bytes.size() < 1000) CLAIM(to_json(again->entry) == to_json(opened->entry));
}

}  // namespace

SAKSI_FUZZ(bytes) {
  check_record(bytes);
  check_record(std::string(bytes) + "\n");
  for (const std::string& text : {std::string(bytes), std::string(bytes) + "\n"})
    if (const auto seal = day_seals::read(text)) CLAIM(day_seals::bytes_of(*seal) == text);
  if (const auto json = parse_json(bytes))
    if (const auto outage = outage_from_json(*json))
      CLAIM(outage_from_json(to_json(*outage)) == *outage);

  constexpr std::size_t most = 4096;
  if (const auto plain = decompress(bytes, most)) {
    CLAIM(plain->size() <= most);
    CLAIM(decompress(compress(*plain), plain->size()) == *plain);
  }
  const std::string frame = compress(bytes);
  CLAIM(decompress(frame, bytes.size()) == std::string(bytes));
  CLAIM(bytes.empty() || !decompress(frame, bytes.size() - 1));
  CLAIM(!decompress(std::string_view(frame).substr(0, frame.size() - 1), bytes.size()));
}
