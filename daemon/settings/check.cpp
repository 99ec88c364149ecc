// SPDX-License-Identifier: Apache-2.0
#include "settings/check.hpp"

#include <algorithm>

#include "base/timestamp.hpp"
#include "settings/direct.hpp"

namespace saksi::settings {
namespace {

template <class Id, class Item>
const Item* find(const std::vector<Item>& items, const Id& id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
  return found == items.end() || id.text.empty() ? nullptr : &*found;
}

bool has_step(const JourneySettings& journey, StepKind kind) {
  return std::any_of(journey.steps.begin(), journey.steps.end(),
                     [&](const StepSettings& step) { return step.kind == kind; });
}

// The first journey of a target on `backend` for which `holds` is true.
template <class Holds>
const JourneySettings* journey_on(const Settings& all, const BackendId& backend, Holds holds) {
  for (const Target& target : all.targets)
    if (target.backend == backend)
      if (const JourneySettings* journey = find(all.journeys, target.journey);
          journey != nullptr && holds(*journey))
        return journey;
  return nullptr;
}

}  // namespace

void check_backend(Section& s, const Backend& backend, const Settings& all) {
  if (s.has_mistake("id")) return;
  if (!s.has_mistake("consent") && backend.consent.empty())
    s.draft().later.push_back([&all, id = backend.id, tell = s.complaint("consent")] {
      const auto* journey =
          journey_on(all, id, [](const JourneySettings& j) { return j.mode != Mode::anonymous; });
      if (journey != nullptr)
        tell(fmt::format(
            "is missing, but journey \"{}\" has mode {}, and nobody logs in to a system without "
            "its "
            "owner's written consent; write the reference of that letter, or mode: anonymous",
            journey->id.text, code(journey->mode)));
    });
  if (!s.has_mistake("burst"))
    s.draft().later.push_back([&all, id = backend.id, burst = backend.burst,
                               tell = s.complaint("burst")] {
      const auto* journey =
          journey_on(all, id, [&](const JourneySettings& j) { return j.least_requests() > burst; });
      if (journey != nullptr)
        tell(fmt::format(
            "{} is less than the {} requests that one run of journey \"{}\" sends, so it could "
            "never "
            "start; write burst: {} or shorten the journey",
            burst, journey->least_requests(), journey->id.text, journey->least_requests()));
      const unsigned machines = std::max(1U, all.machines());
      if (machines > 1)
        if (const auto* longest = journey_on(all, id, [&](const JourneySettings& j) {
              return j.least_requests() * machines > burst;
            }))
          tell(fmt::format(
              "{} requests for {} machines are {} each, and journey \"{}\" sends {} from one of "
              "them; "
              "agents that are cut off must never send more than was agreed, so write burst: {}",
              burst, machines, burst / machines, longest->id.text, longest->least_requests(),
              longest->least_requests() * machines));
    });
}

void check_target(Section& s, const Target& target, const Settings& all) {
  for (const Target& other : all.targets) {
    if (!target.short_name.empty() && other.short_name == target.short_name)
      s.wrong(
          "short_name",
          fmt::format("\"{}\" is target \"{}\"'s already, and incidents could not be told apart; "
                      "write another",
                      target.short_name, other.id.text));
  }
}

void check_account(Section& s, const Vantage& vantage, const BackendId& backend) {
  if (vantage.accounts.contains(backend))
    s.wrong("backend",
            fmt::format("is \"{}\" again, and a vantage uses one account on a backend; remove one",
                        backend.text));
}

void check_vantage(Section& s, const Vantage& vantage, const Settings& all) {
  check_families(s, vantage, all);
  check_way(s, vantage, all);
  if (s.has_mistake("accounts")) return;
  s.draft().later.push_back([&all, accounts = vantage.accounts, own = vantage.target_accounts,
                             tell = s.complaint("accounts")] {
    for (const Backend& backend : all.backends) {
      if (backend.id.text.empty() || accounts.contains(backend.id)) continue;
      const JourneySettings* journey = nullptr;
      for (const Target& target : all.targets)
        if (target.backend == backend.id && !own.contains(target.id) && journey == nullptr)
          if (const auto* one = find(all.journeys, target.journey);
              one != nullptr && has_step(*one, StepKind::login))
            journey = one;
      if (journey != nullptr)
        tell(
            fmt::format("has no account on backend \"{}\", where journey \"{}\" logs in; add "
                        "{{backend: {}, user: "
                        "<name>, password_file: <path>}}",
                        backend.id.text, journey->id.text, backend.id.text));
    }
  });
}

void check_journey(Section& s, const JourneySettings& journey) {
  if (!s.has_mistake("late") && !s.has_mistake("timeout") && journey.late >= journey.timeout)
    s.wrong(
        "late",
        fmt::format(
            "{} is not shorter than the timeout of {}, so no request could ever be late; write a "
            "shorter one",
            duration_text(journey.late), duration_text(journey.timeout)));
  if (!s.has_mistake("slow") && !s.has_mistake("late") && journey.slow > journey.late)
    s.wrong("slow",
            fmt::format(
                "{} is longer than late, {}, so every slow step would be late; write a shorter one",
                duration_text(journey.slow), duration_text(journey.late)));
  if (!s.has_mistake("mode") && !s.has_mistake("steps") && journey.mode == Mode::login &&
      !has_step(journey, StepKind::login))
    s.wrong("mode", "is login, but no step has kind: login; add one or write mode: anonymous");
}

void check_hours(Section& s, const Hours& hours, const std::vector<unsigned>& days,
                 const Calendar& so_far) {
  const bool read = !s.has_mistake("opening") && !s.has_mistake("limit") && !s.has_mistake("close");
  if (read && hours.opening > hours.limit)
    s.wrong("limit",
            fmt::format(
                "{} is before the opening at {}, so everybody would be late; write a later time",
                clock_text(hours.limit), clock_text(hours.opening)));
  if (read && hours.limit > hours.close)
    s.wrong("close", fmt::format("{} is before the limit at {}; write a later time",
                                 clock_text(hours.close), clock_text(hours.limit)));
  for (const unsigned day : days)
    if (so_far.check_in.contains(day)) {
      s.wrong(
          "days",
          "has a weekday that an earlier row has too, and a day has one check-in; write it once");
      return;
    }
}

void check_holiday(Section& s, const Holiday& holiday, const Calendar& so_far) {
  if (!s.has_mistake("date") && so_far.holiday(holiday.date) != nullptr)
    s.wrong("date", fmt::format("{} is in the list already; remove one", date_text(holiday.date)));
}

void check_late_class(Section& s, const LateClass& band, const Calendar& so_far) {
  for (const char* key : {"label", "from", "to", "valid_from", "valid_to"})
    if (s.has_mistake(key)) return;
  if (band.from > band.to)
    s.wrong("to", fmt::format("{} is less than from, {}, so no lateness would be in it; write at "
                              "least as many minutes",
                              band.to, band.from));
  if (band.valid_from > band.valid_to)
    s.wrong("valid_to", fmt::format("{} is before valid_from, {}; write a later date",
                                    date_text(band.valid_to), date_text(band.valid_from)));
  for (const LateClass& other : so_far.late_classes)
    if (band.from <= other.to && other.from <= band.to && band.valid_from <= other.valid_to &&
        other.valid_from <= band.valid_to) {
      s.wrong("from",
              fmt::format("{} to {} minutes overlap {}, {} to {}, on the same days, and a lateness "
                          "has one label; write other minutes or other days",
                          band.from, band.to, other.label, other.from, other.to));
      return;
    }
}

void check_schedule(Section& s, const ScheduleSettings& schedule) {
  check_order(s, "day_from", schedule.day_from, "day_to", schedule.day_to);
  if (!s.has_mistake("peak") && !s.has_mistake("day") && schedule.peak > schedule.day)
    s.wrong(
        "peak",
        fmt::format(
            "{} is longer than day, {}, so the peak would be watched least; write a shorter one",
            duration_text(schedule.peak), duration_text(schedule.day)));
  if (!s.has_mistake("day") && !s.has_mistake("quiet") && schedule.day > schedule.quiet)
    s.wrong("quiet",
            fmt::format(
                "{} is shorter than day, {}, so the night would be watched more closely; write a "
                "longer one",
                duration_text(schedule.quiet), duration_text(schedule.day)));
}

void check_mail(Section& s, const SmtpSettings& mail) {
  if (mail.user.empty() != mail.password_file.empty())
    s.wrong(
        mail.user.empty() ? "password_file" : "user",
        "user and password_file go together: write both, or neither for a server without login");
  if (!mail.user.empty() && mail.starttls == "none" && mail.server.starts_with("smtp://"))
    s.wrong("starttls",
            "none would send the password in the clear; write required, or leave out user");
}

void check_alerts(Section& s, const AlertSettings& alerts) {
  if (!s.has_mistake("resend") && !s.has_mistake("expire") && alerts.resend * 2 > alerts.expire)
    s.wrong(
        "expire",
        fmt::format(
            "{} is shorter than two times resend, {}, so one lost message would end an alert that "
            "still holds; write a longer one",
            duration_text(alerts.expire), duration_text(alerts.resend)));
  if (!s.has_mistake("remind") && alerts.remind > Duration{0} &&
      alerts.remind < std::chrono::minutes(1))
    s.wrong("remind",
            fmt::format("{} is shorter than a minute, and people would be told before they could "
                        "do anything; write 1m or more, or 0s for never",
                        duration_text(alerts.remind)));
  if (!s.has_mistake("ready_at") && !s.has_mistake("summary_at"))
    check_order(s, "ready_at", alerts.ready_at, "summary_at", alerts.summary_at);
}

void check_web(Section& s, const WebSettings& web) {
  if (web.pages.port != 0 && web.pages.port == web.operations.port &&
      web.pages.address == web.operations.address)
    s.wrong("operations",
            fmt::format(
                "listens on {} port {} as the pages do, so a crowd of readers would shut the staff "
                "out; write another port",
                web.pages.address, web.pages.port));
}

}  // namespace saksi::settings
