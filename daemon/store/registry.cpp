// SPDX-License-Identifier: Apache-2.0
//
// The judge's outages have no names. Here each keeps the number under which people already know it.
// `known` must be the latest revisions of all incidents that the judge's samples still cover: one
// whose samples the judge has let go would look unsupported and be withdrawn.
#include <algorithm>
#include <functional>
#include <tuple>

#include "store/store.hpp"

namespace saksi::store {
namespace {

Duration overlap(const Outage& a, const Outage& b, Instant now) {
  const Instant from = std::max(a.bounds.start_lo, b.bounds.start_lo);
  const Instant to = std::min(a.bounds.end_hi.value_or(now), b.bounds.end_hi.value_or(now));
  return to - from;
}

// A candidate pair, better ones first. Incidents that stand come before withdrawn ones, which may
// come back when their samples do; an unchanged outage always keeps its number.
struct Pair {
  bool withdrawn;
  bool changed;
  Duration overlap;
  std::string number;
  Instant start;
  std::size_t incident, outage;
  [[nodiscard]] auto rank() const {
    return std::make_tuple(withdrawn, changed, -overlap.count(), std::cref(number), start);
  }
};

std::vector<Pair> candidates(const std::vector<Incident>& known, const std::vector<Outage>& outages,
                             Instant now) {
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < known.size(); ++i) {
    for (std::size_t o = 0; o < outages.size(); ++o) {
      const Outage& was = known[i].outage;
      const Outage& is = outages[o];
      if (was.target != is.target || was.journey != is.journey) continue;
      const Duration common = overlap(was, is, now);
      // Two that merely touch are two: one ended with the very sample from which the next is
      // bounded.
      if (common <= Duration{0} && was.bounds.start_lo != is.bounds.start_lo) continue;
      pairs.push_back(
          {known[i].withdrawn, was != is, common, known[i].number, is.bounds.start_lo, i, o});
    }
  }
  std::sort(pairs.begin(), pairs.end(),
            [](const Pair& a, const Pair& b) { return a.rank() < b.rank(); });
  return pairs;
}

// While an outage lasts, each bad sample counts one more; that alone is not news.
bool same_story(const Outage& was, const Outage& is) {
  if (was == is) return true;
  if (was.closed || is.closed) return false;
  Outage level = is;
  level.bad_samples = was.bad_samples;
  return was == level;
}

std::string what_changed(const Outage& was, const Outage& is) {
  std::string list;
  const auto add = [&](bool changed, const char* what) {
    if (changed) list += (list.empty() ? "" : ", ") + std::string(what);
  };
  add(was.opened != is.opened || was.bounds.start_lo != is.bounds.start_lo ||
          was.bounds.start_hi != is.bounds.start_hi,
      "start");
  add(was.closed != is.closed || was.bounds.end_lo != is.bounds.end_lo ||
          was.bounds.end_hi != is.bounds.end_hi,
      "end");
  add(was.cause != is.cause || was.step != is.step, "cause");
  add(was.groups != is.groups, "networks");
  add(was.votes != is.votes, "votes");
  add(was.episodes != is.episodes, "episodes");
  add(was.backend != is.backend, "backend");
  return list.empty() ? "samples" : list;
}

std::string first_part(const Outage& outage, const std::map<TargetId, std::string>& short_names,
                       const std::function<std::string(const TargetId&, Instant)>& date_of) {
  std::string date = date_of(outage.target, outage.opened);
  std::erase(date, '-');
  const auto name = short_names.find(outage.target);
  std::string text = name != short_names.end() ? name->second : outage.target.text;
  if (name == short_names.end())  // the target has left the configuration; its incidents have not
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
  return "K-" + date + "-" + text + "-";
}

// One more than the highest n in use, withdrawn ones included.
class Numbers {
 public:
  void take(const std::vector<Incident>& known) {
    for (const Incident& incident : known) {
      const auto dash = incident.number.rfind('-');
      if (dash == std::string::npos) continue;
      unsigned n = 0;
      for (const char c : incident.number.substr(dash + 1))
        if (c >= '0' && c <= '9' && n < 100000000) n = n * 10 + static_cast<unsigned>(c - '0');
      unsigned& last = last_[incident.number.substr(0, dash + 1)];
      last = std::max(last, n);
    }
  }
  std::string next(const std::string& first) { return first + std::to_string(++last_[first]); }

 private:
  std::map<std::string, unsigned> last_;
};

std::optional<Change> revise(const Incident& was, const Outage& is, Instant now) {
  if (!was.withdrawn && same_story(was.outage, is)) return std::nullopt;
  Change change{was, "revised", false};
  change.incident.outage = is;
  change.incident.revision = was.revision + 1;
  change.incident.revised = now;
  change.incident.withdrawn = false;
  if (was.withdrawn) {
    change.event = is.closed ? "revised" : "reopened";
    change.incident.reason = "supported by samples again";
  } else if (!was.outage.closed && is.closed) {
    change.event = change.incident.reason = "closed";
  } else if (was.outage.closed && !is.closed) {
    change.event = change.incident.reason = "reopened";
  } else {
    change.incident.reason =
        (is.closed ? "late samples: " : "more samples: ") + what_changed(was.outage, is);
  }
  return change;
}

}  // namespace

std::vector<Change> reconcile(const std::vector<Incident>& known,
                              const std::vector<Outage>& outages, Instant now,
                              const std::map<TargetId, std::string>& short_names,
                              const std::function<std::string(const TargetId&, Instant)>& date_of,
                              const std::vector<Incident>& others) {
  std::vector<std::optional<std::size_t>> outage_of(known.size());
  std::vector<bool> has_incident(outages.size(), false);
  for (const Pair& pair : candidates(known, outages, now)) {
    if (outage_of[pair.incident] || has_incident[pair.outage]) continue;
    outage_of[pair.incident] = pair.outage;
    has_incident[pair.outage] = true;
  }

  std::vector<Change> changes;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const Incident& was = known[i];
    if (outage_of[i]) {
      if (auto change = revise(was, outages[*outage_of[i]], now))
        changes.push_back(std::move(*change));
    } else if (!was.withdrawn) {
      Change change{was, "withdrawn", false};
      change.incident.revision = was.revision + 1;
      change.incident.reason = "no sample supports it any more";
      change.incident.revised = now;
      change.incident.withdrawn = true;
      changes.push_back(std::move(change));
    }
  }
  std::sort(changes.begin(), changes.end(),
            [](const Change& a, const Change& b) { return a.incident.number < b.incident.number; });

  std::vector<const Outage*> fresh;
  for (std::size_t o = 0; o < outages.size(); ++o)
    if (!has_incident[o]) fresh.push_back(&outages[o]);
  std::sort(fresh.begin(), fresh.end(), [](const Outage* a, const Outage* b) {
    return std::tie(a->opened, a->target, a->journey) < std::tie(b->opened, b->target, b->journey);
  });
  Numbers numbers;
  numbers.take(known);
  numbers.take(others);
  for (const Outage* outage : fresh) {
    // First heard of when it was over (the samples came late): one event, and nobody is woken for
    // it.
    const std::string event = outage->closed ? "closed" : "opened";
    changes.push_back({Incident{numbers.next(first_part(*outage, short_names, date_of)), 1, event,
                                now, false, *outage},
                       event, true});
  }
  return changes;
}

}  // namespace saksi::store
