// SPDX-License-Identifier: Apache-2.0
//
// Agents that deliver, and are not in order. One that does not deliver is a silent vantage.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "alert/people.hpp"
#include "alert/watch.hpp"

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

constexpr Duration kDwell = 2min;
constexpr Duration kClockOff = 2s;  // surely: below it, grade A or B of an agent's clock
constexpr std::uint64_t kLeastFree = 512ULL << 20;
// What was heard longer ago than this says nothing of now.
constexpr Duration kStale = 5min;

// How far its clock is off at least.
Duration surely_off(const AgentView& agent) {
  if (!agent.offset_lo || !agent.offset_hi) return Duration{0};
  return std::max({*agent.offset_lo, -*agent.offset_hi, Duration{0}});
}

bool contradicts(const AgentView& agent) {
  return agent.mute.contains("equivocation") || agent.mute.contains("broken_chain") ||
         agent.mute.contains("flagged");
}

struct Look {
  std::string_view name;
  bool (*bad)(const AgentView&);
  Word opened;
  std::optional<Word> first;
  bool ends;  // or it is for ever
};
const std::array kLooks{
    Look{"clock", [](const AgentView& agent) { return surely_off(agent) > kClockOff; },
         Word::agent_clock, Word::agent_clock_first, true},
    Look{"disk",
         [](const AgentView& agent) {
           return agent.waiting || (agent.disk_free > 0 && agent.disk_free < kLeastFree);
         },
         Word::agent_disk, std::nullopt, true},
    Look{"journal", [](const AgentView& agent) { return agent.troubles > 0; }, Word::agent_damaged,
         std::nullopt, true},
    Look{"trust", contradicts, Word::agent_flagged, Word::agent_flagged_first, false},
};

}  // namespace

void Watch::look_at_agents(const Board& board, Instant now, std::vector<store::Message>& out) {
  const Zone zone = *Zone::find(settings_.calendars.front().zone);
  for (const auto& [vantage, agent] : board.agents) {
    if (!agent.heard || now - *agent.heard > kStale) continue;
    for (const Look& look : kLooks) {
      const std::string subject = fmt::format("agent/{}/{}", vantage.text, look.name);
      const bool bad = look.bad(agent);
      const auto found = turn(subject, {bad, !bad && look.ends, now, now}, kDwell, now);
      if (!found) continue;
      const auto text = [&, &name = vantage.text, &state = agent](Lines& lines) {
        const auto at = [&](Instant when) {
          return clock_time(zone.local(when), lines.language());
        };
        if (!found->opened)
          return lines.add(Word::agent_fine, {{"name", name}, {"time", at(found->until)}});
        const Duration off = std::chrono::floor<std::chrono::seconds>(surely_off(state));
        lines.add(look.opened, {{"name", name},
                                {"time", at(found->since)},
                                {"length", length_text(off, lines.language())}});
        if (look.first) lines.add(*look.first);
      };
      tell(subject, *found, now, text, out);
    }
  }
}

}  // namespace saksi::alert
