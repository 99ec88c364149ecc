// SPDX-License-Identifier: Apache-2.0
#include "judge/bounds.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <tuple>

namespace saksi::judge {
namespace {

constexpr std::size_t kGoodRun = 3;  // so many good looks in a row end a stretch of failures
constexpr unsigned kOwnTrouble = 3;  // so many contradicted looks in one run: the vantage's own
constexpr int kGoodWeight = 8;       // solid: fewer than about one good look in nine

// A look is contradicted when the nearest looks of other groups, before and after it, both say the
// opposite and are near enough to know.
std::vector<bool> contradicted(const std::vector<Look>& looks) {
  const std::size_t n = looks.size();
  // For each look, the nearest earlier and later look of another group: remember the last look of
  // the most recent group, and the last look of any other group than that.
  const auto neighbours = [&](bool backwards) {
    std::vector<std::ptrdiff_t> found(n, -1);
    std::ptrdiff_t last = -1, other = -1;
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t i = backwards ? n - 1 - k : k;
      if (last >= 0)
        found[i] = looks[static_cast<std::size_t>(last)].group != looks[i].group ? last : other;
      if (last >= 0 && looks[static_cast<std::size_t>(last)].group != looks[i].group) other = last;
      last = static_cast<std::ptrdiff_t>(i);
    }
    return found;
  };
  const auto before = neighbours(false), after = neighbours(true);
  const auto denies = [&](std::size_t i, std::ptrdiff_t at) {
    if (at < 0) return false;
    const Look& other = looks[static_cast<std::size_t>(at)];
    const Duration apart = std::chrono::abs(other.start - looks[i].start);
    return other.bad != looks[i].bad &&
           apart <= std::max(other.interval, looks[i].interval) * 5 / 2;
  };
  std::vector<bool> result(n);
  for (std::size_t i = 0; i < n; ++i) result[i] = denies(i, before[i]) && denies(i, after[i]);
  return result;
}

// Leaves out what tells of a vantage rather than of the target: each contradicted failure, and
// every run of like findings of one vantage with three contradicted looks in it (it is broken, or
// lies).
std::vector<Look> trusted(const std::vector<Look>& looks) {
  const std::vector<bool> alone = contradicted(looks);
  std::vector<bool> out(looks.size());
  std::set<unsigned> vantages;
  for (const Look& look : looks) vantages.insert(look.vantage);
  for (const unsigned vantage : vantages) {
    std::vector<std::size_t> run;
    unsigned count = 0;
    const auto settle = [&] {
      if (count >= kOwnTrouble)
        for (const std::size_t i : run) out[i] = true;
      run.clear();
      count = 0;
    };
    for (std::size_t i = 0; i < looks.size(); ++i) {
      if (looks[i].vantage != vantage) continue;
      if (!run.empty() && looks[run.back()].bad != looks[i].bad) settle();
      run.push_back(i);
      if (!alone[i]) continue;
      ++count;
      if (looks[i].bad) out[i] = true;
    }
    settle();
  }
  std::vector<Look> kept;
  for (std::size_t i = 0; i < looks.size(); ++i)
    if (!out[i]) kept.push_back(looks[i]);
  return kept;
}

struct Stretch {  // of failures with fewer than three good looks between any two; both ends are bad
  std::size_t first, last;
};

std::vector<Stretch> stretches(const std::vector<Look>& looks) {
  std::vector<Stretch> found;
  std::size_t good = 0;
  for (std::size_t i = 0; i < looks.size(); ++i) {
    if (!looks[i].bad) {
      ++good;
    } else {
      if (found.empty() || good >= kGoodRun) found.push_back({i, i});
      found.back().last = i;
      good = 0;
    }
  }
  return found;
}

// The part that failed as good as always: the sub-sequence with the greatest sum, where a failure
// counts 1 and a good look -8. The earliest, if several.
Stretch solid(const std::vector<Look>& looks, std::size_t first, std::size_t last) {
  Stretch best{first, first};
  int sum = 0, most = 0;
  std::size_t from = first;
  for (std::size_t i = first; i <= last; ++i) {
    if (sum <= 0) {
      sum = 0;
      from = i;
    }
    sum += looks[i].bad ? 1 : -kGoodWeight;
    if (sum > most) {
      most = sum;
      best = {from, i};
    }
  }
  return best;
}

// How far the inner bounds stand inside the solid part. A server that is overrun fails some
// requests before it fails all, and chance alone can make a row of failures while a few are still
// served. So twice the length of the ramp that was seen (failures before the solid part, or after
// it), and at least one and a half intervals, though no more than a third of the part on that
// account alone.
Duration step(Duration ramp, Duration interval, Duration length) {
  return std::max(ramp * 2, std::min(interval * 3 / 2, length / 3));
}

bool on_two_groups(const std::vector<Look>& looks, Stretch stretch) {
  for (std::size_t i = stretch.first; i <= stretch.last; ++i)
    if (looks[i].bad && looks[i].group != looks[stretch.first].group) return true;
  return false;
}

}  // namespace

std::optional<Reach> reach(std::vector<Look> looks, Instant opened, std::optional<Instant> closed) {
  std::sort(looks.begin(), looks.end(), [](const Look& a, const Look& b) {
    return std::tie(a.start, a.vantage, a.end, a.bad, a.cls) <
           std::tie(b.start, b.vantage, b.end, b.bad, b.cls);
  });
  std::vector<Look> kept = trusted(looks);
  std::vector<Stretch> found = stretches(kept);
  if (found.empty()) {  // all is contradicted: better wide bounds than none
    kept = looks;
    found = stretches(kept);
    if (found.empty()) return std::nullopt;
  }

  // The stretch in which it opened; then every later one, up to the closing, on two groups (a
  // relapse).
  std::size_t head = 0;
  while (head + 1 < found.size() && kept[found[head + 1].first].end <= opened) ++head;
  std::size_t tail = head;
  for (std::size_t i = head + 1; i < found.size(); ++i)
    if ((!closed || kept[found[i].first].end <= *closed) && on_two_groups(kept, found[i])) tail = i;
  const std::size_t first = found[head].first, last = found[tail].last;
  const Stretch core = solid(kept, first, last);

  const Duration length = kept[core.last].start - kept[core.first].start;

  // start_hi: the end of the first failure that is far enough inside the solid part.
  Reach reach;
  Bounds& bounds = reach.bounds;
  const Duration onset = kept[core.first].start - kept[first].start;
  const Instant sure = kept[core.first].start + step(onset, kept[core.first].interval, length);
  std::size_t in = core.first;
  for (std::size_t i = core.first; i <= core.last; ++i) {
    if (!kept[i].bad) continue;
    in = i;
    if (kept[i].start >= sure) break;
  }
  bounds.start_hi = kept[in].end;
  // Without an earlier good look we know no better than that the plan before it was not made.
  bounds.start_lo = first > 0 ? kept[first - 1].start : kept[first].start - kept[first].interval;
  bounds.start_lo = std::min(bounds.start_lo, kept[first].start);

  if (last + kGoodRun < kept.size()) {
    // end_lo: likewise from the other side.
    const Duration recovery = kept[last].start - kept[core.last].start;
    const Instant still = kept[core.last].start - step(recovery, kept[core.last].interval, length);
    std::size_t back = core.last;
    for (std::size_t i = core.last + 1; i-- > core.first;) {
      if (!kept[i].bad) continue;
      back = i;
      if (kept[i].start <= still) break;
    }
    bounds.end_lo = kept[back].start;
    bounds.end_hi = std::max(kept[last + 1].end, *bounds.end_lo);
  } else if (closed) {  // closed by looks that were left out above: no later than that
    bounds.end_lo = std::min(kept[core.last].start, *closed);
    bounds.end_hi = *closed;
  }
  // Runs that waited long may overlap; what began also ended no later than it ended.
  if (bounds.end_hi) {
    bounds.end_lo = std::max(*bounds.end_lo, bounds.start_lo);
    bounds.end_hi = std::max(*bounds.end_hi, *bounds.end_lo);
    bounds.start_hi = std::min(bounds.start_hi, *bounds.end_hi);
  }
  for (std::size_t i = first; i <= last; ++i)
    if (kept[i].bad) reach.failures.push_back(kept[i]);
  return reach;
}

}  // namespace saksi::judge
