// SPDX-License-Identifier: Apache-2.0
//
// Entries as JSON and back. Names and bounds are those of docs/formats/records.md; both directions
// of one thing stand next to each other, so that a field added to one is missed in the other at a
// glance.
#include <algorithm>

#include "base/timestamp.hpp"
#include "store/fields.hpp"
#include "store/records.hpp"

namespace saksi::store {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMostText = 4096;  // of a foreign sentence, as read
constexpr std::size_t kClip = 1000;      // as written: a byte that is not UTF-8 grows to three
constexpr std::size_t kMostList = 256;
constexpr std::size_t kMostEntries = 5000;
constexpr std::int64_t kLargest = std::int64_t{1} << 53;

// Rules and addresses may quote the target. Longer text is cut, at a character's start.
std::string clipped(const std::string& text) {
  if (text.size() <= kClip) return text;
  std::size_t end = kClip;
  while (end > kClip - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

void put(Json& json, const char* name, const std::optional<Duration>& value) {
  if (value) json[name] = value->count();
}

Json phases_to_json(const Phases& phases) {
  Json json = Json::object();
  put(json, "dns_us", phases.dns);
  put(json, "tcp_us", phases.tcp);
  put(json, "tls_us", phases.tls);
  put(json, "send_us", phases.send);
  put(json, "wait_us", phases.wait);
  put(json, "recv_us", phases.recv);
  return json;
}
Phases phases_from_json(const Json& json, std::string& mistake) {
  Fields fields(json, mistake);
  Phases phases;
  phases.dns = fields.maybe_duration("dns_us");
  phases.tcp = fields.maybe_duration("tcp_us");
  phases.tls = fields.maybe_duration("tls_us");
  phases.send = fields.maybe_duration("send_us");
  phases.wait = fields.maybe_duration("wait_us");
  phases.recv = fields.maybe_duration("recv_us");
  fields.finish();
  return phases;
}

Json step_to_json(const StepFinding& step) {
  Json json{{"id", clipped(step.id)},
            {"class", code(step.cls)},
            {"rule", clipped(step.rule)},
            {"phases", phases_to_json(step.phases)},
            {"offset_us", step.offset.count()},
            {"total_us", step.total.count()},
            {"censored", step.censored},
            {"reused", step.reused},
            {"sent", step.sent},
            {"address", clipped(step.address)},
            {"bytes", step.bytes}};
  if (step.http_status != 0) json["http_status"] = step.http_status;
  if (step.body) json["body"] = hex(*step.body);
  if (step.proxied) json["proxied"] = true;
  put(json, "bound_us", step.bound);
  put(json, "clock_lo_us", step.clock_lo);
  put(json, "clock_hi_us", step.clock_hi);
  if (!step.answers.empty()) json["answers"] = step.answers;
  return json;
}
StepFinding step_from_json(const Json& json, std::string& mistake) {
  Fields fields(json, mistake);
  StepFinding step;
  step.id = fields.text("id", kMostText);
  step.cls = fields.cls("class");
  step.rule = fields.text("rule", kMostText);
  step.http_status = static_cast<int>(fields.maybe_integer("http_status", 1, 999).value_or(0));
  step.phases = phases_from_json(fields.object("phases"), mistake);
  step.offset = fields.duration("offset_us");
  step.total = fields.duration("total_us");
  step.censored = fields.flag("censored");
  step.reused = fields.flag("reused");
  step.sent = fields.flag("sent");
  step.address = fields.text("address", kMostText);
  step.proxied = fields.maybe_flag("proxied");
  step.bytes = fields.integer("bytes", 0, kLargest);
  step.body = fields.maybe_digest("body");
  step.bound = fields.maybe_duration("bound_us");
  step.clock_lo = fields.maybe_duration("clock_lo_us");
  step.clock_hi = fields.maybe_duration("clock_hi_us");
  step.answers = fields.maybe_texts("answers", kMostList, kMostText);
  fields.finish();
  return step;
}

Json encode(const Sample& sample) {
  Json json{{"kind", "sample"},
            {"vantage", sample.vantage.text},
            {"target", sample.target.text},
            {"backend", sample.backend.text},
            {"journey", sample.journey.text},
            {"mode", code(sample.mode)},
            {"origin", code(sample.origin)},
            {"planned", utc_text(sample.planned)},
            {"start", utc_text(sample.start)},
            {"end", utc_text(sample.end)},
            {"interval_us", sample.interval.count()},
            {"loop_lag_us", sample.loop_lag.count()},
            {"class", code(sample.cls)},
            {"step", clipped(sample.step)},
            {"rule", clipped(sample.rule)},
            {"steps", Json::array()},
            {"controls", Json::array()}};
  if (sample.slot) json["slot"] = utc_text(*sample.slot);
  for (const StepFinding& step : sample.steps) json["steps"].push_back(step_to_json(step));
  for (const ControlFinding& control : sample.controls)
    json["controls"].push_back(Json{
        {"host", clipped(control.host)}, {"ok", control.ok}, {"total_us", control.total.count()}});
  return json;
}
Sample decode_sample(Fields& fields, std::string& mistake) {
  Sample sample;
  sample.vantage = fields.id<VantageTag>("vantage");
  sample.target = fields.id<TargetTag>("target");
  sample.backend = fields.id<BackendTag>("backend");
  sample.journey = fields.id<JourneyTag>("journey");
  sample.mode = fields.word("mode", mode_from_code);
  sample.origin = fields.word("origin", origin_from_code);
  sample.slot = fields.maybe_time("slot");
  if (sample.slot && sample.origin != Origin::scheduled)
    fields.wrong("slot", "only in a scheduled run");
  sample.planned = fields.time("planned");
  sample.start = fields.time("start");
  sample.end = fields.time("end");
  sample.interval = fields.duration("interval_us");
  sample.loop_lag = fields.duration("loop_lag_us");
  sample.cls = fields.cls("class");
  sample.step = fields.text("step", kMostText);
  sample.rule = fields.text("rule", kMostText);
  for (const Json* step : fields.array("steps", kMostList))
    sample.steps.push_back(step_from_json(*step, mistake));
  for (const Json* element : fields.array("controls", kMostList)) {
    Fields control(*element, mistake);
    sample.controls.push_back(
        {control.text("host", kMostText), control.flag("ok"), control.duration("total_us")});
    control.finish();
  }
  return sample;
}

Json encode(const Gap& gap) {
  return Json{{"kind", "gap"},
              {"vantage", gap.vantage.text},
              {"target", gap.target.text},
              {"journey", gap.journey.text},
              {"slot", utc_text(gap.slot)},
              {"planned", utc_text(gap.planned)},
              {"reason", code(gap.reason)},
              {"oldest_us", gap.oldest.count()}};
}
Gap decode_gap(Fields& fields) {
  Gap gap;
  gap.vantage = fields.id<VantageTag>("vantage");
  gap.target = fields.id<TargetTag>("target");
  gap.journey = fields.id<JourneyTag>("journey");
  gap.slot = fields.time("slot");
  gap.planned = fields.time("planned");
  gap.reason = fields.word("reason", gap_reason_from_code);
  gap.oldest = fields.duration("oldest_us");
  return gap;
}

Json entry_to_json(const PlanEntry& entry) {
  Json json{{"target", entry.target.text},
            {"backend", entry.backend.text},
            {"journey", entry.journey.text},
            {"zone", entry.zone},
            {"windows", Json::array()},
            {"holidays", Json::array()},
            {"quiet_us", entry.quiet.count()},
            {"turn", entry.turn},
            {"turns", entry.turns}};
  for (const PlanWindow& window : entry.windows)
    json["windows"].push_back(Json{{"weekdays", window.weekdays},
                                   {"from_s", window.from.count()},
                                   {"to_s", window.to.count()},
                                   {"interval_us", window.interval.count()},
                                   {"on_holidays", window.on_holidays}});
  for (const Date& date : entry.holidays) json["holidays"].push_back(date_text(date));
  if (entry.full_every > 1) {
    json["full_every"] = entry.full_every;
    json["full_turn"] = entry.full_turn;
  }
  return json;
}

Duration interval_of(Fields& fields, const char* name) {
  const Duration found = fields.duration(name);
  if (found < kLeastInterval || found > kMostInterval)
    fields.wrong(name, "a time between slots from 10 seconds to 6 hours, in microseconds");
  return found;
}

PlanWindow window_from_json(const Json& json, std::string& mistake) {
  Fields fields(json, mistake);
  PlanWindow window;
  for (const Json* day : fields.array("weekdays", 7)) {
    if (day->is_number_unsigned() && day->get<std::uint64_t>() <= 6)
      window.weekdays.push_back(day->get<unsigned>());
    else
      fields.wrong("weekdays", "numbers from 0 (Sunday) to 6");
  }
  window.from = TimeOfDay(fields.integer("from_s", 0, 86400));
  window.to = TimeOfDay(fields.integer("to_s", 0, 86400));
  window.interval = interval_of(fields, "interval_us");
  window.on_holidays = fields.flag("on_holidays");
  fields.finish();
  return window;
}

PlanEntry plan_entry_from_json(const Json& json, std::string& mistake) {
  Fields fields(json, mistake);
  PlanEntry entry;
  entry.target = fields.id<TargetTag>("target");
  entry.backend = fields.id<BackendTag>("backend");
  entry.journey = fields.id<JourneyTag>("journey");
  entry.zone = fields.text("zone", 80);
  for (const Json* window : fields.array("windows", kMostList))
    entry.windows.push_back(window_from_json(*window, mistake));
  for (const Json* day : fields.array("holidays", 1000)) {
    const auto date = day->is_string() ? parse_date(day->get_ref<const std::string&>())
                                       : Result<Date>(fail("not text"));
    if (date)
      entry.holidays.push_back(*date);
    else
      fields.wrong("holidays", "dates such as 2023-01-02");
  }
  entry.quiet = interval_of(fields, "quiet_us");
  entry.turn = static_cast<unsigned>(fields.integer("turn", 0, 1000000));
  entry.turns = static_cast<unsigned>(fields.integer("turns", 1, 1000000));
  entry.full_every =
      static_cast<unsigned>(fields.maybe_integer("full_every", 2, 1000000).value_or(1));
  if (entry.full_every > 1)
    entry.full_turn = static_cast<unsigned>(fields.integer("full_turn", 0, entry.full_every - 1));
  fields.finish();
  return entry;
}

Json encode(const Plan& plan) {
  Json json{{"kind", "plan"},
            {"vantage", plan.vantage.text},
            {"seed", plan.seed},
            {"effective", utc_text(plan.effective)},
            {"entries", Json::array()}};
  for (const PlanEntry& entry : plan.entries) json["entries"].push_back(entry_to_json(entry));
  if (!plan.owner.empty()) json["owner"] = plan.owner;
  if (!plan.group.empty()) json["group"] = plan.group;
  if (plan.document) json["document"] = hex(*plan.document);
  return json;
}
Plan decode_plan(Fields& fields, std::string& mistake) {
  Plan plan;
  plan.vantage = fields.id<VantageTag>("vantage");
  plan.seed = fields.text("seed", 200);
  plan.effective = fields.time("effective");
  for (const Json* entry : fields.array("entries", kMostEntries))
    plan.entries.push_back(plan_entry_from_json(*entry, mistake));
  plan.owner = fields.maybe_text("owner", 4096);
  plan.group = fields.maybe_text("group", 4096);
  plan.document = fields.maybe_digest("document");
  return plan;
}

Json encode(const Start& start) {
  return Json{{"kind", "start"},
              {"vantage", start.vantage.text},
              {"version", start.version},
              {"config_digest", start.config_digest},
              {"at", utc_text(start.at)}};
}
Start decode_start(Fields& fields) {
  Start start;
  start.vantage = fields.id<VantageTag>("vantage");
  start.version = fields.text("version", 200);
  start.config_digest = fields.text("config_digest", 200);
  start.at = fields.time("at");
  return start;
}

}  // namespace

Json to_json(const Entry& entry) {
  Json json = std::visit([](const auto& value) { return encode(value); }, entry);
  json["v"] = kVersion;
  return json;
}

Result<Entry> entry_from_json(const Json& json) {
  std::string mistake;
  Fields fields(json, mistake);
  static_cast<void>(fields.integer("v", kVersion, kVersion));
  const std::string kind = fields.text("kind", 16);
  Entry entry;
  if (kind == "sample")
    entry = decode_sample(fields, mistake);
  else if (kind == "gap")
    entry = decode_gap(fields);
  else if (kind == "plan")
    entry = decode_plan(fields, mistake);
  else if (kind == "start")
    entry = decode_start(fields);
  else
    fields.wrong("kind", "sample, gap, plan or start");
  fields.finish();
  if (!mistake.empty()) return fail(mistake);
  return entry;
}

}  // namespace saksi::store
