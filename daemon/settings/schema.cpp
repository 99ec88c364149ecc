// SPDX-License-Identifier: Apache-2.0
//
// The table of options as a JSON Schema (draft 7), for editors: they complete names, show the help
// and mark what is misspelt while it is typed. It knows each option by itself; what must hold
// between options is told by `saksi check` alone.
#include <charconv>

#include "settings/read.hpp"

namespace saksi::settings {
namespace {

const Json kScalar = Json::array({"string", "number", "boolean"});

Json number_of(std::string_view text) {
  std::int64_t whole = 0;
  const char* const end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, whole); read.ptr == end) return whole;
  double number = 0;
  std::from_chars(text.data(), end, number, std::chars_format::fixed);
  return number;
}

// "one of: any, 4, 6": as text, and as what YAML takes it for when it stands without quotes.
Json choices(std::string_view type) {
  Json all = Json::array();
  for (type.remove_prefix(sizeof("one of: ") - 1); !type.empty();) {
    const std::string one(type.substr(0, type.find(", ")));
    all.push_back(one);
    if (one == "true" || one == "false") all.push_back(one == "true");
    if (one.find_first_not_of("0123456789") == std::string::npos) all.push_back(number_of(one));
    type.remove_prefix(std::min(one.size() + 2, type.size()));
  }
  return all;
}

Json list_of(const OptionHelp& option, Json items) {
  return {{"type", "array"},
          {"items", std::move(items)},
          {"minItems", number_of(option.least)},
          {"maxItems", number_of(option.most)}};
}

Json object_at(const std::string& prefix);

// The types that are one value.
Json scalar_of(const OptionHelp& option) {
  const std::string_view type = option.type;
  if (type.starts_with("one of: ")) return {{"enum", choices(type)}};
  if (type == "yes or no") return {{"enum", {true, false, "yes", "no"}}};
  if (type == "duration") return {{"type", "string"}, {"pattern", "^([0-9]+(ms|s|m|h))+$"}};
  if (type == "time of day") return {{"type", "string"}, {"pattern", "^[0-9]{2}:[0-9]{2}$"}};
  if (type == "date") return {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
  if (type == "instant") return {{"type", "string"}, {"pattern", "Z$"}};
  if (type == "id") return {{"type", "string"}, {"pattern", "^[a-z0-9-]{1,40}$"}};
  if (type == "short name") return {{"type", "string"}, {"pattern", "^[A-Z0-9]{2,12}$"}};
  if (type == "weekdays")
    return {
        {"anyOf", {{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}}}};
  if (type == "number" || type == "whole number")
    return {{"type", type == "number" ? "number" : "integer"},
            {"minimum", number_of(option.least)},
            {"maximum", number_of(option.most)}};
  const bool free = type == "text" || type == "value" || type.ends_with("itude");
  return {{"type", free ? kScalar : Json("string")}};
}

Json schema_of(const OptionHelp& option) {
  const std::string path(option.path);
  const std::string_view type = option.type;
  if (type == "list") return list_of(option, object_at(path + "[]."));
  if (type == "section") return object_at(path + ".");
  if (type == "list of checks")
    return list_of(option, {{"anyOf", {{{"type", kScalar}}, {{"$ref", "#/definitions/check"}}}}});
  if (type == "list of numbers") return list_of(option, {{"type", "integer"}});
  if (type.starts_with("list of ")) return list_of(option, {{"type", "string"}});
  if (type == "map of text")
    return {{"type", "object"},
            {"additionalProperties", {{"type", kScalar}}},
            {"maxProperties", number_of(option.most)}};
  if (type == "JSON") return {{"type", "object"}};
  return scalar_of(option);
}

// All options right below `prefix`.
Json object_at(const std::string& prefix) {
  Json object{{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}};
  for (const OptionHelp& option : options()) {
    if (!option.path.starts_with(prefix)) continue;
    const std::string key(option.path.substr(prefix.size()));
    if (key.find_first_of(".[") != std::string::npos) continue;
    Json& property = object["properties"][key] = schema_of(option);
    property["description"] = option.help;
    if (option.fallback.empty()) object["required"].push_back(key);
  }
  return object;
}

}  // namespace

Json options_as_schema() {
  Json schema = object_at("");
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "Configuration of Saksi";
  schema["definitions"]["check"] = object_at("check.");
  return schema;
}

}  // namespace saksi::settings
