// SPDX-License-Identifier: Apache-2.0
#include "alert/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "alert/people.hpp"
#include "base/json.hpp"
#include "model/announcement.hpp"

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

constexpr Duration kNetworkDwell = 3min;
constexpr Duration kVantageDwell = 5min;
constexpr Duration kOpeningDwell = 2min;
constexpr std::string_view kNetwork = "network/", kVantage = "vantage/", kOpening = "opening/",
                           kAccount = "account/", kAgent = "agent/";

// The network on which alone this target fails, if that is how it stands.
std::optional<std::string> lone_network(const TargetState& state) {
  if (state.state != State::one_network) return std::nullopt;
  std::map<std::string, std::size_t> bad;
  for (const Vote& vote : state.votes)
    if (vote.eligible && vote.bad) ++bad[vote.group];
  if (bad.empty()) return std::nullopt;
  return std::max_element(bad.begin(), bad.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

// Does this target fail in a way that is not that network's alone? Then nobody may say of the host
// that it is well through all others, whatever its other agencies look like.
bool fails_elsewhere(const TargetState& state, const std::string& group) {
  if (state.state == State::down || state.state == State::unconfirmed) return true;
  const auto lone = lone_network(state);
  return lone && *lone != group;
}

// Does everybody of that network who can see this target say that it works?
bool works_there(const TargetState& state, const std::string& group) {
  bool seen = false;
  for (const Vote& vote : state.votes) {
    if (vote.group != group || !vote.eligible) continue;
    if (vote.bad) return false;
    seen = true;
  }
  return seen;
}

const Target* target_of(const Settings& settings, const TargetId& id) {
  const auto found = std::find_if(settings.targets.begin(), settings.targets.end(),
                                  [&](const Target& target) { return target.id == id; });
  return found == settings.targets.end() ? nullptr : &*found;
}

bool in_maintenance(const Settings& settings, const BackendId& backend, Instant now) {
  return std::any_of(settings.maintenance.begin(), settings.maintenance.end(),
                     [&](const Maintenance& planned) {
                       return planned.backend == backend && planned.from <= now && now < planned.to;
                     });
}

std::string name_of(const Vantage& vantage) {
  std::string name = vantage.id.text;
  std::string more = vantage.isp;
  if (!vantage.place.empty()) more += (more.empty() ? "" : ", ") + vantage.place;
  return more.empty() ? name : fmt::format("{} ({})", name, more);
}

std::string minutes_text(Duration length, Language language) {
  return length_text(std::max<Duration>(1min, std::chrono::round<std::chrono::minutes>(length)),
                     language);
}

}  // namespace

Watch::Watch(const Settings& settings, const std::vector<store::Message>& said, Instant started,
             bool demo)
    : settings_(settings), started_(started), demo_(demo) {
  for (const store::Message& message : said) {
    if (message.kind != "opened") continue;
    const auto payload = parse_json(message.payload);
    if (payload && payload->contains("since_us") && (*payload)["since_us"].is_number_integer())
      troubles_[message.subject].told =
          Instant(Duration((*payload)["since_us"].get<std::int64_t>()));
  }
}

const std::vector<std::string>& Watch::subjects() {
  static const std::vector<std::string> all{std::string(kNetwork), std::string(kVantage),
                                            std::string(kOpening), std::string(kAccount),
                                            std::string(kAgent)};
  return all;
}

std::vector<store::Message> Watch::look(const Board& board, Instant now) {
  std::vector<store::Message> out;
  look_at_networks(board, now, out);
  look_at_openings(board, now, out);
  look_at_vantages(board, now, out);
  look_at_accounts(board, now, out);
  look_at_agents(board, now, out);
  return out;
}

std::optional<Watch::Turn> Watch::turn(const std::string& subject, const Sight& sight,
                                       Duration dwell, Instant now) {
  Trouble& trouble = troubles_[subject];
  if (!sight.bad) trouble.bad_since.reset();
  if (!sight.good) trouble.good_since.reset();
  if (sight.bad) {
    if (!trouble.bad_since) trouble.bad_since = sight.began;
    if (trouble.told || now - *trouble.bad_since < dwell) return std::nullopt;
    trouble.told = sight.shown;
    return Turn{true, sight.shown, now};
  }
  if (!sight.good || !trouble.told) return std::nullopt;
  if (!trouble.good_since) trouble.good_since = now;
  if (now - *trouble.good_since < dwell) return std::nullopt;
  const Turn end{false, *trouble.told, *trouble.good_since};
  trouble.told.reset();
  return end;
}

void Watch::tell(const std::string& subject, const Turn& turn, Instant now,
                 const std::function<void(Lines&)>& text, std::vector<store::Message>& out) const {
  for (const Channel& channel : people_of(settings_.alerts)) {
    Lines lines(channel.language, demo_);
    text(lines);
    store::Message& message = out.emplace_back();
    message.kind = turn.opened ? "opened" : "closed";
    message.event_id = fmt::format("{}/{}/{}/{}", subject, turn.since.time_since_epoch().count(),
                                   message.kind, channel.id);
    message.subject = subject;
    message.channel = channel.id;
    message.payload = canonical(
        Json{{"text", lines.text()}, {"since_us", turn.since.time_since_epoch().count()}});
    message.not_before = now;
    // What was over before anybody could be told of it is not worth a message.
    message.unsent = turn.opened ? store::Unsent::stays : store::Unsent::takes_back;
  }
}

void Watch::look_at_networks(const Board& board, Instant now, std::vector<store::Message>& out) {
  std::set<std::string> groups;
  for (const Vantage& vantage : settings_.vantages) groups.insert(vantage.group);
  if (groups.size() < 2) return;
  for (const Backend& backend : settings_.backends) {
    std::vector<std::pair<const Target*, const TargetState*>> here;
    for (const TargetView& view : board.targets)
      for (const Target& target : settings_.targets)
        if (target.id == view.state.target && target.backend == backend.id)
          here.emplace_back(&target, &view.state);
    if (here.empty()) continue;
    for (const std::string& group : groups) {
      Sight sight;
      std::vector<std::string> agencies;
      bool works = false, fails = false;
      const std::string subject = fmt::format("{}{}/{}", kNetwork, backend.id.text, group);
      const bool alone = std::none_of(here.begin(), here.end(), [&](const auto& one) {
        return fails_elsewhere(*one.second, group);
      });
      if (!alone) not_alone_[subject] = now;
      for (const auto& [target, state] : here) {
        if (alone && lone_network(*state) == group) {
          if (!sight.bad || state->since < sight.began) sight.began = sight.shown = state->since;
          sight.bad = true;
          agencies.push_back(target->agency);
        }
        for (const Vote& vote : state->votes)
          fails = fails || (vote.group == group && vote.eligible && vote.bad);
        works = works || works_there(*state, group);
      }
      // What was part of something larger is waited for anew when that is over.
      if (const auto last = not_alone_.find(subject); last != not_alone_.end())
        sight.began = sight.shown = std::max(sight.began, last->second);
      sight.good = !sight.bad && works && !fails;
      const auto found = turn(subject, sight, kNetworkDwell, now);
      if (!found) continue;
      const Zone zone = *Zone::find(settings_.calendar(here.front().first->calendar).zone);
      const auto text = [&](Lines& lines) {
        const auto at = [&](Instant when) {
          return clock_time(zone.local(when), lines.language());
        };
        if (found->opened) {
          lines.add(Word::network_opened, {{"agencies", few_names(agencies, lines.language())},
                                           {"network", group},
                                           {"time", at(found->since)}});
          lines.add(Word::network_not_outage, {{"network", group}});
        } else {
          lines.add(Word::network_closed, {{"network", group}, {"time", at(found->until)}});
          lines.add(Word::network_length,
                    {{"since", at(found->since)},
                     {"length", minutes_text(found->until - found->since, lines.language())}});
        }
      };
      tell(subject, *found, now, text, out);
    }
  }
}

// One message a backend: what a late opening keeps out is everybody on that host.
void Watch::look_at_openings(const Board& board, Instant now, std::vector<store::Message>& out) {
  for (const Backend& backend : settings_.backends) {
    Sight sight;
    std::vector<std::string> agencies, all;
    Instant opening;  // that was missed, the earliest
    std::optional<Zone> zone;
    bool over = true, open = false;
    for (const TargetView& view : board.targets) {
      const Target* target = target_of(settings_, view.state.target);
      if (target == nullptr || target->backend != backend.id) continue;
      all.push_back(target->agency);
      const Calendar& calendar = settings_.calendar(target->calendar);
      const Zone here = *Zone::find(calendar.zone);
      if (!zone) zone = here;
      const Date date = here.local(now).date;
      const auto hours = calendar.hours(date);
      if (!hours) continue;
      const Instant opens = here.instant(date, hours->opening);
      if (now < opens || now >= here.instant(date, hours->close)) continue;
      over = false;
      const bool fresh = view.state.last_end && *view.state.last_end >= opens;
      if (fresh && view.state.state == State::not_open) {
        opening = sight.bad ? std::min(opening, opens) : opens;
        sight.bad = true;
        agencies.push_back(target->agency);
      } else if (fresh && (view.state.state == State::working || view.state.state == State::slow)) {
        open = true;
      }
    }
    if (!zone) continue;
    sight.began = sight.shown = opening;
    sight.good = !sight.bad && (over || open);
    const std::string subject = std::string(kOpening) + backend.id.text;
    const auto found = turn(subject, sight, over ? Duration{0} : kOpeningDwell, now);
    if (!found) continue;
    if (found->opened) late_agencies_[subject] = agencies;
    const auto text = [&](Lines& lines) {
      const auto at = [&](Instant when) { return clock_time(zone->local(when), lines.language()); };
      // An earlier life told of them, and took their names along.
      const auto late = late_agencies_.find(subject);
      const std::string names =
          few_names(late == late_agencies_.end() ? all : late->second, lines.language());
      if (found->opened) {
        lines.add(Word::late_open_opened,
                  {{"agencies", names}, {"opening", at(found->since)}, {"time", at(now)}});
        lines.add(Word::late_open_note);
      } else if (over) {
        lines.add(Word::late_open_over, {{"agencies", names}});
      } else {
        lines.add(Word::late_open_closed,
                  {{"agencies", names},
                   {"time", at(found->until)},
                   {"length", minutes_text(found->until - found->since, lines.language())}});
      }
    };
    tell(subject, *found, now, text, out);
  }
}

// How long nothing may be heard of a vantage while all is well: its own pace or a slower one that
// may have begun since, with the jitter of a slot and the longest run.
Duration Watch::longest_wait(const Board& board, const VantageId& id, Instant now) const {
  Duration interval{0}, run{0};
  Instant latest{};
  for (const TargetView& view : board.targets) {
    const auto sample = view.latest.find(id);
    if (sample == view.latest.end() || sample->second.end < latest) continue;
    latest = sample->second.end;
    interval = sample->second.interval;
  }
  const ScheduleSettings& schedule = settings_.schedule;
  bool day = false;
  for (const Calendar& calendar : settings_.calendars) {
    const LocalTime local = Zone::find(calendar.zone)->local(now);
    day = day || (calendar.holiday(local.date) == nullptr && local.of_day >= schedule.day_from &&
                  local.of_day < schedule.day_to);
  }
  for (const JourneySettings& journey : settings_.journeys) run = std::max(run, journey.timeout);
  interval = std::max(interval, day ? std::max(schedule.peak, schedule.day) : schedule.quiet);
  return interval * 6 / 5 + run;
}

void Watch::look_at_vantages(const Board& board, Instant now, std::vector<store::Message>& out) {
  // Whoever has nothing to do is not silent.
  const bool idle = std::all_of(
      settings_.targets.begin(), settings_.targets.end(),
      [&](const Target& target) { return in_maintenance(settings_, target.backend, now); });
  Instant expected = started_;
  for (const Maintenance& planned : settings_.maintenance)
    if (planned.to <= now) expected = std::max(expected, planned.to);
  const Zone zone = *Zone::find(settings_.calendars.front().zone);
  for (const Vantage& vantage : settings_.vantages) {
    const auto view = std::find_if(board.vantages.begin(), board.vantages.end(),
                                   [&](const VantageView& one) { return one.id == vantage.id; });
    if (view == board.vantages.end()) continue;
    const Instant heard = std::max(expected, view->last_end.value_or(expected));
    const Instant owed = heard + longest_wait(board, vantage.id, now);
    const std::string subject = std::string(kVantage) + vantage.id.text;
    const bool silent = !idle && now > owed;
    Sight sight;
    if (silent) {
      sight = {true, false, owed, view->last_end.value_or(started_)};
    } else if (!idle && view->last_end && *view->last_end >= started_) {
      sight = {!view->controls_ok, view->controls_ok, *view->last_end, *view->last_end};
    }
    if (const auto begun = troubles_[subject].bad_since; begun && sight.bad && !silent)
      sight.shown = *begun;  // since the first round without them
    const auto found = turn(subject, sight, kVantageDwell, now);
    if (!found) continue;
    const auto text = [&](Lines& lines) {
      const auto at = [&](Instant when) { return clock_time(zone.local(when), lines.language()); };
      if (found->opened) {
        lines.add(
            silent ? Word::vantage_silent : Word::vantage_unfit,
            {{"name", name_of(vantage)}, {"time", at(found->since)}, {"network", vantage.group}});
        lines.add(Word::vantage_not_outage);
      } else {
        lines.add(Word::vantage_back,
                  {{"name", name_of(vantage)},
                   {"time", at(found->until)},
                   {"since", at(found->since)},
                   {"length", minutes_text(found->until - found->since, lines.language())}});
      }
    };
    tell(subject, *found, now, text, out);
  }
}

}  // namespace saksi::alert
