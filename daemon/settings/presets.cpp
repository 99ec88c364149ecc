// SPDX-License-Identifier: Apache-2.0
//
// One table. A row gives one list or mark to the steps of some kinds; what a step states itself
// stays as it is. The texts were read in the sources and the language files of such applications.
#include "settings/presets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "settings/told.hpp"

namespace saksi::settings {
namespace {

using Texts = std::vector<Assertion>;
using Member = Texts StepSettings::*;

constexpr unsigned bit(StepKind kind) { return 1u << static_cast<unsigned>(kind); }
constexpr unsigned kLogin = bit(StepKind::login), kData = bit(StepKind::data),
                   kUpload = bit(StepKind::upload), kPage = bit(StepKind::page),
                   kForms = kPage | kUpload, kAll = kLogin | kData | kUpload | kPage;

struct Row {
  std::string_view preset;
  unsigned kinds;
  std::string_view key;
  Member list;
  Texts texts;
};

Assertion json_is(const char* path, Json value) {
  Assertion made;
  made.of = Assertion::Of::json;
  made.test = Assertion::Test::equals;
  made.where = path;
  made.value = std::move(value);
  return made;
}

Assertion json_there(const char* path) {
  Assertion made = json_is(path, true);
  made.test = Assertion::Test::exists;
  return made;
}

Assertion json_says(const char* path, const char* text) {
  Assertion made = json_is(path, text);
  made.test = Assertion::Test::contains;
  return made;
}

Assertion first_part(const char* text) {
  Assertion made(text);
  made.of = Assertion::Of::split;
  made.test = Assertion::Test::equals;
  made.where = "|";
  return made;
}

// "error|Maaf, anda diluar radius|system": the second part says why.
Assertion why(const char* text) {
  Assertion made(text);
  made.of = Assertion::Of::split;
  made.where = "|";
  made.index = 1;
  return made;
}

const Texts kNotOpen{"diluar jam masuk", "di luar jam masuk", "belum waktunya", "dimulai dari jam",
                     "belum dibuka"};
const Texts kRejected{"diluar radius", "di luar radius", "sudah melakukan absen",
                      "sudah absen",   "hari ini libur", "hanya bisa diakses melalui"};

const std::vector<Row>& table() {
  static const std::vector<Row> rows{
      {"laravel-blade",
       kLogin,
       "probe_problem",
       &StepSettings::probe_problem,
       {"these credentials do not match our records", "identitas tersebut tidak cocok",
        "username tidak ada", "password salah", "too many login attempts",
        "terlalu banyak upaya masuk", "terlalu banyak percobaan"}},
      {"laravel-blade", kForms, "not_open", &StepSettings::not_open, kNotOpen},
      {"laravel-blade", kForms, "rule_reject", &StepSettings::rule_reject, kRejected},

      {"laravel-api",
       kLogin,
       "probe_problem",
       &StepSettings::probe_problem,
       {json_says("message", "credentials do not match"), json_says("message", "tidak cocok"),
        json_says("message", "password salah"), json_says("message", "too many"),
        json_says("message", "terlalu banyak")}},
      {"laravel-api",
       kData | kUpload,
       "probe_problem",
       &StepSettings::probe_problem,
       {json_says("message", "unauthenticated")}},
      {"laravel-api", kData | kUpload, "not_open", &StepSettings::not_open, kNotOpen},
      {"laravel-api", kData | kUpload, "rule_reject", &StepSettings::rule_reject, kRejected},
      {"laravel-api", kUpload, "expect", &StepSettings::expect, {json_there("message_error")}},

      {"ci3",
       kLogin,
       "probe_problem",
       &StepSettings::probe_problem,
       {"username atau password salah", "password salah", "login gagal", "akun tidak aktif"}},
      {"ci3", kForms, "not_open", &StepSettings::not_open, kNotOpen},
      {"ci3", kForms, "rule_reject", &StepSettings::rule_reject, kRejected},
      {"ci3",
       kAll,
       "forbidden",
       &StepSettings::forbidden,
       {"a php error was encountered", "a database error occurred", "an error was encountered"}},

      {"pipe-text",
       kData | kUpload,
       "not_open",
       &StepSettings::not_open,
       {why("belum waktunya"), why("dimulai"), why("jam masuk"), why("belum dibuka")}},
      {"pipe-text",
       kData | kUpload,
       "rule_reject",
       &StepSettings::rule_reject,
       {why("radius"), why("sudah"), why("libur")}},
      {"pipe-text", kData | kUpload, "forbidden", &StepSettings::forbidden, {first_part("error")}},
      {"pipe-text", kData | kUpload, "expect", &StepSettings::expect, {first_part("success")}},

      {"json-success",
       kLogin,
       "probe_problem",
       &StepSettings::probe_problem,
       {json_is("success", false)}},
      {"json-success", kData | kUpload, "not_open", &StepSettings::not_open, kNotOpen},
      {"json-success", kData | kUpload, "rule_reject", &StepSettings::rule_reject, kRejected},
      {"json-success",
       kData | kUpload,
       "forbidden",
       &StepSettings::forbidden,
       {json_is("success", false)}},
      {"json-success",
       kLogin | kData | kUpload,
       "expect",
       &StepSettings::expect,
       {json_is("success", true)}},
  };
  return rows;
}

// A form of these frameworks always carries its token: without one the session was not written.
bool brings_token(const JourneySettings& journey, const StepSettings& step) {
  return journey.preset == "laravel-blade" && step.kind == StepKind::page &&
         std::none_of(journey.steps.begin(), journey.steps.end(), [](const StepSettings& earlier) {
           return earlier.kind == StepKind::login || earlier.kind == StepKind::page;
         });
}

}  // namespace

void apply_preset(const Section& row, const JourneySettings& journey, StepSettings& step) {
  if (journey.preset.empty()) return;
  for (const Row& one : table()) {
    if (one.preset != journey.preset || (one.kinds & bit(step.kind)) == 0 || row.stated(one.key))
      continue;
    step.*one.list = one.texts;
    std::string texts;
    for (const Assertion& text : one.texts) texts += (texts.empty() ? "" : ", ") + yaml_of(text);
    step.from_preset.push_back(fmt::format("{}: [{}]", one.key, texts));
  }
  if (brings_token(journey, step) && !row.stated("token")) {
    step.token = true;
    step.from_preset.emplace_back("token: true");
  }
  const bool api = journey.preset == "laravel-api" || journey.preset == "json-success";
  if (api && step.kind != StepKind::page && step.kind != StepKind::asset && !row.stated("type")) {
    step.type = "application/json";
    step.from_preset.emplace_back("type: application/json");
  }
}

}  // namespace saksi::settings
