// SPDX-License-Identifier: Apache-2.0
#include "schedule/slots.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/timestamp.hpp"

namespace saksi::schedule {
namespace {

constexpr std::size_t kQuiet = static_cast<std::size_t>(-1);

bool holds(const PlanWindow& window, const LocalTime& at, bool holiday) {
  if (holiday && !window.on_holidays) return false;
  if (at.of_day < window.from || at.of_day >= window.to) return false;
  return std::find(window.weekdays.begin(), window.weekdays.end(), at.weekday.c_encoding()) !=
         window.weekdays.end();
}

// Which window rules the instant: its index, or kQuiet.
std::size_t ruling(const PlanEntry& entry, const Zone& zone, Instant at) {
  const LocalTime local = zone.local(at);
  const bool holiday =
      std::find(entry.holidays.begin(), entry.holidays.end(), local.date) != entry.holidays.end();
  for (std::size_t i = 0; i < entry.windows.size(); ++i)
    if (holds(entry.windows[i], local, holiday)) return i;
  return kQuiet;
}

// Uniform within a fifth of the interval to either side. It keeps probes from locking on to the
// target's own cycles (RFC 2330, section 11.1.1) and can be computed again by an auditor.
Duration jitter(const Plan& plan, const PlanEntry& entry, Instant nominal, Duration interval) {
  const std::string text = plan.vantage.text + "/" + entry.target.text + "/" + entry.journey.text +
                           "/" + utc_text(nominal);
  const auto width = static_cast<std::uint64_t>(interval.count()) * 2 / 5 + 1;
  return Duration(static_cast<std::int64_t>(keyed_hash(plan.seed, text) % width)) - interval / 5;
}

// Grid points n * interval + phase in [from, to) at which `window` rules.
void add_slots(const Plan& plan, const PlanEntry& entry, const Zone& zone, std::size_t window,
               Instant from, Instant to, std::vector<Slot>& out) {
  const Duration interval = window == kQuiet ? entry.quiet : entry.windows[window].interval;
  if (interval.count() <= 0) return;
  // turn/turns of the interval, without a product that a foreign plan could bring to overflow.
  const unsigned turns = std::max(1U, entry.turns), turn = entry.turn % turns;
  const Duration phase = interval / turns * turn + interval % turns * turn / turns;
  const auto since = from.time_since_epoch() - phase;
  auto n = since / interval;
  if (n * interval < since) ++n;
  for (Instant nominal(phase + n * interval); nominal < to; nominal += interval) {
    if (ruling(entry, zone, nominal) != window) continue;
    // Numbered from the epoch, so that it is the same agency's turn at every vantage.
    const auto number = static_cast<std::uint64_t>(nominal.time_since_epoch() / interval);
    const unsigned every = std::max(1U, entry.full_every);
    out.push_back({entry.target, entry.backend, entry.journey, nominal,
                   nominal + jitter(plan, entry, nominal, interval), interval,
                   number % every == entry.full_turn % every, every});
  }
}

}  // namespace

Result<std::vector<Slot>> slots(const Plan& plan, Instant from, Instant to) {
  std::vector<Slot> found;
  for (const PlanEntry& entry : plan.entries) {
    SAKSI_TRY_ASSIGN(const Zone zone, Zone::find(entry.zone));
    const Instant first = std::max(from, plan.effective);
    for (std::size_t i = 0; i < entry.windows.size(); ++i)
      add_slots(plan, entry, zone, i, first, to, found);
    add_slots(plan, entry, zone, kQuiet, first, to, found);
  }
  std::sort(found.begin(), found.end(), [](const Slot& a, const Slot& b) {
    return std::tie(a.planned, a.target, a.journey) < std::tie(b.planned, b.target, b.journey);
  });
  return found;
}

Result<Duration> interval_at(const PlanEntry& entry, Instant at) {
  SAKSI_TRY_ASSIGN(const Zone zone, Zone::find(entry.zone));
  const std::size_t window = ruling(entry, zone, at);
  return window == kQuiet ? entry.quiet : entry.windows[window].interval;
}

}  // namespace saksi::schedule
