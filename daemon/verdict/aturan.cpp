// SPDX-License-Identifier: Apache-2.0
#include "verdict/aturan.hpp"

#include <algorithm>

namespace saksi::verdict {
namespace {

using Minute = int;  // since local midnight

Minute minute_of(TimeOfDay at) { return static_cast<Minute>(at.count() / 60); }
TimeOfDay time_of(Minute minute) { return std::chrono::minutes(minute); }

// Which minutes count as blocked: those in which nobody could check in, and on demand those in
// which only one network could not.
struct View {
  const Minutes& minutes;
  bool with_one_network;

  [[nodiscard]] bool blocked(Minute m) const {
    const MinuteState state = minutes.at(m);
    if (state == MinuteState::bad) return true;
    // Nothing before the official opening is ever looked at, so here it should be open.
    if (state == MinuteState::not_open) return true;
    return with_one_network && state == MinuteState::one_network;
  }
  [[nodiscard]] bool known(Minute m) const { return minutes.at(m) != MinuteState::unknown; }
  // A minute that nobody measured never speaks for the claim, so here it passes for good.
  [[nodiscard]] bool good(Minute m) const {
    return minutes.at(m) == MinuteState::good || !known(m);
  }
  [[nodiscard]] bool soft(Minute m) const { return known(m) && !good(m); }
  [[nodiscard]] bool one_network(Minute m) const {
    return minutes.at(m) == MinuteState::one_network;
  }

  template <class Kind>
  [[nodiscard]] int count(Minute from, Minute to, Kind kind) const {
    int found = 0;
    for (Minute m = from; m < to; ++m) found += (this->*kind)(m) ? 1 : 0;
    return found;
  }

  [[nodiscard]] int longest_good(Minute from, Minute to) const {
    int longest = 0, run = 0;
    for (Minute m = from; m < to; ++m) {
      run = good(m) ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    return longest;
  }

  [[nodiscard]] std::optional<Minute> last_blocked(Minute from, Minute to) const {
    for (Minute m = to - 1; m >= from; --m)
      if (blocked(m)) return m;
    return std::nullopt;
  }

  // The first of so many good minutes in a row, after `last`. What lies beyond `end` is not looked
  // at: there it counts as recovered.
  [[nodiscard]] Minute recovery(Minute last, Minute end, int in_a_row) const {
    int run = 0;
    for (Minute m = last + 1; m < end; ++m) {
      run = good(m) ? run + 1 : 0;
      if (run == in_a_row) return m + 1 - in_a_row;
    }
    return end - run;
  }
};

struct Explained {
  int minutes = 0;
  std::optional<Minute> last, recovered;
};

Explained explain(const View& view, Minute from, Minute limit, Minute recorded, int late,
                  const Figures& figures) {
  const auto last = view.last_blocked(from, recorded);
  if (!last || view.count(from, recorded, &View::blocked) < figures.min_blocked) return {};
  const Minute back = view.recovery(*last, recorded + figures.recheck, figures.recovery);
  return {std::clamp(back + figures.grace - limit, 0, late), last, back};
}

bool reaches(int part, int whole, int percent) { return part * 100 >= whole * percent; }

Reason why_partly(const Verdict& verdict, bool one_network, bool blocked_enough,
                  const Figures& figures) {
  if (one_network) return Reason::one_network;
  if (verdict.explained > 0 && verdict.explained == verdict.late && !blocked_enough)
    return Reason::worked;
  if (verdict.recovered) return Reason::after_grace;
  // Nothing is explained, and much was not good: say of which kind most of it was.
  if (verdict.blocked >= figures.min_blocked) return Reason::worked;
  return verdict.one_network * 2 > verdict.soft ? Reason::one_network : Reason::slow;
}

}  // namespace

std::string_view code(Outcome outcome) {
  switch (outcome) {
    case Outcome::supported:
      return "supported";
    case Outcome::partly:
      return "partly";
    case Outcome::not_seen:
      return "not_seen";
    case Outcome::no_data:
      return "no_data";
    case Outcome::not_needed:
      return "not_needed";
    case Outcome::outside:
      return "outside";
    case Outcome::schedule_late:
      return "schedule_late";
  }
  return "no_data";
}

std::string_view code(Reason reason) {
  switch (reason) {
    case Reason::none:
      return "none";
    case Reason::one_network:
      return "one_network";
    case Reason::slow:
      return "slow";
    case Reason::worked:
      return "worked";
    case Reason::after_grace:
      return "after_grace";
    case Reason::few:
      return "few";
  }
  return "none";
}

MinuteState Minutes::at(int minute) const {
  const std::int64_t index = minute - from.count() / 60;
  if (index < 0 || index >= static_cast<std::int64_t>(states.size())) return MinuteState::unknown;
  return states[static_cast<std::size_t>(index)];
}

Verdict judge(const Question& question, const Minutes& minutes, const Figures& figures) {
  Verdict verdict;
  if (!question.hours) {
    verdict.outcome = Outcome::outside;
    return verdict;
  }
  const Minute opening = minute_of(question.hours->opening);
  const Minute limit = minute_of(question.hours->limit);
  const Minute close = minute_of(question.hours->close);
  const Minute from = std::max(limit - figures.lead, opening);
  const View general{minutes, false};
  const View with_one{minutes, true};

  verdict.window_from = time_of(from);
  verdict.window = limit - from;
  verdict.blocked = general.count(from, limit, &View::blocked);
  verdict.unknown = verdict.window - general.count(from, limit, &View::known);
  verdict.usable = general.count(from, limit, &View::good) - verdict.unknown;
  verdict.soft = general.count(from, limit, &View::soft);
  verdict.one_network = general.count(from, limit, &View::one_network);

  // A second past the limit is late, and a begun minute counts whole.
  const TimeOfDay over = question.recorded.value_or(question.hours->close) - question.hours->limit;
  verdict.late = static_cast<int>((std::max<std::int64_t>(over.count(), 0) + 59) / 60);
  if (question.recorded && verdict.late == 0) {
    verdict.outcome = Outcome::not_needed;
    return verdict;
  }
  // Without a record the whole of the check-in is looked at, and nothing is "late minutes".
  const Minute looked_to = question.recorded ? limit + verdict.late : std::max(close, limit);
  const int looked = looked_to - from;
  verdict.looked = looked;
  verdict.looked_to = time_of(looked_to);
  verdict.looked_blocked = general.count(from, looked_to, &View::blocked);
  verdict.coverage = looked > 0 ? general.count(from, looked_to, &View::known) * 100 / looked : 0;
  verdict.worked = general.longest_good(from, looked_to);

  if (verdict.window <= 0) {  // nobody could have been on time; an outage may explain minutes
    verdict.outcome = Outcome::schedule_late;
    if (!question.recorded) {
      verdict.late = 0;
      return verdict;
    }
    const Explained all = explain(general, from, limit, looked_to, verdict.late, figures);
    verdict.explained = all.minutes;
    if (all.last) verdict.last_blocked = time_of(*all.last);
    if (all.recovered) verdict.recovered = time_of(*all.recovered);
    return verdict;
  }

  bool full = false, partly = false, one_network = false;
  if (question.recorded) {
    const Explained all = explain(general, from, limit, looked_to, verdict.late, figures);
    const Explained one = explain(with_one, from, limit, looked_to, verdict.late, figures);
    const bool enough = reaches(verdict.blocked, verdict.window, figures.full_percent);
    full = enough && all.minutes == verdict.late;
    one_network = !full && one.minutes > all.minutes;
    // What one network alone explains is told as that, and never as more than partly.
    const Explained& told = one_network ? one : all;
    verdict.explained = told.minutes;
    if (told.last) verdict.last_blocked = time_of(*told.last);
    if (told.recovered) verdict.recovered = time_of(*told.recovered);
    partly = verdict.explained > 0 || reaches(verdict.soft, verdict.window, figures.soft_percent);
    if (!full && partly) verdict.reason = why_partly(verdict, one_network, enough, figures);
  } else {
    const int with = with_one.count(from, looked_to, &View::blocked);
    full = reaches(verdict.looked_blocked, looked, figures.full_percent) &&
           verdict.worked < figures.good_run;
    partly = with >= figures.min_blocked;
    verdict.late = 0;
    one_network = verdict.looked_blocked < figures.min_blocked;
    if (!full && partly) verdict.reason = one_network ? Reason::one_network : Reason::worked;
  }

  // Unknown minutes passed for good above, so what was found stands however little was measured.
  // Only to say that nothing was seen does it take enough of a look.
  if (full)
    verdict.outcome = Outcome::supported;
  else if (partly)
    verdict.outcome = Outcome::partly;
  else if (reaches(verdict.coverage, 100, figures.coverage_percent))
    verdict.outcome = Outcome::not_seen;
  else
    verdict.outcome = Outcome::no_data;
  if (verdict.outcome == Outcome::not_seen && general.count(from, looked_to, &View::soft) > 0)
    verdict.reason = Reason::few;
  return verdict;
}

}  // namespace saksi::verdict
