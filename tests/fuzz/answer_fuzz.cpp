// SPDX-License-Identifier: Apache-2.0
//
// Any answer to any step: a verdict of the closed list in short clean words, the same when asked
// again; a good answer with a marker of a hosting page is not good; what is taken out is clean and
// short.
#include "probes/answer.hpp"

#include "fuzz/fuzz.hpp"
#include "net/head_parser.hpp"
#include "net/url.hpp"
#include "probes/extract.hpp"
#include "probes/onward.hpp"
#include "probes/whole.hpp"

using namespace saksi;
using namespace saksi::probes;

namespace {

Assertion assertion(Assertion::Of of, Assertion::Test test, const Json& value, std::string where) {
  Assertion one;
  one.of = of;
  one.test = test;
  one.value = value;
  one.where = std::move(where);
  one.index = 1;
  if (test == Assertion::Test::regex) one.regex = *Regex::compile(value.get<std::string>());
  return one;
}

std::vector<Step> steps() {
  using Of = Assertion::Of;
  using Test = Assertion::Test;
  std::vector<Step> all;
  for (const StepKind kind :
       {StepKind::page, StepKind::login, StepKind::data, StepKind::upload, StepKind::asset})
    for (const bool strict : {false, true}) {
      Step step;
      step.kind = kind;
      step.path = "/a.js";
      if (strict) {
        step.expect = {Assertion("Absen Masuk"), assertion(Of::json, Test::equals, 1, "data.id"),
                       assertion(Of::split, Test::not_contains, "gagal", "|"),
                       assertion(Of::body, Test::regex, "a+(b|c)*", "")};
        step.not_open = {assertion(Of::json, Test::contains, "belum", "message")};
        step.rule_reject = {assertion(Of::split, Test::equals, "2", "|")};
        step.probe_problem = {assertion(Of::json, Test::type, "list", "errors.0")};
        step.requires_json = {"data.pegawai.0.nama"};
        step.type = "text/*";
        step.title = "Presensi";
        step.token = true;
        step.complete = true;
        step.size = {10, 3000};
      }
      all.push_back(std::move(step));
    }
  return all;
}

void check_taken(Answer& answer) {
  const CookieOf cookie = [&](const std::string&) { return answer.seen().body; };
  for (const auto from : {Extraction::From::html, Extraction::From::json, Extraction::From::header,
                          Extraction::From::cookie, Extraction::From::regex}) {
    Extraction what;
    what.name = "nilai";
    what.from = from;
    what.key = from == Extraction::From::json ? "data.0.id" : "location";
    what.select = *parse_selector("form input");
    what.attribute = "value";
    what.regex = *Regex::compile("=\"?([^\"]*)");
    const auto value = take(what, answer, cookie);
    if (!value) {
      CLAIM(value.error().message.size() < 300);
      continue;
    }
    CLAIM(value->size() <= kMostTaken && fuzz::is_utf8(*value));
    CLAIM(!fuzz::has_control(*value, "\n\t"));
    CLAIM(masked(*value).size() <= 60 && fuzz::is_utf8(masked(*value)));
  }
}

}  // namespace

SAKSI_FUZZ(bytes) {
  static const std::vector<Step> all = steps();
  const auto part = fuzz::parts(bytes, 2);
  net::HeadParser head{net::HttpLimits{}};
  for (std::string_view rest = part[0]; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n') + 1);
    if (!head.line(line.empty() ? rest : line)) break;
    rest.remove_prefix(line.empty() ? rest.size() : line.size());
  }
  net::HttpObservation seen;
  seen.status = head.status() >= 100 && head.status() <= 999 ? head.status() : 200;
  seen.headers = head.take();
  seen.body = part[1];
  if (seen.status / 100 == 3)
    if (const auto* location = seen.header("location"))
      seen.redirect = net::join_url("https://absen.example/a", *location);
  const Baseline usual{3000, {"presensi"}};
  for (const Step& step : all)
    for (const bool after_login : {false, true}) {
      const Verdict verdict = classify(step, seen, after_login, &usual);
      const Verdict again = classify(step, seen, after_login, &usual);
      CLAIM(verdict.cls == again.cls && verdict.rule == again.rule);
      CLAIM(class_from_code(code(verdict.cls)) == verdict.cls);
      CLAIM(!verdict.rule.empty() && verdict.rule.size() <= 400 && fuzz::is_utf8(verdict.rule));
      CLAIM(about(verdict.cls).stage != Stage::dns && about(verdict.cls).stage != Stage::tcp);
      net::HttpObservation hosting = seen;
      hosting.body += " Index of / <title>Index of /</title>";
      CLAIM(!worked(classify(step, hosting, after_login).cls));
    }
  const std::string onward = onward_of("https://absen.example/a", seen);
  CLAIM(onward.empty() || net::parse_url(onward).has_value());
  Answer answer(seen);
  check_taken(answer);
}
