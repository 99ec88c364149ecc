// SPDX-License-Identifier: Apache-2.0
#include "app/translate.hpp"

#include <algorithm>

#include "app/version.hpp"
#include "schedule/slots.hpp"

namespace saksi::app {
namespace {

const std::vector<unsigned> kEveryDay{0, 1, 2, 3, 4, 5, 6};

probes::StepKind kind_of(StepKind kind) {
  switch (kind) {
    case StepKind::page:
      return probes::StepKind::page;
    case StepKind::login:
      return probes::StepKind::login;
    case StepKind::data:
      return probes::StepKind::data;
    case StepKind::upload:
      return probes::StepKind::upload;
    case StepKind::dns:
      return probes::StepKind::dns;
    case StepKind::tcp:
      return probes::StepKind::tcp;
    case StepKind::tls:
      return probes::StepKind::tls;
    case StepKind::icmp:
      return probes::StepKind::icmp;
    case StepKind::clock:
      return probes::StepKind::clock;
    case StepKind::asset:
      return probes::StepKind::asset;
  }
  std::abort();
}

std::int64_t integer(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number_integer() ? found->get<std::int64_t>() : -1;
}

}  // namespace

Json policy_json(const judge::Policy& policy) {
  Json json{{"kind", "policy"},
            {"v", 1},
            {"bad_after", policy.bad_after},
            {"good_after", policy.good_after},
            {"late_us", policy.late.count()},
            {"hold_us", policy.hold.count()},
            {"reopen_us", policy.reopen.count()},
            {"vantages", Json::object()}};
  for (const auto& [id, vantage] : policy.vantages)
    json["vantages"][id.text] = {{"owner", vantage.owner}, {"group", vantage.group}};
  return json;
}

Result<judge::Policy> policy_from_json(const Json& json) {
  if (!json.is_object() || json.value("kind", Json()) != "policy" || integer(json, "v") != 1)
    return fail(
        "the first line is not a policy of version 1; make the file with `saksi samples export`",
        ErrorKind::usage);
  judge::Policy policy;
  const std::int64_t bad = integer(json, "bad_after"), good = integer(json, "good_after");
  policy.late = Duration(integer(json, "late_us"));
  policy.hold = Duration(integer(json, "hold_us"));
  policy.reopen = Duration(integer(json, "reopen_us"));
  const auto vantages = json.find("vantages");
  if (bad < 1 || bad > 100 || good < 1 || good > 100 || policy.late.count() < 0 ||
      policy.hold.count() < 0 || policy.reopen.count() < 0 || vantages == json.end() ||
      !vantages->is_object())
    return fail("the policy line lacks a field or has one out of range", ErrorKind::usage);
  policy.bad_after = static_cast<unsigned>(bad);
  policy.good_after = static_cast<unsigned>(good);
  for (const auto& [id, vantage] : vantages->items()) {
    if (!vantage.is_object() || !vantage.contains("owner") || !vantage["owner"].is_string() ||
        !vantage.contains("group") || !vantage["group"].is_string())
      return fail("vantage \"" + id + "\" of the policy line lacks its owner or group",
                  ErrorKind::usage);
    policy.vantages[{id}] = {vantage["owner"].get<std::string>(),
                             vantage["group"].get<std::string>()};
  }
  return policy;
}

namespace {

// Whole journeys that one slot can hold for this backend, so that the plan of all vantages stays
// within four fifths of its budget in the peak; the rest is for confirms and redirects.
unsigned full_each_slot(const Settings& settings, const Backend& backend, unsigned agencies) {
  if (backend.full_journeys > 0) return std::min(backend.full_journeys, agencies);
  double light = 0, more = 0;  // requests of a slot, all vantages: of light checks, of full ones
  for (const Target& target : settings.targets) {
    if (target.backend != backend.id) continue;
    const JourneySettings& journey = settings.journey(target.journey);
    const unsigned all = journey.least_requests();
    const unsigned least = journey.light_steps() > 0 ? journey.light_requests() : all;
    light += least;
    more += all - std::min(least, all);
  }
  const double seconds = std::chrono::duration<double>(settings.schedule.peak).count();
  const double allowed = backend.requests_per_second * seconds * 0.8 /
                         static_cast<double>(std::max<std::size_t>(1, settings.vantages.size()));
  if (more <= 0 || light + more <= allowed) return agencies;
  const double each = more / agencies;
  return static_cast<unsigned>(std::clamp((allowed - light) / each, 1.0, double(agencies)));
}

}  // namespace

Plan plan_of(const Settings& settings, const VantageId& vantage, Instant effective) {
  const auto mine = std::find_if(settings.vantages.begin(), settings.vantages.end(),
                                 [&](const Vantage& v) { return v.id == vantage; });
  Plan plan{vantage, settings.schedule.seed, effective, {}, mine->owner, mine->group};
  const auto place = static_cast<unsigned>(mine - settings.vantages.begin());
  const auto vantages = static_cast<unsigned>(settings.vantages.size());
  const auto targets = static_cast<unsigned>(settings.targets.size());
  const ScheduleSettings& schedule = settings.schedule;
  std::map<BackendId, unsigned> agencies, seen;
  for (const Target& target : settings.targets) ++agencies[target.backend];
  for (unsigned i = 0; i < targets; ++i) {
    const Target& target = settings.targets[i];
    const Calendar& calendar = settings.calendar(target.calendar);
    PlanEntry entry{target.id, target.backend, target.journey,      calendar.zone,     {},
                    {},        schedule.quiet, place * targets + i, vantages * targets};
    const unsigned all = agencies[target.backend];
    const unsigned full = full_each_slot(settings, settings.backend(target.backend), all);
    if (settings.journey(target.journey).light_steps() > 0)
      entry.full_every = (all + full - 1) / full;
    entry.full_turn = seen[target.backend]++ % entry.full_every;
    for (const PeakWindow& peak : calendar.peak)
      entry.windows.push_back({peak.weekdays, peak.from, peak.to, schedule.peak, false});
    entry.windows.push_back({kEveryDay, schedule.day_from, schedule.day_to, schedule.day, true});
    for (const Holiday& holiday : calendar.holidays) entry.holidays.push_back(holiday.date);
    plan.entries.push_back(std::move(entry));
  }
  return plan;
}

probes::Journey journey_of(const JourneySettings& settings) {
  probes::Journey journey{settings.id.text, settings.mode, settings.late,
                          settings.timeout, settings.slow, {}};
  for (const StepSettings& step : settings.steps) {
    probes::Step made;
    made.id = step.id;
    made.kind = kind_of(step.kind);
    made.method = step.method;
    made.safe = step.safe;
    made.path = step.path;
    made.redirects = most_redirects(step.kind);  // as many as the budget may lend
    made.query.assign(step.query.begin(), step.query.end());
    made.headers.assign(step.headers.begin(), step.headers.end());
    made.fields.assign(step.fields.begin(), step.fields.end());
    if (step.sending != Sending::usual)
      made.encoding =
          step.sending == Sending::form ? probes::Encoding::form : probes::Encoding::multipart;
    made.json = step.json;
    made.extract = step.extract;
    made.expect = step.expect;
    made.not_open = step.not_open;
    made.rule_reject = step.rule_reject;
    made.probe_problem = step.probe_problem;
    made.forbidden = step.forbidden;
    made.requires_json = step.requires_json;
    made.direct = step.direct;
    made.status = step.status;
    made.type = step.type;
    made.title = step.title;
    made.size = step.size;
    made.token = step.token;
    made.complete = step.complete;
    journey.steps.push_back(std::move(made));
  }
  return journey;
}

net::Way way_of(const Vantage& vantage) {
  net::Way way(vantage.source_address);
  way.device = vantage.interface;
  way.family = vantage.family;
  return way;
}

std::vector<probes::ControlHost> controls_of(const Settings& settings, const Vantage& vantage) {
  std::vector<probes::ControlHost> controls;
  for (const Control& control : settings.controls) {
    net::SessionOptions session;
    session.way = way_of(vantage);
    session.proxy = vantage.proxy;
    session.user_agent = std::string("Saksi/") + kVersion + " (control)";
    session.ca_file = control.ca_file;
    session.allow_private = control.allow_private;
    controls.push_back({control.id, control.url, std::move(session)});
  }
  return controls;
}

net::SessionOptions session_of(const Settings& settings, const Vantage& vantage,
                               const Target& target) {
  const Backend& backend = settings.backend(target.backend);
  const JourneySettings& journey = settings.journey(target.journey);
  net::SessionOptions session;
  session.way = way_of(vantage);
  session.proxy = vantage.proxy;
  // Identified to whoever reads the target's log: what asks, from where, and whom to call.
  session.user_agent = (journey.user_agent.empty() ? "" : journey.user_agent + " ") + "Saksi/" +
                       kVersion + " (+" + settings.web.public_url + ")";
  session.headers = {{"X-Saksi-Probe", vantage.id.text + "; test=" + target.id.text + "/" +
                                           journey.id.text + "; contact=" + settings.web.contact}};
  session.ca_file = backend.ca_file;
  session.allow_private = backend.allow_private;
  return session;
}

probes::Run run_of(const Settings& settings, const Vantage& vantage, const Target& target,
                   const probes::Journey& journey, const Accounts& accounts) {
  const JourneySettings& journey_settings = settings.journey(target.journey);
  probes::Run run;
  run.base_url = target.url;
  run.journey = &journey;
  run.session = session_of(settings, vantage, target);
  run.hosts = journey_settings.hosts;
  run.hosts.insert(run.hosts.end(), target.hosts.begin(), target.hosts.end());
  run.values = target.values;
  run.values["id"] = target.id.text;
  run.values["agency"] = target.agency;
  run.values["short_name"] = target.short_name;
  if (const auto& place = target.coordinates ? target.coordinates : journey_settings.coordinates) {
    run.values["lat"] = place->lat;
    run.values["long"] = place->longitude;
  }
  run.sink_url = settings.backend(target.backend).sink_url;
  if (const Account* account = accounts.of(vantage.id, target)) {
    run.user = account->user;
    run.password = account->password;
  }
  return run;
}

metrics::Identity identity_of(const Settings& settings) {
  metrics::Identity identity;
  identity.version = kVersion;
  for (const Vantage& vantage : settings.vantages)
    identity.vantages.push_back(
        {vantage.id, vantage.isp, vantage.place, vantage.group, vantage.owner});
  for (const Target& target : settings.targets)
    identity.targets.push_back({target.id, target.journey});
  // Outside the peak a vantage may rightly be quiet for a while; silent means more than that.
  identity.silent_after =
      std::max<Duration>(identity.silent_after, settings.schedule.quiet * 5 / 2);
  return identity;
}

const Account* Accounts::of(const VantageId& vantage, const Target& target) const {
  if (const auto own = by_target.find({vantage, target.id}); own != by_target.end())
    return &own->second;
  const auto shared = by_backend.find({vantage, target.backend});
  return shared == by_backend.end() ? nullptr : &shared->second;
}

Result<Accounts> read_accounts(const Settings& settings) {
  Accounts accounts;
  std::string troubles;
  const auto read =
      [&](const Vantage& vantage,
          const std::pair<std::string, std::string>& account) -> std::optional<Account> {
    auto secret = Secret::read(account.second);
    if (secret) return Account{account.first, std::move(*secret)};
    troubles += (troubles.empty() ? "" : "\n") + std::string("vantage \"") + vantage.id.text +
                "\": password file " + secret.error().message;
    return std::nullopt;
  };
  for (const Vantage& vantage : settings.vantages) {
    if (!settings.probes_from(vantage)) continue;
    for (const auto& [backend, account] : vantage.accounts)
      if (auto known = read(vantage, account))
        accounts.by_backend[{vantage.id, backend}] = std::move(*known);
    for (const auto& [target, account] : vantage.target_accounts)
      if (auto known = read(vantage, account))
        accounts.by_target[{vantage.id, target}] = std::move(*known);
  }
  if (!troubles.empty()) return fail(troubles, ErrorKind::usage);
  return accounts;
}

Result<std::vector<Rate>> peak_rates(const Settings& settings, Instant now) {
  // The busiest minute of the coming week, counted from the plans themselves.
  struct Minute {
    unsigned least = 0, most = 0;
  };
  std::map<BackendId, std::map<std::int64_t, Minute>> by_minute;
  std::map<BackendId, unsigned> largest_run, full_every;
  for (const Vantage& vantage : settings.vantages) {
    const Plan plan = plan_of(settings, vantage.id, now);
    SAKSI_TRY_ASSIGN(const auto slots, schedule::slots(plan, now, now + std::chrono::days(7)));
    for (const Slot& slot : slots) {
      const JourneySettings& journey = settings.journey(slot.journey);
      Minute& minute =
          by_minute[slot.backend][slot.nominal.time_since_epoch() / std::chrono::minutes(1)];
      minute.least += slot.full ? journey.least_requests() : journey.light_requests();
      minute.most += slot.full ? journey.most_requests()
                               : journey.light_requests() + most_redirects(StepKind::page);
      largest_run[slot.backend] = std::max(largest_run[slot.backend], journey.most_requests());
      full_every[slot.backend] = std::max(full_every[slot.backend], slot.full_every);
    }
  }
  std::vector<Rate> found;
  for (const Backend& backend : settings.backends) {
    Rate rate{backend.id,
              0,
              0,
              backend.requests_per_second,
              largest_run[backend.id],
              std::max(1U, full_every[backend.id])};
    for (const auto& [at, minute] : by_minute[backend.id]) {
      rate.least = std::max(rate.least, minute.least / 60.0);
      rate.most = std::max(rate.most, minute.most / 60.0);
    }
    found.push_back(rate);
  }
  return found;
}

}  // namespace saksi::app
