// SPDX-License-Identifier: Apache-2.0
//
// From the tree to Settings: each function reads one kind of section and registers the checks that
// need the whole file (check.cpp). Nothing stops at the first mistake.
#include "settings/read.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "settings/check.hpp"
#include "settings/read_journey.hpp"
#include "settings/section.hpp"
#include "settings/values.hpp"

namespace saksi::settings {
namespace {

void read_backend(Section& s, Settings& all) {
  Backend backend;
  backend.id.text = s.id();
  backend.name = s.text("name");
  backend.requests_per_second = s.number("requests_per_second");
  backend.burst = s.whole("burst");
  backend.consent = s.text("consent");
  backend.consent_until = s.date("consent_until");
  backend.allow_private = s.yes_no("allow_private");
  backend.ca_file = s.file("ca_file");
  backend.sink_url = s.checked("sink_url", "address", check_address);
  backend.full_journeys = s.whole("full_journeys");
  check_backend(s, backend, all);
  all.backends.push_back(std::move(backend));
}

Result<void> check_short_name(const std::string& text) {
  if (is_short_name(text)) return {};
  return fail(
      fmt::format("\"{}\" cannot stand in the number of an incident; write 2 to 12 of A-Z and 0-9, "
                  "as in DISDIK",
                  shown(text)));
}

void read_target(Section& s, Settings& all) {
  Target target;
  target.id.text = s.id();
  target.agency = s.text("agency");
  target.short_name = s.checked("short_name", "short name", check_short_name);
  target.backend.text = s.reference("backend", "backends");
  target.url = s.checked("url", "https address", check_https);
  target.journey.text = s.reference("journey", "journeys");
  target.calendar.text = s.reference("calendar", "calendars");
  target.hosts = s.texts("hosts", "list of hosts", check_other_host);
  target.coordinates = read_coordinates(s);
  target.values = read_values(s);
  check_target(s, target, all);
  all.targets.push_back(std::move(target));
}

void read_group(Section& s, Settings& all) {
  Target pattern;
  pattern.url = s.text("url");
  pattern.backend.text = s.reference("backend", "backends");
  pattern.journey.text = s.reference("journey", "journeys");
  pattern.calendar.text = s.reference("calendar", "calendars");
  pattern.hosts = s.texts("hosts", "list of hosts", check_other_host);
  pattern.coordinates = read_coordinates(s);
  s.list("for", "agency", [&](Section& row) {
    Target target = pattern;
    target.id.text = row.id();
    target.agency = row.text("agency");
    target.short_name = row.checked("short_name", "short name", check_short_name);
    target.values = read_values(row);
    if (!row.has_mistake("id")) {
      claim_id(row, target, all);
      fill_address(s, row, target);
    }
    check_target(row, target, all);
    all.targets.push_back(std::move(target));
  });
}

Result<void> check_ip(const std::string& text) {
  if (is_ip(text)) return {};
  return fail(fmt::format(
      "\"{}\" is not an IP address, and a name could point anywhere; write one as 192.0.2.10",
      shown(text)));
}

void read_vantage(Section& s, Settings& all) {
  Vantage vantage;
  vantage.id.text = s.id();
  vantage.owner = s.text("owner");
  vantage.group = s.id("group");
  vantage.isp = s.text("isp");
  vantage.place = s.text("place");
  vantage.agent = s.yes_no("agent");
  vantage.source_address = s.checked("source_address", "IP address", check_ip);
  vantage.interface = s.checked("interface", "interface", check_interface);
  vantage.name_space = s.checked("namespace", "network namespace", check_namespace);
  vantage.proxy = s.checked("proxy", "proxy", check_proxy);
  const std::string family = s.choice("family");
  vantage.family = family == "4" ? 4 : family == "6" ? 6 : 0;
  vantage.agency = s.text("agency");
  vantage.coordinates = read_coordinates(s);
  vantage.dns_servers = s.texts("dns_servers", "list of name servers", check_name_server);
  s.list("accounts", "account", [&](Section& account) {
    const BackendId backend{account.reference("backend", "backends")};
    const TargetId target{account.reference("target", "targets")};
    auto user = account.text("user");
    auto password_file = account.secret("password_file");
    if (!target.text.empty()) {
      check_target_account(account, vantage, backend, target, all);
      vantage.target_accounts.emplace(target, std::pair(std::move(user), std::move(password_file)));
      return;
    }
    check_account(account, vantage, backend);
    if (!backend.text.empty())
      vantage.accounts.emplace(backend, std::pair(std::move(user), std::move(password_file)));
  });
  check_vantage(s, vantage, all);
  all.vantages.push_back(std::move(vantage));
}

void read_control(Section& s, Settings& all) {
  Control control;
  control.id = s.id();
  control.url = s.checked("url", "control address", check_control);
  control.ca_file = s.file("ca_file");
  control.allow_private = s.yes_no("allow_private");
  all.controls.push_back(std::move(control));
}

void read_calendar(Section& s, Settings& all) {
  Calendar calendar;
  calendar.id.text = s.id();
  calendar.zone = s.checked("zone", "time zone", [](const std::string& text) -> Result<void> {
    if (Zone::find(text)) return {};
    return fail(fmt::format(
        "\"{}\" is not in the IANA database; write Asia/Jakarta (WIB), Asia/Makassar (WITA) or "
        "Asia/Jayapura (WIT)",
        shown(text)));
  });
  s.list("check_in", "check_in", [&](Section& row) {
    const auto days = row.weekdays("days");
    Hours hours;
    hours.opening = row.time_of_day("opening");
    hours.limit = row.time_of_day("limit");
    hours.close = row.time_of_day("close");
    check_hours(row, hours, days, calendar);
    for (const unsigned day : days) calendar.check_in.emplace(day, hours);
  });
  s.list("peak", "peak", [&](Section& row) {
    PeakWindow window;
    window.weekdays = row.weekdays("days");
    window.from = row.time_of_day("from");
    window.to = row.time_of_day("to");
    check_order(row, "from", window.from, "to", window.to);
    calendar.peak.push_back(std::move(window));
  });
  s.list("holidays", "holiday", [&](Section& row) {
    Holiday holiday;
    holiday.date = row.date("date");
    holiday.name = row.text("name");
    holiday.decree = row.text("decree");
    check_holiday(row, holiday, calendar);
    calendar.holidays.push_back(std::move(holiday));
  });
  s.list("late_classes", "late class", [&](Section& row) {
    LateClass band;
    band.label = row.text("label");
    band.from = row.whole("from");
    band.to = row.whole("to");
    band.valid_from = row.date("valid_from");
    band.valid_to = row.date("valid_to");
    check_late_class(row, band, calendar);
    calendar.late_classes.push_back(std::move(band));
  });
  all.calendars.push_back(std::move(calendar));
}

void read_maintenance(Section& s, Settings& all) {
  Maintenance maintenance;
  maintenance.backend.text = s.reference("backend", "backends");
  maintenance.from = s.instant("from");
  maintenance.to = s.instant("to");
  maintenance.reason = s.text("reason");
  check_order(s, "from", maintenance.from, "to", maintenance.to);
  all.maintenance.push_back(std::move(maintenance));
}

void read_schedule(Section& s, ScheduleSettings& schedule) {
  schedule.seed = s.text("seed");
  schedule.peak = s.duration("peak");
  schedule.day = s.duration("day");
  schedule.day_from = s.time_of_day("day_from");
  schedule.day_to = s.time_of_day("day_to");
  schedule.quiet = s.duration("quiet");
  schedule.max_inflight = s.whole("max_inflight");
  schedule.back_off_after = s.duration("back_off_after");
  schedule.refusals = s.whole("refusals");
  check_schedule(s, schedule);
}

void read_judge(Section& s, JudgeSettings& judge) {
  judge.bad_after = s.whole("bad_after");
  judge.good_after = s.whole("good_after");
  judge.confirm_after = s.duration("confirm_after");
  judge.hold = s.duration("hold");
  judge.reopen = s.duration("reopen");
}

void read_alerts(Section& s, AlertSettings& alerts) {
  alerts.alertmanagers = s.texts("alertmanagers", "list of addresses", check_address);
  s.list("webhooks", "webhook", [&](Section& row) {
    std::string id = row.id();
    alerts.webhooks.emplace_back(std::move(id), row.checked("url", "address", check_address));
  });
  s.list("telegram", "telegram", [&](Section& row) {
    TelegramSettings& chat = alerts.telegram.emplace_back();
    chat.id = row.id();
    chat.token_file = row.secret("token_file");
    chat.chat = row.text("chat");
    chat.api = row.checked("api", "address", check_address);
    chat.language = row.choice("language");
    chat.tells = row.choice("tells");
  });
  s.list("smtp", "mail server", [&](Section& row) {
    SmtpSettings& mail = alerts.smtp.emplace_back();
    mail.id = row.id();
    mail.server = row.checked("server", "mail server", check_mail_server);
    mail.from = row.checked("from", "mail address", check_mail_address);
    mail.to = row.texts("to", "list of mail addresses", check_mail_address);
    mail.user = row.text("user");
    mail.password_file = row.secret("password_file");
    mail.starttls = row.choice("starttls");
    mail.ca_file = row.file("ca_file");
    mail.language = row.choice("language");
    mail.tells = row.choice("tells");
    check_mail(row, mail);
  });
  alerts.resend = s.duration("resend");
  alerts.expire = s.duration("expire");
  alerts.resolved_for = s.duration("resolved_for");
  alerts.mornings = s.yes_no("mornings");
  alerts.ready_at = s.time_of_day("ready_at");
  alerts.summary_at = s.time_of_day("summary_at");
  alerts.remind = s.duration("remind");
  check_alerts(s, alerts);
}

void read_listener(Section& s, Listener& listener) {
  listener.address = s.checked("address", "IP address", check_ip);
  listener.port = static_cast<std::uint16_t>(s.whole("port"));  // the table's range is 0 to 65535
}

void read_web(Section& s, WebSettings& web) {
  web.title = s.text("title");
  web.operated_by = s.text("operated_by");
  web.contact = s.text("contact");
  web.public_url = s.checked("public_url", "address", check_address);
  web.operations_url = s.checked("operations_url", "address", check_address);
  s.section("pages", [&](Section& row) { read_listener(row, web.pages); });
  s.section("operations", [&](Section& row) { read_listener(row, web.operations); });
  s.section("agents", [&](Section& row) { read_listener(row, web.agents); });
  check_web(s, web);
}

void read_all(Section& s, Settings& all) {
  s.list("backends", "backend", [&](Section& row) { read_backend(row, all); });
  s.list("journeys", "journey", [&](Section& row) { read_journey(row, all); });
  s.list("calendars", "calendar", [&](Section& row) { read_calendar(row, all); });
  s.list("targets", "target", [&](Section& row) { read_target(row, all); });
  s.list("target_groups", "target group", [&](Section& row) { read_group(row, all); });
  check_targets(s, all);
  s.list("vantages", "vantage", [&](Section& row) { read_vantage(row, all); });
  s.list("controls", "control", [&](Section& row) { read_control(row, all); });
  s.list("maintenance", "maintenance", [&](Section& row) { read_maintenance(row, all); });
  s.section("schedule", [&](Section& row) { read_schedule(row, all.schedule); });
  s.section("judge", [&](Section& row) { read_judge(row, all.judge); });
  s.section("alerts", [&](Section& row) { read_alerts(row, all.alerts); });
  s.section("web", [&](Section& row) { read_web(row, all.web); });
  s.section("seal", [&](Section& row) { all.seal.at = row.time_of_day("at"); });
  s.section("storage", [&](Section& row) { all.storage.directory = row.file("directory"); });
}

Mistakes told(std::vector<Mistake> mistakes, const std::string& name) {
  constexpr std::size_t most_told = 100;
  std::stable_sort(mistakes.begin(), mistakes.end(),
                   [](const Mistake& a, const Mistake& b) { return a.at < b.at; });
  Mistakes all;
  for (std::size_t i = 0; i < mistakes.size(); ++i) {
    const Mistake& mistake = mistakes[i];
    const bool more = i == most_told;
    all.lines.push_back(fmt::format(
        "{}:{}:{}: {}", name, mistake.at.line, mistake.at.column,
        more ? fmt::format("and {} more mistakes from here on; correct those above first",
                           mistakes.size() - most_told)
             : mistake.text));
    if (more) break;
  }
  return all;
}

}  // namespace

Reading read_text(const std::string& yaml, const std::string& name) {
  Draft draft;
  const auto slash = name.rfind('/');
  if (slash != std::string::npos) draft.folder = name.substr(0, slash);
  const Yaml root = parse_yaml(yaml, draft.mistakes);
  const bool unread = !draft.mistakes.empty() && root.kind == Yaml::Kind::nothing;
  if (!unread && root.kind != Yaml::Kind::map)
    draft.mistakes.push_back(
        {root.at, root.kind == Yaml::Kind::nothing
                      ? "the file is empty; begin with a copy of config/saksi.yaml"
                      : "the file is not a map of sections; begin with a copy of "
                        "config/saksi.yaml"});
  Settings all;
  if (root.kind == Yaml::Kind::map) {
    {
      Section top(draft, root, {}, {});
      read_all(top, all);
    }
    for (const auto& check : draft.later) check();
  }
  if (!draft.mistakes.empty()) return tl::unexpected(told(std::move(draft.mistakes), name));
  return all;
}

Reading read_file(const std::string& path) {
  const Result<std::string> text = saksi::read_file(path, kMostBytes);
  if (!text) return tl::unexpected(Mistakes{{text.error().message}});  // of no line: names the file
  return read_text(*text, path);
}

}  // namespace saksi::settings
