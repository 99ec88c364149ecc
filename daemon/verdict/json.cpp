// SPDX-License-Identifier: Apache-2.0
#include "verdict/json.hpp"

#include "verdict/sentence.hpp"

namespace saksi::verdict {
namespace {

Json time_or_null(const std::optional<TimeOfDay>& at) {
  return at ? Json(clock_text(*at)) : Json(nullptr);
}

Json words_of(const Answer& answer, Language language) {
  return {{"title", title(answer, language)},
          {"sentence", sentence(answer, language)},
          {"class_before", class_before(answer, language)},
          {"class_after", class_after(answer, language)},
          {"steps", steps_line(answer, language)},
          {"arithmetic", arithmetic(answer, language)}};
}

Json figures() {
  return {{"lead", kFigures.lead},
          {"grace", kFigures.grace},
          {"recovery", kFigures.recovery},
          {"full_percent", kFigures.full_percent},
          {"soft_percent", kFigures.soft_percent},
          {"coverage_percent", kFigures.coverage_percent},
          {"min_blocked", kFigures.min_blocked},
          {"good_run", kFigures.good_run},
          {"recheck", kFigures.recheck}};
}

}  // namespace

Json to_json(const Answer& answer) {
  const Verdict& v = answer.verdict;
  const bool judged = answer.standing == Standing::judged;
  Json json{{"rule", "aturan-" + std::to_string(kRule)},
            {"figures", figures()},
            {"target", answer.asked.target.text},
            {"agency", answer.agency},
            {"date", date_text(answer.asked.date)},
            {"recorded", time_or_null(answer.asked.recorded)},
            {"zone", answer.letters},
            {"standing", code(answer.standing)},
            {"outcome", judged ? Json(code(v.outcome)) : Json(nullptr)},
            {"reason", code(v.reason)},
            {"late_minutes", v.late},
            {"explained_minutes", v.explained},
            {"class_before", answer.class_before},
            {"class_after", answer.class_after},
            {"upload_exercised", false},
            {"steps", answer.steps},
            {"provisional", answer.provisional},
            {"final_from", date_text(answer.final_from)},
            {"id", words_of(answer, Language::indonesian)},
            {"en", words_of(answer, Language::english)}};
  json["hours"] = answer.hours ? Json{{"opening", clock_text(answer.hours->opening)},
                                      {"limit", clock_text(answer.hours->limit)},
                                      {"close", clock_text(answer.hours->close)}}
                               : Json(nullptr);
  json["window"] = {{"from", clock_text(v.window_from)},
                    {"minutes", v.window},
                    {"usable", v.usable},
                    {"blocked", v.blocked},
                    {"not_good", v.soft},
                    {"one_network", v.one_network},
                    {"unknown", v.unknown}};
  json["looked"] = {{"to", clock_text(v.looked_to)},
                    {"minutes", v.looked},
                    {"blocked", v.looked_blocked},
                    {"longest_good", v.worked},
                    {"coverage_percent", v.coverage}};
  json["last_blocked"] = time_or_null(v.last_blocked);
  json["recovered"] = time_or_null(v.recovered);
  json["incidents"] = Json::array();
  for (const Cited& one : answer.incidents)
    json["incidents"].push_back({{"number", one.number}, {"revision", one.revision}});
  Json states = Json::array();
  for (const MinuteState state : answer.minutes.states) states.push_back(code(state));
  json["minutes"] = {{"from", clock_text(answer.minutes.from)}, {"states", std::move(states)}};
  return json;
}

}  // namespace saksi::verdict
