// SPDX-License-Identifier: Apache-2.0
//
// Counts again. The plans say which slots there should be, the derived rows which there are, and
// neither was made from the other.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/timestamp.hpp"
#include "schedule/ruling.hpp"
#include "schedule/slots.hpp"
#include "store/store.hpp"

namespace saksi::store {
namespace {

constexpr std::size_t kMostNamed = 100;
constexpr Duration kStretch = std::chrono::hours(24);  // memory is bounded by a day of slots

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

Result<void> walk_stretch(SlotRows& reader, const std::vector<schedule::Rule>& rules, Instant from,
                          Instant to, Instant until, const Walker& walker) {
  SAKSI_TRY_ASSIGN(const std::vector<Reader::Terminal> terminals, reader.terminals(from, to));
  std::map<Name, const Reader::Terminal*> rows;
  for (const auto& row : terminals) rows[{row.vantage, row.target, row.journey, row.slot}] = &row;
  for (const schedule::Rule& rule : rules) {
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

// Slots that were to start from `since` on and before `until`.
Result<void> walk(SlotRows& reader, std::vector<Plan> plans, Instant since, Instant until,
                  const Walker& walker) {
  // Jitter moves a slot away from its name, so one that was planned before `until` may bear a name
  // that lies after it, and one that was planned after `since` a name that lies before.
  Duration reach{0};
  for (const Plan& plan : plans) reach = std::max(reach, schedule::reach(plan));
  const Instant last = until + reach;
  const std::vector<schedule::Rule> ruling = schedule::rules(std::move(plans), last);
  Instant first = last;
  for (const schedule::Rule& rule : ruling) first = std::min(first, rule.from);
  if (since != Instant{})
    first = std::max(first, since - reach);
  else
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
  // Of a vantage of another saksi we owe what its file brought, and no more; its last runs may have
  // been under way when the file was made.
  SAKSI_TRY_ASSIGN(const auto elsewhere, reader.elsewhere());
  Walker walker;
  walker.planned = [&](const VantageId& vantage, const Slot& slot, const Reader::Terminal* row) {
    if (const auto last = elsewhere.find(vantage);
        row == nullptr && last != elsewhere.end() &&
        slot.nominal > last->second - std::chrono::minutes(10))
      return;
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
  SAKSI_TRY_ASSIGN(std::vector<Plan> plans, reader.plans());
  SAKSI_TRY(walk(reader, std::move(plans), Instant{}, until, walker));
  return ledger;
}

Result<std::vector<Gap>> unaccounted(Reader& reader, Instant until, GapReason reason) {
  SAKSI_TRY_ASSIGN(std::vector<Plan> plans, reader.plans());
  return unaccounted(reader, std::move(plans), until, reason);
}

Result<std::vector<Gap>> unaccounted(SlotRows& reader, std::vector<Plan> plans, Instant until,
                                     GapReason reason) {
  SAKSI_TRY_ASSIGN(const Instant since, reader.accounted());
  // What another saksi did not do is for its own chain to say.
  std::erase_if(plans, [](const Plan& plan) { return plan.elsewhere; });
  std::vector<Gap> gaps;
  Walker walker;
  walker.planned = [&](const VantageId& vantage, const Slot& slot, const Reader::Terminal* row) {
    if (row != nullptr || slot.planned < since) return;
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
  SAKSI_TRY(walk(reader, std::move(plans), since, until, walker));
  std::stable_sort(gaps.begin(), gaps.end(),
                   [](const Gap& a, const Gap& b) { return a.planned < b.planned; });
  return gaps;
}

}  // namespace saksi::store
