// SPDX-License-Identifier: Apache-2.0
#include "alert/morning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "alert/people.hpp"
#include "base/json.hpp"

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLateBy = 30min;

bool works_on(const Settings& settings, const Target& target, const Zone& zone, Date date) {
  const Calendar& calendar = settings.calendar(target.calendar);
  return calendar.zone == zone.name() && calendar.hours(date).has_value();
}

}  // namespace

std::vector<Round> rounds_due(const Settings& settings, Instant now) {
  std::vector<Round> rounds;
  if (!settings.alerts.mornings) return rounds;
  std::set<std::string> zones;
  for (const Target& target : settings.targets)
    zones.insert(settings.calendar(target.calendar).zone);
  for (const std::string& name : zones) {
    const Zone zone = *Zone::find(name);
    const Date today = zone.local(now).date;
    for (const auto& [kind, word, at] :
         {std::tuple(Round::Kind::ready, "ready", settings.alerts.ready_at),
          std::tuple(Round::Kind::summary, "summary", settings.alerts.summary_at)}) {
      const Instant due = zone.instant(today, at);
      if (now < due || now >= due + kLateBy) continue;
      Round round{kind, fmt::format("{}/{}/{}", word, date_text(today), name), zone, today, {}};
      for (const Target& target : settings.targets)
        if (works_on(settings, target, zone, today)) round.targets.push_back(target.id);
      if (!round.targets.empty()) rounds.push_back(std::move(round));
    }
  }
  return rounds;
}

std::optional<Morning> morning_of(const Settings& settings, const TargetId& target,
                                  const Round& round, Instant now) {
  const auto hours = settings.calendar(settings.target(target).calendar).hours(round.date);
  if (!hours) return std::nullopt;
  const Instant from = round.zone.instant(round.date, hours->opening);
  const Instant limit = round.zone.instant(round.date, hours->limit);
  const Instant to = std::min(limit, Instant(std::chrono::floor<std::chrono::minutes>(now)));
  if (to <= from) return std::nullopt;
  return Morning{from, to, now >= limit};
}

namespace {

std::vector<store::Message> to_everybody(const Settings& settings, const Round& round, Instant now,
                                         const std::function<std::string(Language)>& text) {
  std::vector<store::Message> messages;
  for (const Channel& channel : people_of(settings.alerts)) {
    store::Message message;
    message.event_id = round.id + "/" + channel.id;
    message.subject = round.id;
    message.kind = "notice";
    message.channel = channel.id;
    message.payload = canonical(Json{{"text", text(channel.language)}});
    message.not_before = now;
    messages.push_back(std::move(message));
  }
  return messages;
}

// What was never tried is said: the least that any of the journeys leaves out is the most that all
// of them prove.
Word untested(const Settings& settings, const Round& round) {
  Mode least = Mode::real;
  for (const TargetId& target : round.targets)
    least = std::min(least, settings.journey(settings.target(target).journey).mode);
  return least == Mode::anonymous ? Word::method_anonymous
         : least == Mode::login   ? Word::method_login
         : least == Mode::sink    ? Word::method_sink
         : least == Mode::real    ? Word::method_real
                                  : Word::method_dry;
}

void link(Lines& lines, const Settings& settings) {
  if (!settings.web.public_url.empty()) lines.add(settings.web.public_url + "/");
}

std::string ready_text(const Settings& settings, const Round& round, const Board& board,
                       Instant now, Language language, bool demo) {
  constexpr std::size_t most_listed = 20;
  std::vector<std::pair<std::string, State>> wrong;
  std::size_t measured = 0;
  for (const TargetId& id : round.targets) {
    const Target& target = settings.target(id);
    const auto view = std::find_if(board.targets.begin(), board.targets.end(),
                                   [&](const TargetView& one) { return one.state.target == id; });
    const State state = view == board.targets.end() ? State::no_data : view->state.state;
    const auto hours = settings.calendar(target.calendar).hours(round.date);
    // "Not open yet" before the opening is what a healthy application says.
    const bool early =
        state == State::not_open && now < round.zone.instant(round.date, hours->opening);
    measured += state == State::no_data ? 0U : 1U;
    if (state != State::working && !early) wrong.emplace_back(target.agency, state);
  }
  const std::size_t all = round.targets.size();
  Lines lines(language, demo);
  const std::string time = clock_time(round.zone.local(now), language);
  if (measured == 0) {
    lines.add(Word::ready_unmeasured, {{"time", time}, {"n", std::to_string(all)}});
  } else {
    lines.add(Word::ready_title, {{"n", std::to_string(all)},
                                  {"time", time},
                                  {"ok", std::to_string(all - wrong.size())},
                                  {"x", std::to_string(wrong.size())}});
    for (std::size_t i = 0; i < std::min(wrong.size(), most_listed); ++i)
      lines.add(Word::ready_item,
                {{"agency", wrong[i].first},
                 {"state", std::string(word(word_of(wrong[i].second), language))}});
    if (wrong.size() > most_listed)
      lines.add(Word::ready_more, {{"n", std::to_string(wrong.size() - most_listed)}});
    lines.add(untested(settings, round));
  }
  if (networks_of(settings) == 1) lines.add(Word::people_one_network);
  link(lines, settings);
  return lines.text();
}

// How the minutes of one agency went.
struct Count {
  const Target* target = nullptr;
  std::size_t of = 0, good = 0, unknown = 0;
};

std::vector<Count> counts_of(const Settings& settings, const Round& round,
                             const MorningFacts& facts) {
  std::vector<Count> counts;
  for (const TargetId& id : round.targets) {
    const auto found = facts.minutes.find(id);
    if (found == facts.minutes.end() || found->second.empty()) continue;
    const auto& minutes = found->second;
    const auto number = [&](MinuteState state) {
      return static_cast<std::size_t>(std::count(minutes.begin(), minutes.end(), state));
    };
    counts.push_back({&settings.target(id), minutes.size(), number(MinuteState::good),
                      number(MinuteState::unknown)});
  }
  return counts;
}

// Journeys that say something about the service: planned ones, from a vantage with its network.
struct Runs {
  std::vector<Duration> finished;  // sorted
  std::size_t failed = 0;
  [[nodiscard]] std::size_t all() const { return finished.size() + failed; }
  // The smallest that so many of a hundred do not exceed.
  [[nodiscard]] Duration percentile(std::size_t percent) const {
    return finished[(finished.size() * percent + 99) / 100 - 1];
  }
};

Runs runs_of(const Settings& settings, const Round& round, const MorningFacts& facts, Instant now) {
  Runs runs;
  for (const Sample& sample : facts.samples) {
    if (sample.origin != Origin::scheduled || !sample.controls_ok() || is_set_aside(sample.cls))
      continue;
    if (std::find(round.targets.begin(), round.targets.end(), sample.target) == round.targets.end())
      continue;
    const auto morning = morning_of(settings, sample.target, round, now);
    if (!morning || sample.end < morning->from || sample.end >= morning->to) continue;
    if (worked(sample.cls)) {
      runs.finished.push_back(sample.from_plan());
    } else if (is_failure(sample.cls)) {
      ++runs.failed;
    }
  }
  std::sort(runs.finished.begin(), runs.finished.end());
  return runs;
}

std::string seconds_text(Duration length, Language language) {
  std::string text = fmt::format("{:.1f}", std::chrono::duration<double>(length).count());
  if (language == Language::indonesian) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

void say_minutes(Lines& lines, const std::vector<Count>& counts) {
  const auto share = [](const Count& a, const Count& b) { return a.good * b.of < b.good * a.of; };
  const Count& worst = *std::min_element(counts.begin(), counts.end(), share);
  const auto whole = static_cast<std::size_t>(std::count_if(
      counts.begin(), counts.end(), [](const Count& one) { return one.good == one.of; }));
  if (whole == counts.size())
    lines.add(Word::summary_usable_all, {{"n", std::to_string(counts.size())}});
  else
    lines.add(Word::summary_usable, {{"all", std::to_string(whole)},
                                     {"n", std::to_string(counts.size())},
                                     {"agency", worst.target->agency},
                                     {"good", std::to_string(worst.good)},
                                     {"of", std::to_string(worst.of)}});
}

void say_coverage(Lines& lines, const std::vector<Count>& counts) {
  const Count& least = *std::max_element(
      counts.begin(), counts.end(),
      [](const Count& a, const Count& b) { return a.unknown * b.of < b.unknown * a.of; });
  if (least.unknown == 0)
    lines.add(Word::summary_covered);
  else
    lines.add(Word::summary_uncovered, {{"n", std::to_string(least.unknown)},
                                        {"of", std::to_string(least.of)},
                                        {"agency", least.target->agency}});
}

std::vector<const Incident*> incidents_of(const Settings& settings, const Round& round,
                                          const MorningFacts& facts, Instant now) {
  std::vector<const Incident*> found;
  for (const Incident& incident : facts.incidents) {
    const Outage& outage = incident.outage;
    if (incident.withdrawn ||
        std::find(round.targets.begin(), round.targets.end(), outage.target) == round.targets.end())
      continue;
    const auto morning = morning_of(settings, outage.target, round, now);
    if (!morning || outage.bounds.start_lo >= now) continue;
    if (outage.bounds.end_hi && *outage.bounds.end_hi <= morning->from) continue;
    found.push_back(&incident);
  }
  std::sort(found.begin(), found.end(), [](const Incident* a, const Incident* b) {
    return std::tie(a->outage.bounds.start_hi, a->number) <
           std::tie(b->outage.bounds.start_hi, b->number);
  });
  return found;
}

void say_incidents(Lines& lines, const Settings& settings, const Round& round,
                   const std::vector<const Incident*>& incidents, Instant now) {
  constexpr std::size_t most_listed = 10;
  lines.add(Word::summary_incidents);
  for (std::size_t i = 0; i < std::min(incidents.size(), most_listed); ++i) {
    const Outage& outage = incidents[i]->outage;
    const std::string agency = settings.target(outage.target).agency;
    const auto length = [&](Duration exact) {
      return length_text(std::chrono::floor<std::chrono::seconds>(exact), lines.language());
    };
    if (outage.bounds.end_hi)
      lines.add(Word::summary_incident, {{"number", incidents[i]->number},
                                         {"agency", agency},
                                         {"length", length(outage.bounds.at_least())}});
    else
      lines.add(Word::summary_incident_open,
                {{"number", incidents[i]->number},
                 {"agency", agency},
                 {"length", length(now - outage.bounds.start_hi)},
                 {"time", clock_time(round.zone.local(outage.bounds.start_hi), lines.language())}});
  }
  if (incidents.size() > most_listed)
    lines.add(Word::ready_more, {{"n", std::to_string(incidents.size() - most_listed)}});
}

std::string summary_text(const Settings& settings, const Round& round, const MorningFacts& facts,
                         Instant now, Language language, bool demo) {
  Lines lines(language, demo);
  const LocalTime local = round.zone.local(now);
  lines.add(Word::summary_title,
            {{"date", long_date(local, language)}, {"time", clock_time(local, language)}});
  const std::vector<Count> counts = counts_of(settings, round, facts);
  const Runs runs = runs_of(settings, round, facts, now);
  const auto incidents = incidents_of(settings, round, facts, now);
  const bool one_network = networks_of(settings) == 1;
  // From one network no minute is ever certain; what can be counted are the runs.
  const bool measured = one_network ? runs.all() > 0
                                    : std::any_of(counts.begin(), counts.end(),
                                                  [](const Count& c) { return c.unknown < c.of; });
  if (!measured) {
    lines.add(Word::summary_unmeasured);
  } else if (one_network) {
    lines.add(Word::summary_runs,
              {{"ok", std::to_string(runs.finished.size())}, {"n", std::to_string(runs.all())}});
  } else {
    say_minutes(lines, counts);
    say_coverage(lines, counts);
  }
  if (one_network) lines.add(Word::people_one_network);
  if (std::any_of(round.targets.begin(), round.targets.end(), [&](const TargetId& id) {
        const auto morning = morning_of(settings, id, round, now);
        return !morning || !morning->whole;
      }))
    lines.add(Word::summary_so_far);
  if (!incidents.empty())
    say_incidents(lines, settings, round, incidents, now);
  else if (measured && !one_network)
    lines.add(Word::summary_no_incident);
  if (!runs.finished.empty())
    lines.add(Word::summary_times, {{"p50", seconds_text(runs.percentile(50), language)},
                                    {"p95", seconds_text(runs.percentile(95), language)},
                                    {"n", std::to_string(runs.finished.size())},
                                    {"failed", std::to_string(runs.failed)}});
  else
    lines.add(Word::summary_no_times);
  link(lines, settings);
  if (facts.seal)
    lines.add(Word::summary_seal,
              {{"date", facts.seal->date}, {"seal", short_text(facts.seal->digest)}});
  return lines.text();
}

}  // namespace

std::vector<store::Message> ready(const Settings& settings, const Round& round, const Board& board,
                                  Instant now, bool demo) {
  return to_everybody(settings, round, now, [&](Language language) {
    return ready_text(settings, round, board, now, language, demo);
  });
}

std::vector<store::Message> summary(const Settings& settings, const Round& round,
                                    const MorningFacts& facts, Instant now, bool demo) {
  return to_everybody(settings, round, now, [&](Language language) {
    return summary_text(settings, round, facts, now, language, demo);
  });
}

}  // namespace saksi::alert
