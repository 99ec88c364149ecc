// SPDX-License-Identifier: Apache-2.0
//
// The table of options as editors read it, and what a preset brings as people read it. That every
// file that is copied fits the schema, and no misspelt one, is tested in tests/e2e/schema.sh.
#include <gtest/gtest.h>

#include "settings/read.hpp"
#include "settings/told.hpp"

namespace saksi::settings {
namespace {

TEST(Schema, HasEveryOptionWithItsHelp) {
  const Json schema = options_as_schema();

  for (const OptionHelp& option : options()) {
    const Json* at = &schema;
    std::string_view rest = option.path;
    if (rest.starts_with("check."))
      at = &schema.at("definitions").at("check"), rest.remove_prefix(6);
    while (true) {
      std::string key(rest.substr(0, rest.find('.')));
      const bool list = key.ends_with("[]");
      if (list) key.resize(key.size() - 2);
      ASSERT_TRUE(at->at("properties").contains(key)) << option.path;
      at = &at->at("properties").at(key);
      if (rest.find('.') == std::string_view::npos) break;
      if (list) at = &at->at("items");
      rest.remove_prefix(rest.find('.') + 1);
    }
    EXPECT_EQ(at->at("description"), option.help) << option.path;
  }
}

TEST(Schema, SaysWhatMustBeThereAndWhatAValueMayBe) {
  const Json schema = options_as_schema();
  const Json& target = schema.at("properties").at("targets").at("items");
  const Json& step =
      schema.at("properties").at("journeys").at("items").at("properties").at("steps").at("items");

  EXPECT_EQ(target.at("additionalProperties"), false);
  EXPECT_NE(target.at("required").dump().find("\"url\""), std::string::npos);
  EXPECT_EQ(target.at("required").dump().find("\"values\""), std::string::npos);
  EXPECT_EQ(step.at("properties").at("family").at("enum"), Json::array({"any", "4", 4, "6", 6}));
  EXPECT_EQ(step.at("properties").at("requests").at("maximum"), 8);
  EXPECT_EQ(step.at("properties").at("expect").at("maxItems"), 32);
}

TEST(Presets, TellWhatTheyBroughtAsOneWouldWriteIt) {
  const Reading reading = read_text(R"(
backends: [{id: b, consent: uji}]
targets: [{id: t, agency: A, short_name: AA, backend: b, url: "https://t.example", journey: j, calendar: c}]
vantages: [{id: v, owner: o, group: g, accounts: [{backend: b, user: u, password_file: p}]}]
controls: [{id: k1, url: "https://k1.example/"}, {id: k2, url: "https://k2.example/"}, {id: k3, url: "tls://k3.example:443"}]
journeys:
  - id: j
    preset: pipe-text
    steps:
      - {id: masuk, kind: login, path: /masuk, fields: {nik: "${user}"}}
      - {id: cek, kind: data, path: /cek, expect: [{equals: "1"}]}
calendars: [{id: c, check_in: [{days: mon, opening: "07:00", limit: "07:30", close: "08:00"}]}]
web: {operated_by: o, contact: c}
)",
                                    "preset.yaml");
  ASSERT_TRUE(reading) << reading.error().lines.front();

  const StepSettings& step = reading->journeys[0].steps[1];
  ASSERT_EQ(step.from_preset.size(), 3U) << "its own expect stays as it is";
  EXPECT_EQ(step.from_preset[2], "forbidden: [{split: \"|\", index: 0, equals: \"error\"}]");
  EXPECT_EQ(as_json(reading->journeys[0]).at("steps").at(1).at("expect"),
            (Json::array({{{"equals", "1"}}})));
}

}  // namespace
}  // namespace saksi::settings
