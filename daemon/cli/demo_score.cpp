// SPDX-License-Identifier: Apache-2.0
#include "cli/demo_score.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/timestamp.hpp"

namespace saksi::cli {
namespace {

using namespace std::chrono_literals;

// The truth log counts in bins of ten seconds, so it knows its own edges only so well.
constexpr Duration kBin = 10s;

// The outer bounds hold the whole hard outage.
bool contains(const Bounds& bounds, const demo::TruthOutage& truth) {
  return bounds.start_lo <= truth.from && bounds.end_hi && *bounds.end_hi >= truth.to - kBin;
}

bool overlaps(const Bounds& bounds, const demo::TruthOutage& truth) {
  return bounds.start_lo < truth.to && (!bounds.end_hi || *bounds.end_hi > truth.from);
}

// Bounds that hold everything say nothing: what surely failed must be most of the truth.
bool sharp(const Bounds& bounds, const demo::TruthOutage& truth) {
  return bounds.at_least() * 2 >= truth.to - truth.from;
}

// Nor may it claim what was not so. The web fails many for a minute or two to either side of the
// hard outage, so a little more is true as well.
bool modest(const Bounds& bounds, const demo::TruthOutage& truth) {
  return bounds.at_least() <= truth.to - truth.from + 5min;
}

std::string span(Instant from, Instant to) { return utc_text(from) + " to " + utc_text(to); }

}  // namespace

std::vector<std::string> wrongs(const Evidence& evidence) {
  std::vector<std::string> found;
  const std::vector<Outage> outages = standing(evidence.incidents);

  if (evidence.outage_expected != !evidence.truth.empty())
    found.push_back(evidence.outage_expected
                        ? "the web was never overrun: its truth log has no hard outage"
                        : "the web was overrun on a day that should have been quiet");
  for (const demo::TruthOutage& truth : evidence.truth) {
    // Where runs that hang have filled every place, less is known of each agency; of the host that
    // they share, the surest of them speaks.
    const bool crowded =
        evidence.ledger.gaps_by_reason.contains(std::string(code(GapReason::overlap)));
    if (crowded && std::none_of(outages.begin(), outages.end(), [&](const Outage& outage) {
          return overlaps(outage.bounds, truth) &&
                 outage.bounds.at_least() * 3 >= truth.to - truth.from;
        }))
      found.push_back("hard outage " + span(truth.from, truth.to) +
                      ": no incident is sure of a third of it");
    for (const TargetId& target : evidence.targets) {
      const auto told = std::find_if(outages.begin(), outages.end(), [&](const Outage& outage) {
        return outage.target == target && overlaps(outage.bounds, truth);
      });
      const std::string where = target.text + ", hard outage " + span(truth.from, truth.to);
      if (told == outages.end()) {
        found.push_back(where + ": no incident tells of it");
      } else if (!contains(told->bounds, truth)) {
        found.push_back(fmt::format("{}: the incident's bounds {} do not contain it", where,
                                    told->bounds.end_hi
                                        ? span(told->bounds.start_lo, *told->bounds.end_hi)
                                        : utc_text(told->bounds.start_lo) + " and no end"));
      } else if (!crowded && !sharp(told->bounds, truth)) {
        found.push_back(fmt::format("{}: the incident is sure of only {}", where,
                                    duration_text(told->bounds.at_least())));
      } else if (!modest(told->bounds, truth)) {
        found.push_back(fmt::format("{}: the incident claims {}, far more than there was", where,
                                    duration_text(told->bounds.at_least())));
      }
    }
  }
  for (const Outage& outage : outages) {
    const bool true_outage =
        std::any_of(evidence.truth.begin(), evidence.truth.end(),
                    [&](const auto& truth) { return overlaps(outage.bounds, truth); });
    if (!true_outage)
      found.push_back(fmt::format("{}: an incident from {} although the web was up: {} on {}",
                                  outage.target.text, utc_text(outage.bounds.start_hi),
                                  code(outage.cause), fmt::join(outage.groups, "+")));
    if (outage.groups.size() < 2)
      found.push_back(outage.target.text + ": an incident on one network's word alone");
  }
  if (!evidence.ledger.closed())
    found.push_back(fmt::format("the ledger does not close: {} slots missing, {} rows not planned",
                                evidence.ledger.missing_count, evidence.ledger.surplus_count));
  for (const std::string& trouble : evidence.verification.troubles)
    found.push_back("store: " + trouble);
  if (evidence.replayed != outages)
    found.push_back("replaying the samples gives other incidents than the live run");
  return found;
}

}  // namespace saksi::cli
