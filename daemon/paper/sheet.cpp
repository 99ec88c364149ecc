// SPDX-License-Identifier: Apache-2.0
#include "paper/sheet.hpp"

#include "base/timestamp.hpp"

namespace saksi::paper {
namespace {

constexpr std::string_view kFormat = "lembar-1";
constexpr std::size_t kMostContent = 256u << 10;
constexpr std::string_view kLetters = "gsibnou";  // by MinuteState

char letter(MinuteState state) { return kLetters[static_cast<std::size_t>(state)]; }

std::string clock(TimeOfDay at) { return clock_text(at); }
Result<TimeOfDay> clock(const Json& json) { return parse_time_of_day(json.get<std::string>()); }
Result<Instant> instant(const Json& json) { return parse_utc(json.get<std::string>()); }

Json bounds_json(const Bounds& bounds) {
  Json json{{"start_lo", utc_text(bounds.start_lo)}, {"start_hi", utc_text(bounds.start_hi)}};
  if (bounds.end_lo) json["end_lo"] = utc_text(*bounds.end_lo);
  if (bounds.end_hi) json["end_hi"] = utc_text(*bounds.end_hi);
  return json;
}

Result<Bounds> bounds_from(const Json& json) {
  Bounds bounds;
  SAKSI_TRY_ASSIGN(bounds.start_lo, instant(json.at("start_lo")));
  SAKSI_TRY_ASSIGN(bounds.start_hi, instant(json.at("start_hi")));
  if (json.contains("end_lo")) {
    SAKSI_TRY_ASSIGN(const Instant end, instant(json.at("end_lo")));
    bounds.end_lo = end;
  }
  if (json.contains("end_hi")) {
    SAKSI_TRY_ASSIGN(const Instant end, instant(json.at("end_hi")));
    bounds.end_hi = end;
  }
  return bounds;
}

Json streak_json(const Streak& one) {
  return {{"vantage", one.vantage}, {"network", one.network},        {"from", utc_text(one.from)},
          {"to", utc_text(one.to)}, {"class", saksi::code(one.cls)}, {"took_us", one.took.count()},
          {"step", one.step},       {"checks", one.checks}};
}

Result<Streak> streak_from(const Json& json) {
  Streak one;
  one.vantage = json.at("vantage");
  one.network = json.at("network");
  SAKSI_TRY_ASSIGN(one.from, instant(json.at("from")));
  SAKSI_TRY_ASSIGN(one.to, instant(json.at("to")));
  const auto cls = class_from_code(json.at("class").get<std::string>());
  if (!cls) return fail("unknown class " + json.at("class").dump());
  one.cls = *cls;
  one.took = Duration(json.at("took_us").get<std::int64_t>());
  one.step = json.at("step");
  one.checks = json.at("checks");
  return one;
}

Result<Sheet> read(const Json& json) {
  if (json.at("format") != kFormat) return fail("not a sheet of format " + std::string(kFormat));
  Sheet sheet;
  sheet.kind = json.at("kind") == code(Kind::incident) ? Kind::incident : Kind::date;
  sheet.number = json.at("number");
  sheet.simulation = json.at("simulation");
  sheet.final = json.at("final");
  SAKSI_TRY_ASSIGN(sheet.final_from, parse_date(json.at("final_from").get<std::string>()));
  sheet.target = json.at("target");
  sheet.agency = json.at("agency");
  sheet.host = json.at("host");
  SAKSI_TRY_ASSIGN(sheet.date, parse_date(json.at("date").get<std::string>()));
  sheet.zone = json.at("zone");
  if (json.contains("hours")) {
    const Json& hours = json.at("hours");
    Hours of_day;
    SAKSI_TRY_ASSIGN(of_day.opening, clock(hours.at("opening")));
    SAKSI_TRY_ASSIGN(of_day.limit, clock(hours.at("limit")));
    SAKSI_TRY_ASSIGN(of_day.close, clock(hours.at("close")));
    sheet.hours = of_day;
  }
  for (const Json& one : json.at("incidents"))
    sheet.incidents.push_back({one.at("number"), one.at("revision")});
  if (json.contains("withdrawn")) {
    sheet.withdrawn = true;
    sheet.withdrawn_reason = json.at("withdrawn");
  }
  if (json.contains("bounds")) {
    SAKSI_TRY_ASSIGN(sheet.bounds, bounds_from(json.at("bounds")));
  }
  SAKSI_TRY_ASSIGN(sheet.failed_from, instant(json.at("failed_from")));
  SAKSI_TRY_ASSIGN(sheet.failed_to, instant(json.at("failed_to")));
  for (const Json& one : json.at("failed")) {
    SAKSI_TRY_ASSIGN(Streak streak, streak_from(one));
    sheet.streaks.push_back(std::move(streak));
  }
  sheet.more_streaks = json.at("failed_more");
  SAKSI_TRY_ASSIGN(sheet.minutes_from, clock(json.at("minutes_from")));
  for (const char c : json.at("minutes").get<std::string>()) {
    const std::size_t at = kLetters.find(c);
    if (at == std::string_view::npos) return fail("unknown minute");
    sheet.minutes.push_back(static_cast<MinuteState>(at));
  }
  sheet.blocked = json.at("blocked");
  sheet.soft = json.at("soft");
  sheet.coverage = json.at("coverage_percent");
  for (const Json& one : json.at("gaps")) {
    Stretch gap;
    SAKSI_TRY_ASSIGN(gap.from, clock(one.at(0)));
    SAKSI_TRY_ASSIGN(gap.to, clock(one.at(1)));
    sheet.gaps.push_back(gap);
  }
  sheet.more_gaps = json.at("gaps_more");
  const Json& before = json.at("before_limit");
  sheet.window = before.at("minutes");
  sheet.usable = before.at("usable");
  sheet.window_blocked = before.at("blocked");
  sheet.window_soft = before.at("soft");
  sheet.window_unknown = before.at("unknown");
  for (const Json& one : json.at("steps"))
    sheet.steps.push_back({one.at("id"), one.at("upload"), one.at("exercised")});
  sheet.vantages = json.at("vantages").get<std::vector<std::string>>();
  sheet.networks = json.at("networks").get<std::vector<std::string>>();
  sheet.independent = json.at("independent");
  sheet.failing = json.at("failing");
  sheet.rule = json.at("rule");
  sheet.operated_by = json.at("operated_by");
  sheet.contact = json.at("contact");
  sheet.site = json.at("site");
  if (json.contains("seal")) sheet.seal = json.at("seal").get<std::string>();
  return sheet;
}

}  // namespace

std::string_view code(Kind kind) { return kind == Kind::incident ? "incident" : "date"; }

Json to_json(const Sheet& sheet) {
  Json json{{"format", kFormat},
            {"kind", code(sheet.kind)},
            {"number", sheet.number},
            {"simulation", sheet.simulation},
            {"final", sheet.final},
            {"final_from", date_text(sheet.final_from)},
            {"target", sheet.target},
            {"agency", sheet.agency},
            {"host", sheet.host},
            {"date", date_text(sheet.date)},
            {"zone", sheet.zone},
            {"incidents", Json::array()},
            {"failed", Json::array()},
            {"failed_from", utc_text(sheet.failed_from)},
            {"failed_to", utc_text(sheet.failed_to)},
            {"failed_more", sheet.more_streaks},
            {"minutes_from", clock(sheet.minutes_from)},
            {"blocked", sheet.blocked},
            {"soft", sheet.soft},
            {"coverage_percent", sheet.coverage},
            {"gaps", Json::array()},
            {"gaps_more", sheet.more_gaps},
            {"before_limit",
             {{"minutes", sheet.window},
              {"usable", sheet.usable},
              {"blocked", sheet.window_blocked},
              {"soft", sheet.window_soft},
              {"unknown", sheet.window_unknown}}},
            {"steps", Json::array()},
            {"vantages", sheet.vantages},
            {"networks", sheet.networks},
            {"independent", sheet.independent},
            {"failing", sheet.failing},
            {"rule", sheet.rule},
            {"operated_by", sheet.operated_by},
            {"contact", sheet.contact},
            {"site", sheet.site}};
  if (sheet.hours)
    json["hours"] = {{"opening", clock(sheet.hours->opening)},
                     {"limit", clock(sheet.hours->limit)},
                     {"close", clock(sheet.hours->close)}};
  for (const Named& one : sheet.incidents)
    json["incidents"].push_back({{"number", one.number}, {"revision", one.revision}});
  if (sheet.withdrawn) json["withdrawn"] = sheet.withdrawn_reason;
  if (sheet.bounds) json["bounds"] = bounds_json(*sheet.bounds);
  for (const Streak& one : sheet.streaks) json["failed"].push_back(streak_json(one));
  std::string minutes;
  for (const MinuteState state : sheet.minutes) minutes += letter(state);
  json["minutes"] = minutes;
  for (const Stretch& gap : sheet.gaps)
    json["gaps"].push_back(Json::array({clock(gap.from), clock(gap.to)}));
  for (const Step& step : sheet.steps)
    json["steps"].push_back(
        {{"id", step.id}, {"upload", step.upload}, {"exercised", step.exercised}});
  if (sheet.seal) json["seal"] = *sheet.seal;
  return json;
}

Result<Sheet> sheet_from_json(const Json& json) {
  try {
    SAKSI_TRY_ASSIGN(Sheet sheet, read(json));
    // A number that was cut, a word of no list, a field too many: not what was written.
    if (to_json(sheet) != json) return fail("not a sheet: it says more than a sheet does");
    return sheet;
  } catch (const Json::exception& escaped) {
    return fail(std::string("not a sheet: ") + escaped.what());
  }
}

std::string content_of(const Sheet& sheet) { return canonical(to_json(sheet)); }

Result<Sheet> sheet_from_content(const std::string& bytes) {
  SAKSI_TRY_ASSIGN(const Json json, parse_canonical(bytes, kMostContent));
  return sheet_from_json(json);
}

bool same_evidence(Sheet a, Sheet b) {
  for (Sheet* one : {&a, &b}) {
    one->final = false;
    one->operated_by.clear();
    one->contact.clear();
    one->site.clear();
    one->seal.reset();
  }
  return a == b;
}

}  // namespace saksi::paper
