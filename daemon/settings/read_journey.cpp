// SPDX-License-Identifier: Apache-2.0
#include "settings/read_journey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/template.hpp"
#include "settings/check.hpp"
#include "settings/direct.hpp"
#include "settings/names.hpp"
#include "settings/presets.hpp"
#include "settings/values.hpp"

namespace saksi::settings {
namespace {

StepKind step_kind(const std::string& text) {
  if (text == "login") return StepKind::login;
  if (text == "data") return StepKind::data;
  if (text == "upload") return StepKind::upload;
  if (text == "asset") return StepKind::asset;
  if (text == "dns") return StepKind::dns;
  if (text == "tcp") return StepKind::tcp;
  if (text == "tls") return StepKind::tls;
  if (text == "icmp") return StepKind::icmp;
  if (text == "clock") return StepKind::clock;
  return StepKind::page;
}

// YAML's unquoted true, 12, -3.5 and null are JSON's; all else is text.
Json json_scalar(const Yaml& node) {
  if (node.quoted) return node.text;
  if (node.text == "true") return true;
  if (node.text == "false") return false;
  if (node.text == "null" || node.text == "~") return nullptr;
  const char *begin = node.text.data(), *end = begin + node.text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(begin, end, whole);
      read.ec == std::errc{} && read.ptr == end)
    return whole;
  double number = 0;
  if (const auto read = std::from_chars(begin, end, number, std::chars_format::fixed);
      read.ec == std::errc{} && read.ptr == end && number > -1e15 && number < 1e15)
    return number;
  return node.text;
}

Json json_of(const Yaml& node) {
  if (node.kind == Yaml::Kind::list) {
    Json list = Json::array();
    for (const Yaml& item : node.items) list.push_back(json_of(item));
    return list;
  }
  if (node.kind == Yaml::Kind::map) {
    Json map = Json::object();
    for (const auto& [key, value] : node.entries) map[key.text] = json_of(value);
    return map;
  }
  return node.kind == Yaml::Kind::scalar ? json_scalar(node) : Json();
}

std::optional<Regex> read_regex(Section& s, std::string_view key, const std::string& pattern,
                                bool case_matters) {
  if (pattern.empty()) return std::nullopt;
  auto regex = Regex::compile(pattern, case_matters);
  if (regex) return std::move(*regex);
  s.wrong(key, fmt::format("\"{}\" is not a pattern (RE2 syntax): {}", shown(pattern),
                           regex.error().message));
  return std::nullopt;
}

Assertion read_check(Section& s) {
  using Of = Assertion::Of;
  using Test = Assertion::Test;
  Assertion check;
  check.literal = false;
  const std::string contains = s.text("contains"), not_contains = s.text("not_contains"),
                    regex = s.text("regex"), path = s.text("json"), exists = s.choice("exists"),
                    type = s.choice("type"), split = s.text("split");
  const Yaml* equals = s.node("equals", "value", Yaml::Kind::scalar);
  check.index = s.whole("index");
  if (!path.empty()) check.of = Of::json, check.where = path;
  if (!split.empty()) check.of = Of::split, check.where = split;
  if (!path.empty() && !split.empty()) s.wrong("split", "does not go with json; write two checks");
  if (check.of != Of::split && s.stated("index"))
    s.wrong("index",
            "says which part of split is meant, and there is no split; write split: \"|\"");
  const bool of_json = check.of == Of::json;
  if (!of_json && (!exists.empty() || !type.empty()))
    s.wrong(exists.empty() ? "type" : "exists",
            "is about a JSON value; write json: <path> as well");
  int tests = 0;
  const auto use = [&](bool given, Test test, Json value) {
    if (!given) return;
    ++tests;
    check.test = test;
    check.value = std::move(value);
  };
  use(!contains.empty(), Test::contains, contains);
  use(!not_contains.empty(), Test::not_contains, not_contains);
  use(!regex.empty(), Test::regex, regex);
  use(!exists.empty(), Test::exists, exists == "true");
  use(!type.empty(), Test::type, type);
  if (equals != nullptr)
    use(true, Test::equals, of_json ? json_scalar(*equals) : Json(equals->text));
  if (tests == 0 && of_json) return check.test = Test::exists, check.value = true, check;
  check.regex = read_regex(s, "regex", regex, false);
  if (tests != 1 && !s.has_mistake("regex")) {
    const std::string_view at = !path.empty() ? "json" : !split.empty() ? "split" : "contains";
    s.wrong(at, fmt::format("has {} tests in one check, and each check makes one; write one of: "
                            "contains, not_contains, equals, regex{}",
                            tests, of_json ? ", exists, type" : ""));
  }
  return check;
}

std::vector<Assertion> read_checks(Section& s, std::string_view key) {
  std::vector<Assertion> all;
  s.checks(
      key, [&](const std::string& text) { all.emplace_back(text); },
      [&](Section& row) { all.push_back(read_check(row)); });
  return all;
}

Result<void> check_name(const std::string& text) {
  if (lone_name("${" + text + "}")) return {};
  return fail(fmt::format("\"{}\" is not a name; write 1 to 40 of a-z, 0-9, - and _", shown(text)));
}

Extraction read_extraction(Section& s) {
  using From = Extraction::From;
  Extraction taken;
  taken.name = s.checked("name", "name", check_name);
  const std::string from = s.choice("from");
  const std::string select = s.text("select"), path = s.text("path"), key = s.text("key"),
                    pattern = s.text("pattern");
  taken.attribute = s.text("attribute");
  taken.from = from == "json"     ? From::json
               : from == "header" ? From::header
               : from == "cookie" ? From::cookie
               : from == "regex"  ? From::regex
                                  : From::html;
  const std::map<From, std::pair<std::string_view, const std::string*>> needs{
      {From::html, {"select", &select}},
      {From::json, {"path", &path}},
      {From::header, {"key", &key}},
      {From::cookie, {"key", &key}},
      {From::regex, {"pattern", &pattern}}};
  const auto& [needed, value] = needs.at(taken.from);
  taken.key = *value;
  if (taken.key.empty() && !s.has_mistake(needed) && !s.has_mistake("from"))
    s.wrong(needed,
            fmt::format("is missing, and from: {} cannot do without; write {}: ...", from, needed));
  for (const std::string_view other : {"select", "path", "key", "pattern"})
    if (other != needed && s.stated(other))
      s.wrong(other, fmt::format("does not go with from: {}, which has {}", from, needed));
  if (taken.from != From::html && s.stated("attribute"))
    s.wrong("attribute", "is of an HTML element; write from: html");
  if (taken.from == From::html && !select.empty()) {
    auto selector = parse_selector(select);
    if (selector)
      taken.select = std::move(*selector);
    else
      s.wrong("select", selector.error().message);
  }
  taken.regex = read_regex(s, "pattern", pattern, true);
  if (taken.from == From::header)
    std::transform(taken.key.begin(), taken.key.end(), taken.key.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return taken;
}

Sending sending_of(const std::string& text) {
  return text == "form" ? Sending::form : text == "multipart" ? Sending::multipart : Sending::usual;
}

StepSettings read_step(Section& row) {
  StepSettings step;
  step.id = row.id();
  step.kind = step_kind(row.choice("kind"));
  step.method = row.choice("method");
  step.safe = row.yes_no("safe");
  step.path = row.checked("path", "path", check_step_path);
  step.query = row.fields("query");
  step.headers = row.fields("headers");
  step.fields = row.fields("fields");
  step.sending = sending_of(row.choice("sending"));
  if (const Yaml* json = row.node("json", "JSON", Yaml::Kind::map)) step.json = json_of(*json);
  row.list("extract", "value", [&](Section& s) { step.extract.push_back(read_extraction(s)); });
  step.expect = read_checks(row, "expect");
  step.not_open = read_checks(row, "not_open");
  step.rule_reject = read_checks(row, "rule_reject");
  step.probe_problem = read_checks(row, "probe_problem");
  step.forbidden = read_checks(row, "forbidden");
  step.requires_json = row.texts("requires_json");
  step.status = row.numbers("status");
  step.type = row.text("type");
  step.title = row.text("title");
  row.section("size", [&](Section& size) {
    step.size.least = size.whole("least");
    step.size.most = size.whole("most");
    step.size.tolerance = size.whole("tolerance");
    if (size.stated("tolerance") && (step.size.least != 0 || step.size.most != 0))
      size.wrong("tolerance",
                 "is about what is usual, and least and most go before that; remove one of them");
    if (step.size.most != 0 && step.size.least > step.size.most)
      size.wrong("most", "is less than least, so no answer could fit; write a larger one");
  });
  step.token = row.yes_no("token");
  if (const std::string complete = row.choice("complete"); complete == "true")
    step.complete = true;
  else if (complete == "false")
    step.complete = false;
  step.direct = read_direct(row);
  return step;
}

}  // namespace

std::optional<Coordinates> read_coordinates(Section& s) {
  std::optional<Coordinates> found;
  s.section("coordinates", [&](Section& place) {
    Coordinates at{place.checked("lat", "latitude", check_latitude),
                   place.checked("long", "longitude", check_longitude)};
    if (at.lat.empty() != at.longitude.empty() && !place.has_mistake("lat") &&
        !place.has_mistake("long"))
      place.wrong(at.lat.empty() ? "lat" : "long",
                  "is missing, and a place has both; write it too");
    if (!at.lat.empty() && !at.longitude.empty()) found = std::move(at);
  });
  return found;
}

std::map<std::string, std::string> read_values(Section& s) {
  auto values = s.fields("values");
  for (const auto& [name, value] : values) {
    if (const auto valid = check_name(name); !valid) s.wrong("values", valid.error().message);
    if (is_given_name(name))
      s.wrong("values",
              fmt::format("\"{}\" is a name that Saksi gives itself; write another", name));
    if (value.find("${") != std::string::npos)
      s.wrong("values", fmt::format("\"{}\" holds a ${{name}} itself; write it out", name));
  }
  return values;
}

void read_journey(Section& s, Settings& all) {
  JourneySettings journey;
  journey.id.text = s.id();
  const std::string mode = s.choice("mode");
  journey.mode = mode_from_code(mode).value_or(Mode::dry);
  journey.late = s.duration("late");
  journey.timeout = s.duration("timeout");
  journey.slow = s.duration("slow");
  journey.user_agent = s.text("user_agent");
  journey.preset = s.choice("preset");
  journey.hosts = s.texts("hosts", "list of hosts", check_other_host);
  journey.coordinates = read_coordinates(s);
  s.section("real", [&](Section& real) {
    journey.real.vantage.text = real.reference("vantage", "vantages");
    journey.real.at = real.time_of_day("at");
    journey.real.test_account = real.yes_no("test_account");
  });
  NameUses names;
  s.list("steps", "step", [&](Section& row) {
    StepSettings step = read_step(row);
    apply_preset(row, journey, step);
    check_step(row, step, journey, all);
    check_request(row, step, journey, all);
    names.note(row, step);
    journey.steps.push_back(std::move(step));
  });
  check_journey(s, journey);
  check_real(s, journey, all);
  names.check_later(s.draft(), journey, all);
  all.journeys.push_back(std::move(journey));
}

}  // namespace saksi::settings
