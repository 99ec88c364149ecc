// SPDX-License-Identifier: Apache-2.0
//
// Counts again. The plans say which slots there should be, the derived rows which there are, and
// neither was made from the other.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/timestamp.hpp"
#include "schedule/slots.hpp"
#include "store/store.hpp"

namespace saksi::store {
namespace {

constexpr std::size_t kMostNamed = 100;
constexpr Duration kStretch = std::chrono::hours(24);  // memory is bounded by a day of slots

// A plan and the instants that it rules.
struct Rule {
  Plan plan;
  Instant from, to;
};

// In the order of recording: a plan ends where any later one of its vantage takes effect.
std::vector<Rule> rules(std::vector<Plan> plans, Instant until) {
  std::vector<Rule> rules;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    Instant to = until;
    for (std::size_t j = i + 1; j < plans.size(); ++j)
      if (plans[j].vantage == plans[i].vantage) to = std::min(to, plans[j].effective);
    const Instant from = plans[i].effective;
    if (from < to) rules.push_back({std::move(plans[i]), from, to});
  }
  return rules;
}

struct Name {
  VantageId vantage;
  TargetId target;
  JourneyId journey;
  Instant slot;
  friend auto operator<=>(const Name&, const Name&) = default;
};

struct Walker {
  std::function<void(const VantageId&, const Slot&, const Reader::Terminal*)> planned;
  std::function<void(const Reader::Terminal&)> unplanned;
};

Result<void> walk_stretch(Reader& reader, const std::vector<Rule>& rules, Instant from, Instant to,
                          Instant until, const Walker& walker) {
  SAKSI_TRY_ASSIGN(const std::vector<Reader::Terminal> terminals, reader.terminals(from, to));
  std::map<Name, const Reader::Terminal*> rows;
  for (const auto& row : terminals) rows[{row.vantage, row.target, row.journey, row.slot}] = &row;
  for (const Rule& rule : rules) {
    const Instant first = std::max(from, rule.from), end = std::min(to, rule.to);
    if (first >= end) continue;
    SAKSI_TRY_ASSIGN(const std::vector<Slot> slots, schedule::slots(rule.plan, first, end));
    for (const Slot& slot : slots) {
      const auto row = rows.find({rule.plan.vantage, slot.target, slot.journey, slot.nominal});
      const Reader::Terminal* found = row == rows.end() ? nullptr : row->second;
      if (row != rows.end()) rows.erase(row);
      // A slot that begins later than `until` owes nothing yet, and may have its row already.
      if (slot.planned < until) walker.planned(rule.plan.vantage, slot, found);
    }
  }
  for (const auto& row : terminals)
    if (rows.contains({row.vantage, row.target, row.journey, row.slot})) walker.unplanned(row);
  return {};
}

// Jitter may bring a slot forward by a fifth of its interval, so one that was planned before
// `until` may bear a name that lies after it.
Instant last_name(const std::vector<Plan>& plans, Instant until) {
  Duration longest{0};
  for (const Plan& plan : plans)
    for (const PlanEntry& entry : plan.entries) {
      longest = std::max(longest, entry.quiet);
      for (const PlanWindow& window : entry.windows) longest = std::max(longest, window.interval);
    }
  return until + longest / 5;
}

Result<void> walk(Reader& reader, Instant until, const Walker& walker) {
  SAKSI_TRY_ASSIGN(std::vector<Plan> plans, reader.plans());
  const Instant last = last_name(plans, until);
  const std::vector<Rule> ruling = rules(std::move(plans), last);
  Instant first = last;
  for (const Rule& rule : ruling) first = std::min(first, rule.from);
  SAKSI_TRY(walk_stretch(reader, {}, Instant{}, first, until, walker));
  for (Instant from = first; from < last; from += kStretch)
    SAKSI_TRY(walk_stretch(reader, ruling, from, std::min(from + kStretch, last), until, walker));
  return {};
}

std::string name_of(const VantageId& vantage, const TargetId& target, const JourneyId& journey,
                    Instant slot) {
  return fmt::format("{} {} {} {}", vantage.text, target.text, journey.text, utc_text(slot));
}

}  // namespace

Result<Ledger> recount(Reader& reader, Instant until) {
  Ledger ledger;
  Walker walker;
  walker.planned = [&](const VantageId& vantage, const Slot& slot, const Reader::Terminal* row) {
    ++ledger.planned;
    if (row == nullptr) {
      ++ledger.missing_count;
      if (ledger.missing.size() < kMostNamed)
        ledger.missing.push_back(name_of(vantage, slot.target, slot.journey, slot.nominal));
    } else if (row->is_gap) {
      ++ledger.gaps;
      ++ledger.gaps_by_reason[row->outcome];
    } else {
      ++ledger.samples;
    }
  };
  walker.unplanned = [&](const Reader::Terminal& row) {
    ++ledger.surplus_count;
    if (ledger.surplus.size() < kMostNamed)
      ledger.surplus.push_back(name_of(row.vantage, row.target, row.journey, row.slot));
  };
  SAKSI_TRY(walk(reader, until, walker));
  return ledger;
}

Result<std::vector<Gap>> unaccounted(Reader& reader, Instant until, GapReason reason) {
  std::vector<Gap> gaps;
  Walker walker;
  walker.planned = [&](const VantageId& vantage, const Slot& slot, const Reader::Terminal* row) {
    if (row != nullptr) return;
    Gap gap;
    gap.vantage = vantage;
    gap.target = slot.target;
    gap.journey = slot.journey;
    gap.slot = slot.nominal;
    gap.planned = slot.planned;
    gap.reason = reason;
    gaps.push_back(std::move(gap));
  };
  walker.unplanned = [](const Reader::Terminal&) {};
  SAKSI_TRY(walk(reader, until, walker));
  std::stable_sort(gaps.begin(), gaps.end(),
                   [](const Gap& a, const Gap& b) { return a.planned < b.planned; });
  return gaps;
}

}  // namespace saksi::store
