// SPDX-License-Identifier: Apache-2.0
//
// Hari ini: what a person with a phone at 07.35 needs, in this order: is it only me, what do I do,
// how much of the morning was usable, whom does it concern, who says so.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "web/pages/page.hpp"
#include "web/pages/phrases.hpp"

namespace saksi::web::pages {
namespace {

// Where the day stands in the schedule of one target.
enum class Phase : std::uint8_t { holiday, free, before, during, after, unscheduled };

struct Schedule {
  Phase phase = Phase::unscheduled;
  const Holiday* holiday = nullptr;
  Instant peak_from{}, peak_to{};         // before, during, after
  std::optional<Instant> opening, limit;  // on working days
};

Schedule schedule_of(const Reading& reading, const TargetId& target) {
  Schedule day;
  const Calendar* calendar = reading.calendar(target);
  if (calendar == nullptr) return day;
  const Zone zone = reading.zone(target);
  const LocalTime now = zone.local(reading.view.now);
  if ((day.holiday = calendar->holiday(now.date)) != nullptr) {
    day.phase = Phase::holiday;
    return day;
  }
  if (const auto hours = calendar->hours(now.date)) {
    day.opening = zone.instant(now.date, hours->opening);
    day.limit = zone.instant(now.date, hours->limit);
  } else if (!calendar->check_in.empty()) {
    day.phase = Phase::free;
    return day;
  }
  for (const PeakWindow& window : calendar->peak) {
    if (std::find(window.weekdays.begin(), window.weekdays.end(), now.weekday.c_encoding()) ==
        window.weekdays.end())
      continue;
    day.peak_from = zone.instant(now.date, window.from);
    day.peak_to = zone.instant(now.date, window.to);
    day.phase = reading.view.now < day.peak_from ? Phase::before
                : reading.view.now < day.peak_to ? Phase::during
                                                 : Phase::after;
    if (day.phase != Phase::after) break;  // the first window that is not over yet
  }
  return day;
}

// Minutes between opening and limit, as far as they have passed.
struct Usable {
  std::int64_t all = 0;              // of the schedule
  std::array<std::int64_t, 8> of{};  // by Mark
  std::int64_t passed = 0;
  [[nodiscard]] std::int64_t good() const { return of[static_cast<std::size_t>(Mark::good)]; }
};

Usable usable_of(const Reading& reading, const TargetView& target, const Schedule& day) {
  using std::chrono::minutes;
  Usable count;
  if (!day.opening || !day.limit) return count;
  count.all = std::chrono::duration_cast<minutes>(*day.limit - *day.opening).count();
  for (Instant minute = *day.opening;
       minute < *day.limit && minute + minutes(1) <= reading.view.now; minute += minutes(1)) {
    const std::int64_t index = std::chrono::floor<minutes>(minute - target.strip_from).count();
    const bool known = index >= 0 && static_cast<std::size_t>(index) < target.strip.size();
    const Mark mark =
        known ? mark_of(target.strip[static_cast<std::size_t>(index)]) : Mark::unknown;
    ++count.of[static_cast<std::size_t>(mark)];
    ++count.passed;
  }
  return count;
}

// How bad a state is for the headline: the worst of all agencies is the answer.
int weight(State state) {
  switch (state) {
    case State::down:
      return 7;
    case State::unconfirmed:
      return 6;
    case State::one_network:
      return 5;
    case State::no_data:
      return 4;
    case State::probe:
      return 3;
    case State::slow:
      return 2;
    case State::not_open:
      return 1;
    case State::working:
      return 0;
  }
  return 0;
}

struct Answer {
  Tone tone = Tone::no_data;
  std::string headline;
  std::vector<std::string> lead;
  bool outage = false;         // give the advice for an outage
  bool other_network = false;  // give the advice to try another one
  bool keep_photo = false;
  std::vector<std::string> numbers;  // of the incidents to note
  bool grey = false;
};

struct Networks {
  std::set<std::string> fit, bad;  // groups
  std::vector<std::string> bad_names;
};

Networks networks_of(const Reading& reading, const std::vector<const TargetView*>& targets) {
  Networks found;
  for (const TargetView* one : targets)
    for (const Vote& vote : one->state.votes) {
      if (!vote.eligible) continue;
      found.fit.insert(vote.group);
      if (!vote.bad) continue;
      found.bad.insert(vote.group);
      const std::string name = reading.network(vote.vantage);
      if (std::find(found.bad_names.begin(), found.bad_names.end(), name) == found.bad_names.end())
        found.bad_names.push_back(name);
    }
  return found;
}

// The worst state and who is in it.
struct Worst {
  State state = State::working;
  std::vector<const TargetView*> targets;
  Instant since{};
};

Worst worst_of(const Board& board) {
  Worst worst;
  for (const TargetView& one : board.targets) {
    if (worst.targets.empty() || weight(one.state.state) > weight(worst.state)) {
      worst = {one.state.state, {&one}, one.state.since};
    } else if (one.state.state == worst.state) {
      worst.targets.push_back(&one);
      worst.since = std::min(worst.since, one.state.since);
    }
  }
  return worst;
}

std::string names_of(const Reading& reading, const std::vector<const TargetView*>& targets) {
  constexpr std::size_t kMost = 4;
  std::vector<std::string> names;
  for (const TargetView* one : targets) {
    if (names.size() == kMost && targets.size() > kMost + 1) {
      names.push_back(reading.say(Word::and_more, {{"n", std::to_string(targets.size() - kMost)}}));
      break;
    }
    names.push_back(reading.agency(one->state.target));
  }
  return reading.list(names);
}

Answer answer_of_state(const Reading& reading, const Worst& worst, const Schedule& day) {
  const std::string who = names_of(reading, worst.targets);
  const Zone zone = reading.zone(worst.targets.front()->state.target);
  const Networks networks = networks_of(reading, worst.targets);
  const auto plain = [&](Word headline, Word lead) {
    Answer answer;
    answer.tone = tone_of(worst.state);
    answer.headline = reading.say(headline);
    answer.lead.push_back(reading.say(lead, {{"agencies", who}}));
    return answer;
  };
  Answer answer;
  answer.tone = tone_of(worst.state);
  switch (worst.state) {
    case State::down:
      answer.headline =
          reading.say(Word::answer_down, {{"time", reading.moment(worst.since, zone)}});
      answer.lead = {
          reading.say(Word::answer_down_lead, {{"agencies", who},
                                               {"bad", std::to_string(networks.bad.size())},
                                               {"all", std::to_string(networks.fit.size())}}),
          std::string(reading.say(Word::answer_not_your_phone))};
      answer.outage = true;
      for (const TargetView* one : worst.targets)
        if (one->incident) answer.numbers.push_back(*one->incident);
      break;
    case State::unconfirmed:
      answer = plain(Word::answer_unconfirmed, Word::answer_unconfirmed_lead);
      answer.other_network = answer.keep_photo = true;
      break;
    case State::one_network:
      answer.headline = reading.say(Word::answer_one_network);
      answer.lead = {reading.say(
          Word::answer_one_network_lead,
          {{"agencies", who},
           {"networks", networks.bad_names.empty() ? std::string(reading.say(Word::unknown_value))
                                                   : reading.list(networks.bad_names)}})};
      answer.other_network = answer.keep_photo = true;
      break;
    case State::no_data:
      answer = plain(Word::answer_no_data, Word::answer_no_data_lead);
      break;
    case State::probe:
      answer = plain(Word::answer_probe, Word::answer_probe_lead);
      break;
    case State::slow:
      answer.headline =
          reading.say(Word::answer_slow, {{"time", reading.moment(worst.since, zone)}});
      answer.lead = {reading.say(Word::answer_slow_lead, {{"agencies", who}})};
      break;
    case State::not_open:
      if (!day.opening) {
        answer = plain(Word::answer_not_open, Word::answer_not_open_plain);
      } else {
        const bool late = reading.view.now > *day.opening;
        answer.headline = reading.say(late ? Word::answer_late_open : Word::answer_not_open);
        answer.lead = {reading.say(late ? Word::answer_late_open_lead : Word::answer_not_open_lead,
                                   {{"agencies", who}, {"time", reading.at(*day.opening, zone)}})};
      }
      break;
    case State::working:
      answer.headline = reading.say(reading.view.board.ended.empty() ? Word::answer_working
                                                                     : Word::answer_recovered);
      answer.lead = {
          reading.say(Word::answer_working_lead,
                      {{"good", std::to_string(networks.fit.size() - networks.bad.size())},
                       {"all", std::to_string(networks.fit.size())}})};
      break;
  }
  if (worst.targets.size() < reading.view.board.targets.size() && worst.state != State::working)
    answer.headline = reading.say(Word::answer_part,
                                  {{"answer", answer.headline},
                                   {"n", std::to_string(worst.targets.size())},
                                   {"all", std::to_string(reading.view.board.targets.size())}});
  return answer;
}

// What the reader must know first; the first that holds.
Answer answer_of(const Reading& reading, const Worst& worst, const Schedule& day) {
  const Board& board = reading.view.board;
  Answer answer;
  answer.grey = true;
  if (!board.store_ok) {
    answer.headline = reading.say(Word::answer_store);
    answer.lead = {reading.say(
        Word::answer_store_lead,
        {{"what", board.store_trouble.empty() ? std::string(reading.say(Word::unknown_value))
                                              : board.store_trouble}})};
    return answer;
  }
  const std::optional<Instant> last = reading.newest();
  if (!last || worst.targets.empty()) {
    answer.headline = reading.say(Word::answer_never);
    answer.lead = {std::string(reading.say(Word::answer_never_lead))};
    return answer;
  }
  if (reading.stale()) {
    const Zone zone = reading.zone();
    answer.headline = reading.say(Word::answer_stale);
    answer.lead = {reading.say(Word::answer_stale_lead, {{"time", reading.at(*last, zone, true)},
                                                         {"date", reading.date(*last, zone)}})};
    return answer;
  }

  const Zone zone = reading.zone(worst.targets.front()->state.target);
  const std::string now_is =
      reading.say(Word::answer_now, {{"state", std::string(reading.say(word_of(worst.state)))}});
  answer.grey = false;
  answer.tone = Tone::off;
  if (day.phase == Phase::holiday || day.phase == Phase::free) {
    answer.headline = day.holiday == nullptr
                          ? std::string(reading.say(Word::answer_free))
                          : reading.say(Word::answer_holiday, {{"name", day.holiday->name}});
    answer.lead = {std::string(reading.say(Word::answer_free_lead))};
    if (day.holiday != nullptr && !day.holiday->decree.empty())
      answer.lead.back() +=
          " " + reading.say(Word::answer_decree, {{"decree", day.holiday->decree}});
    answer.lead.push_back(now_is);
    return answer;
  }
  // Outside the hours the hours are the answer, unless something is wrong or unknown.
  const bool calm =
      worst.state == State::working || worst.state == State::slow || worst.state == State::not_open;
  if (calm && day.phase == Phase::before) {
    answer.headline = reading.say(Word::answer_before, {{"time", reading.at(day.peak_from, zone)}});
    answer.lead = {std::string(reading.say(Word::answer_before_lead)), now_is};
    return answer;
  }
  if (calm && day.phase == Phase::after) {
    const Usable count = usable_of(reading, *worst.targets.front(), day);
    answer.headline =
        count.all == 0 || board.targets.size() > 1
            ? std::string(reading.say(board.ended.empty() ? Word::answer_after_plain
                                                          : Word::answer_after_outage))
            : reading.say(Word::answer_after, {{"usable", std::to_string(count.good())},
                                               {"all", std::to_string(count.all)}});
    answer.lead = {std::string(reading.say(Word::answer_after_lead)), now_is};
    return answer;
  }
  return answer_of_state(reading, worst, day);
}

Html draw_answer(const Reading& reading, const Answer& answer) {
  Html html;
  html << "<section class=\"card answer " << name(answer.tone) << "\"><h1>" << glyph(answer.tone)
       << answer.headline << "</h1>";
  for (std::size_t i = 0; i < answer.lead.size(); ++i)
    html << "<p class=\"lead\">"
         << (answer.outage && i == 1 ? Html() << "<b>" << answer.lead[i] << "</b>"
                                     : Html() << answer.lead[i])
         << "</p>";
  if (answer.outage) {
    html << "<h2>" << reading.say(Word::advice_title) << "</h2><ol><li>"
         << reading.say(Word::advice_manual) << "</li><li>" << reading.say(Word::advice_photo)
         << "</li><li>";
    // Each number on a line of its own where the screen is narrow; a host with forty agencies has
    // forty, and then everybody finds their own below.
    constexpr std::size_t kMostNumbers = 4;
    if (answer.numbers.empty()) {
      html << reading.say(Word::advice_number_soon);
    } else if (answer.numbers.size() > kMostNumbers) {
      html << "<a href=\"#opd\">" << reading.say(Word::advice_number_below) << "</a>";
    } else {
      html << reading.say(Word::advice_number);
      for (const std::string& number : answer.numbers)
        html << " <a class=\"number\" href=\"" << reading.link("/gangguan/" + number) << "\">"
             << number << "</a>";
    }
    html << "</li></ol>";
    // What the first line asks for, ready to be printed; no further steps.
    if (!answer.numbers.empty() && answer.numbers.size() <= kMostNumbers) {
      html << "<ul class=\"plain\">";
      for (const std::string& number : answer.numbers)
        html << "<li><a href=\"" << reading.link("/gangguan/" + number + "/daftar-hadir") << "\">"
             << reading.say(Word::paper_link_list)
             << (answer.numbers.size() > 1 ? " " + number : std::string()) << "</a></li>";
      html << "</ul>";
    }
  } else if (answer.other_network || answer.keep_photo) {
    html << "<h2>" << reading.say(Word::advice_title) << "</h2><ol><li>"
         << reading.say(Word::advice_network) << "</li><li>" << reading.say(Word::advice_photo)
         << "</li></ol>";
  }
  html << "</section>";
  return html;
}

// For whoever tells the others: one paragraph for each host that is out.
Html draw_announcements(const Reading& reading) {
  Html html;
  std::string site = reading.settings.web.public_url;
  while (site.ends_with('/')) site.pop_back();
  for (const Backend& backend : reading.settings.backends) {
    std::vector<std::string> agencies;
    const Incident* first = nullptr;
    for (const Incident& open : reading.view.board.open) {
      const Target* target = reading.target(open.outage.target);
      if (target == nullptr || target->backend != backend.id) continue;
      agencies.push_back(target->agency);
      if (first == nullptr || open.outage.bounds.start_hi < first->outage.bounds.start_hi)
        first = &open;
    }
    if (first == nullptr) continue;
    const std::string page =
        site.empty() ? site : site + (agencies.size() == 1 ? "/gangguan/" + first->number : "/");
    html << announcement_block(
        reading, {few_names(agencies, reading.language),
                  reading.moment(first->outage.bounds.start_hi, reading.zone(first->outage.target)),
                  first->number, page});
  }
  return html;
}

// What is over is still why somebody was late: in words, with the times and the number to name.
Html draw_ended(const Reading& reading) {
  constexpr std::size_t kMost = 6;
  const std::vector<Incident>& ended = reading.view.board.ended;
  Html html;
  if (ended.empty()) return html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::ended_title) << "</h2><p>"
       << reading.say(Word::ended_lead) << "</p><ul class=\"rows\">";
  for (std::size_t i = 0; i < std::min(ended.size(), kMost); ++i) {
    const Outage& outage = ended[i].outage;
    const Zone zone = reading.zone(outage.target);
    html << "<li>" << glyph(Tone::outage) << "<div><p><b>" << reading.agency(outage.target)
         << "</b></p><p><span class=\"fact outage\">"
         << reading.range(outage.bounds.start_hi, *outage.bounds.end_hi, zone) << "</span>, "
         << length_line(reading, outage, zone) << "</p><p><a href=\""
         << reading.link("/gangguan/" + ended[i].number) << "\">"
         << reading.say(Word::incident_link, {{"number", ended[i].number}})
         << "</a></p></div></li>";
  }
  html << "</ul>";
  if (ended.size() > kMost)
    html << "<p><a href=\"" << reading.link("/gangguan") << "\">"
         << reading.say(Word::ended_more, {{"n", std::to_string(ended.size() - kMost)}})
         << "</a></p>";
  html << "</section>";
  return html;
}

Html draw_minutes(const Reading& reading, const TargetView& target, const Schedule& day) {
  Html html;
  const bool scheduled = day.opening && day.limit;
  if (!scheduled && target.strip.empty()) return html;
  const Zone zone = reading.zone(target.state.target);
  html << "<section class=\"card\"><h2>" << reading.say(Word::minutes_title);
  if (scheduled) html << " " << reading.at(*day.limit, zone);
  html << "</h2>";

  if (scheduled && *day.opening == *day.limit) {
    html << "<p>"
         << reading.say(Word::minutes_empty_window, {{"time", reading.at(*day.limit, zone)}})
         << "</p>";
  } else if (scheduled) {
    const Usable count = usable_of(reading, target, day);
    if (count.passed == 0) {
      html << "<p>" << reading.say(Word::minutes_none) << "</p>";
    } else if (count.of[static_cast<std::size_t>(Mark::unknown)] == count.passed) {
      // Nothing was measured: "0 of 60" would say that it was out.
      html << "<p class=\"big\"><span>" << reading.say(Word::state_no_data) << "</span></p>";
    } else {
      html << "<p class=\"big\"><b>" << std::to_string(count.good()) << "</b> <span>"
           << reading.say(Word::minutes_of, {{"all", std::to_string(count.passed)}})
           << "</span></p>";
    }
    html << "<p class=\"note\">" << reading.agency(target.state.target) << ", "
         << reading.range(*day.opening, *day.limit, zone);
    if (count.passed > 0 && count.passed < count.all)
      html << " ("
           << reading.say(
                  Word::minutes_so_far,
                  {{"time", reading.at(*day.opening + std::chrono::minutes(count.passed), zone)}})
           << ")";
    std::vector<std::string> others;
    const Strip plain{};
    for (std::size_t i = 0; i < count.of.size(); ++i)
      if (count.of[i] > 0 && static_cast<Mark>(i) != Mark::good)
        others.push_back(reading.say(
            Word::strip_counts, {{"n", std::to_string(count.of[i])},
                                 {"state", lower_word(reading, static_cast<Mark>(i), plain)}}));
    if (!others.empty()) html << ": " << fmt::format("{}", fmt::join(others, ", "));
    html << ".</p>";
  }

  if (!target.strip.empty()) {
    Strip strip;
    strip.from = target.strip_from;
    for (const MinuteState state : target.strip) strip.marks.push_back(mark_of(state));
    strip.to = strip.from + std::chrono::minutes(target.strip.size());
    if (day.peak_to > strip.to && day.peak_to - strip.from < std::chrono::hours(6))
      strip.to = day.peak_to;
    if (scheduled && *day.opening == *day.limit) {
      strip.pins = {{*day.limit, Word::strip_both}};
    } else if (scheduled) {
      strip.pins = {{*day.opening, Word::strip_opening}, {*day.limit, Word::strip_limit}};
    }
    const Instant known_to = strip.from + std::chrono::minutes(strip.marks.size());
    html << draw(reading, strip, zone,
                 reading.say(Word::strip_sentence,
                             {{"range", reading.range(strip.from, known_to, zone)},
                              {"runs", sentence_of(reading, strip, zone)}}))
         << legend(reading, strip.marks, strip);
    html << "<details><summary>" << reading.say(Word::show_table) << "</summary><table><caption>"
         << reading.agency(target.state.target) << ", " << reading.range(strip.from, known_to, zone)
         << "</caption><thead><tr><th scope=\"col\">" << reading.say(Word::col_time)
         << "</th><th scope=\"col\">" << reading.say(Word::col_state) << "</th><th scope=\"col\">"
         << reading.say(Word::col_length) << "</th></tr></thead><tbody>";
    for (const Run& run : runs(strip))
      html << "<tr><th scope=\"row\">" << reading.range(run.from, run.to, zone) << "</th><td>"
           << reading.say(word_for(run.mark, strip)) << "</td><td>"
           << length_text(run.to - run.from, reading.language) << "</td></tr>";
    html << "</tbody></table></details>";
  }
  html << "<p class=\"note\">" << reading.say(Word::minutes_note) << "</p></section>";
  return html;
}

Html draw_agencies(const Reading& reading, bool grey) {
  Html html;
  html << "<section class=\"card\" id=\"opd\"><h2>" << reading.say(Word::agencies_title)
       << "</h2><ul class=\"rows\">";
  for (const TargetView& one : reading.view.board.targets) {
    // Cut off, the last known state is no state: it may have changed.
    const State state = grey ? State::no_data : one.state.state;
    const Tone tone = tone_of(state);
    const Zone zone = reading.zone(one.state.target);
    html << "<li>" << glyph(tone) << "<div><p><b>" << reading.agency(one.state.target)
         << "</b></p><p><span class=\"fact " << name(tone) << "\">" << reading.say(word_of(state))
         << "</span>";
    if (!grey && one.state.since != Instant{})
      html << " " << reading.say(Word::since, {{"time", reading.moment(one.state.since, zone)}});
    if (one.incident)
      html << "</p><p><a href=\"" << reading.link("/gangguan/" + *one.incident) << "\">"
           << reading.say(Word::incident_link, {{"number", *one.incident}}) << "</a>";
    html << "</p></div></li>";
  }
  html << "</ul></section>";
  return html;
}

// One vantage over all agencies: how its way to the service stands.
Html draw_networks(const Reading& reading, bool grey) {
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::networks_title) << "</h2>";
  if (reading.settings.network_groups().size() < 2)
    html << "<p>" << reading.say(Word::one_network_notice) << "</p>";
  html << "<ul class=\"rows\">";
  for (const VantageView& seen : reading.view.board.vantages) {
    std::size_t fit = 0, bad = 0, slow = 0, once = 0, aside = 0;
    std::optional<std::string> cause;
    for (const TargetView& one : reading.view.board.targets) {
      const Vote* vote = nullptr;
      for (const Vote& candidate : one.state.votes)
        if (candidate.vantage == seen.id) vote = &candidate;
      if (vote == nullptr || !vote->eligible) continue;
      ++fit;
      if (vote->bad)
        ++bad;
      else if (is_failure(vote->cls))
        ++once;
      else if (vote->cls == Class::slow)
        ++slow;
      else if (casts_no_vote(vote->cls))
        ++aside;
      if (!cause && vote->cls != Class::ok) {
        const auto latest = one.latest.find(seen.id);
        const bool same = latest != one.latest.end() && latest->second.cls == vote->cls;
        cause =
            reading.found(vote->cls, same ? std::optional(latest->second.in_words()) : std::nullopt,
                          same ? latest->second.journey : JourneyId{});
      }
    }
    Tone tone = Tone::ok;
    std::string text(reading.say(Word::network_works));
    if (grey || fit == 0) {
      tone = Tone::no_data;
      text = reading.say(Word::network_unfit);
      cause.reset();
    } else if (bad > 0) {
      tone = Tone::outage;
      text = bad == reading.view.board.targets.size()
                 ? std::string(reading.say(Word::network_fails))
                 : reading.say(Word::network_fails_part,
                               {{"n", std::to_string(bad)},
                                {"all", std::to_string(reading.view.board.targets.size())}});
    } else if (once > 0) {
      tone = Tone::local;
      text = reading.say(Word::network_once);
    } else if (slow > 0) {
      tone = Tone::slow;
      text = reading.say(Word::network_slow);
    } else if (aside > 0) {
      tone = Tone::closed;
      text = reading.say(Word::network_aside);
    }
    html << "<li>" << glyph(tone) << "<div><p><b>" << reading.place(seen.id)
         << "</b></p><p><span class=\"fact " << name(tone) << "\">" << text << "</span>";
    if (cause) html << ". " << *cause;
    html << "</p>";
    if (seen.last_end)
      html << "<p class=\"more\">"
           << reading.say(Word::updated,
                          {{"time", reading.moment(*seen.last_end, reading.zone(), true)}})
           << "</p>";
    html << "</div></li>";
  }
  html << "</ul></section>";
  return html;
}

// What the figures rest on: one paragraph for each journey in use.
Html draw_method(const Reading& reading) {
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::method_title) << "</h2>";
  std::vector<JourneyId> said;
  for (const Target& target : reading.settings.targets) {
    if (std::find(said.begin(), said.end(), target.journey) != said.end()) continue;
    said.push_back(target.journey);
    const JourneySettings* journey = reading.journey(target.journey);
    if (journey == nullptr) continue;
    std::vector<std::string> steps;
    const auto add = [&](Word step) {
      const std::string text(reading.say(step));
      if (std::find(steps.begin(), steps.end(), text) == steps.end()) steps.push_back(text);
    };
    for (const StepSettings& step : journey->steps) {
      const bool light = step.kind == StepKind::page || is_direct(step.kind);
      if (light || (journey->mode != Mode::anonymous && step.kind != StepKind::upload))
        add(step_word(step.kind));
    }
    const Word lead =
        journey->mode == Mode::anonymous ? Word::method_lead_anonymous : Word::method_lead;
    const Word untested = journey->mode == Mode::anonymous ? Word::method_anonymous
                          : journey->mode == Mode::login   ? Word::method_login
                          : journey->mode == Mode::sink    ? Word::method_sink
                          : journey->mode == Mode::real    ? Word::method_real
                                                           : Word::method_dry;
    html << "<p>" << reading.say(lead) << " "
         << reading.say(Word::method_steps, {{"steps", reading.list(steps)}}) << " <b>"
         << reading.say(untested) << "</b></p>";
  }
  html << "<p class=\"note\">" << reading.say(Word::method_limits) << "</p></section>";
  return html;
}

}  // namespace

std::string today(const View& view) {
  const Reading reading(view);
  const Zone zone = reading.zone();
  const Worst worst = worst_of(view.board);
  const Schedule day = schedule_of(
      reading, worst.targets.empty() ? TargetId{} : worst.targets.front()->state.target);
  const Answer answer = answer_of(reading, worst, day);
  const bool peak = reading.peak();

  Html body;
  body << "<p class=\"when\">" << reading.date(view.now, zone) << ", " << reading.at(view.now, zone)
       << "</p>" << draw_answer(reading, answer);
  if (!answer.grey) body << draw_announcements(reading);
  body << draw_ended(reading);
  if (!worst.targets.empty()) {
    const TargetView* shown = worst.targets.front();
    // The strip is of the first agency in the worst state; its name stands below the figure.
    body << draw_minutes(reading, *shown, schedule_of(reading, shown->state.target))
         << draw_agencies(reading, answer.grey) << draw_networks(reading, answer.grey);
  }
  body << draw_method(reading) << "<p class=\"note\">"
       << reading.say(Word::updated, {{"time", reading.at(view.now, zone, true)}}) << ".";
  if (peak) {
    const std::string stop = "/?segar=" + std::string(kStopReload);
    if (view.reload)
      body << " " << reading.say(Word::refreshing, {{"n", std::to_string(reload_seconds(view))}})
           << " <a class=\"screen\" href=\"" << reading.link(stop) << "\">"
           << reading.say(Word::refresh_stop) << "</a>";
    else
      body << " <a class=\"screen\" href=\"" << reading.link("/") << "\">"
           << reading.say(Word::refresh_start) << "</a>";
  }
  body << "</p>";

  Frame frame;
  frame.title = answer.headline;
  frame.path = view.reload ? "/" : "/?segar=" + std::string(kStopReload);
  frame.grey = answer.grey;
  if (peak && view.reload) frame.reload_seconds = reload_seconds(view);
  return framed(reading, frame, body);
}

}  // namespace saksi::web::pages
