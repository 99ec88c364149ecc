// SPDX-License-Identifier: Apache-2.0
#include "settings/told.hpp"

#include <fmt/format.h>

#include <array>

#include "base/timestamp.hpp"

namespace saksi::settings {
namespace {

using Checks = std::vector<Assertion>;

std::string_view key_of(Assertion::Test test) {
  constexpr std::array<std::string_view, 6> keys{"contains", "not_contains", "equals",
                                                 "regex",    "exists",       "type"};
  return keys[static_cast<std::size_t>(test)];
}

void put(Json& json, const char* key, const std::map<std::string, std::string>& values) {
  if (!values.empty()) json[key] = values;
}
void put(Json& json, const char* key, const std::string& value) {
  if (!value.empty()) json[key] = value;
}
void put(Json& json, const char* key, const Checks& checks) {
  for (const Assertion& check : checks) json[key].push_back(as_json(check));
}

Json as_json(const Extraction& taken) {
  constexpr std::array<std::string_view, 5> from{"html", "json", "header", "cookie", "regex"};
  constexpr std::array<const char*, 5> key{"select", "path", "key", "key", "pattern"};
  const auto kind = static_cast<std::size_t>(taken.from);
  Json json{{"name", taken.name}, {"from", from[kind]}, {key[kind], taken.key}};
  put(json, "attribute", taken.attribute);
  return json;
}

void put_direct(Json& json, const StepSettings& step) {
  const Direct& direct = step.direct;
  if (direct.family != 0) json["family"] = direct.family;
  if (!is_direct(step.kind)) return;
  put(json, "name", direct.name);
  put(json, "server", direct.server);
  if (direct.port != 0) json["port"] = direct.port;
  if (step.kind == StepKind::clock) json["requests"] = direct.requests;
}

Json as_json(const StepSettings& step) {
  Json json{{"id", step.id}, {"kind", code(step.kind)}};
  put(json, "method", step.method);
  if (step.safe) json["safe"] = true;
  put(json, "path", step.path);
  put(json, "query", step.query);
  put(json, "headers", step.headers);
  put(json, "fields", step.fields);
  if (step.sending != Sending::usual)
    json["sending"] = step.sending == Sending::form ? "form" : "multipart";
  if (step.json) json["json"] = *step.json;
  for (const Extraction& taken : step.extract) json["extract"].push_back(as_json(taken));
  put(json, "expect", step.expect);
  put(json, "not_open", step.not_open);
  put(json, "rule_reject", step.rule_reject);
  put(json, "probe_problem", step.probe_problem);
  put(json, "forbidden", step.forbidden);
  if (!step.requires_json.empty()) json["requires_json"] = step.requires_json;
  if (!step.status.empty()) json["status"] = step.status;
  put(json, "type", step.type);
  put(json, "title", step.title);
  if (step.size.least != 0) json["size"]["least"] = step.size.least;
  if (step.size.most != 0) json["size"]["most"] = step.size.most;
  if (step.size.tolerance != SizeLimits{}.tolerance)
    json["size"]["tolerance"] = step.size.tolerance;
  if (step.token) json["token"] = true;
  if (step.complete) json["complete"] = *step.complete;
  put_direct(json, step);
  return json;
}

}  // namespace

std::string_view code(StepKind kind) {
  constexpr std::array<std::string_view, 10> codes{"page", "login", "data", "upload", "asset",
                                                   "dns",  "tcp",   "tls",  "icmp",   "clock"};
  return codes[static_cast<std::size_t>(kind)];
}

Json as_json(const Assertion& check) {
  if (check.of == Assertion::Of::body && check.test == Assertion::Test::contains)
    return check.value;
  Json json = Json::object();
  if (check.of == Assertion::Of::json) json["json"] = check.where;
  if (check.of == Assertion::Of::split) json["split"] = check.where, json["index"] = check.index;
  json[std::string(key_of(check.test))] = check.value;
  return json;
}

std::string yaml_of(const Assertion& check) {
  const std::string value = check.value.dump();
  if (check.of == Assertion::Of::body && check.test == Assertion::Test::contains) return value;
  std::string part;
  if (check.of == Assertion::Of::json) part = "json: " + check.where + ", ";
  if (check.of == Assertion::Of::split)
    part = fmt::format("split: {}, index: {}, ", Json(check.where).dump(), check.index);
  return fmt::format("{{{}{}: {}}}", part, key_of(check.test), value);
}

Json as_json(const JourneySettings& journey) {
  Json json{{"id", journey.id.text},
            {"mode", saksi::code(journey.mode)},
            {"slow", duration_text(journey.slow)},
            {"late", duration_text(journey.late)},
            {"timeout", duration_text(journey.timeout)},
            {"steps", Json::array()}};
  put(json, "preset", journey.preset);
  put(json, "user_agent", journey.user_agent);
  if (!journey.hosts.empty()) json["hosts"] = journey.hosts;
  if (journey.coordinates)
    json["coordinates"] = {{"lat", journey.coordinates->lat},
                           {"long", journey.coordinates->longitude}};
  for (const StepSettings& step : journey.steps) json["steps"].push_back(as_json(step));
  return json;
}

}  // namespace saksi::settings
