// SPDX-License-Identifier: Apache-2.0
#include "verdict/sentence.hpp"

#include <fmt/format.h>

namespace saksi::verdict {
namespace {

// Every figure that a sentence may name, under the name that it has in the catalogue.
std::string say(const Answer& answer, Word key, Language language) {
  const Verdict& v = answer.verdict;
  const Hours hours = answer.hours.value_or(Hours{});
  const auto clock = [&](TimeOfDay at) { return time_text(answer, at, language); };
  const auto whole = [](int number) { return std::to_string(number); };
  const TimeOfDay recovered = v.recovered.value_or(TimeOfDay{0});
  const TimeOfDay grace = std::chrono::minutes(kFigures.grace);
  const auto raw = static_cast<int>((recovered + grace - hours.limit).count() / 60);
  std::string steps;
  for (const std::string& step : answer.steps) steps += (steps.empty() ? "" : ", ") + step;
  return fill(word(key, language),
              {{"agency", answer.agency},
               {"date", day_text(answer.asked.date, language)},
               {"began", answer.began ? day_text(*answer.began, language) : std::string()},
               {"name", answer.holiday},
               {"opening", clock(hours.opening)},
               {"limit", clock(hours.limit)},
               {"close", clock(hours.close)},
               {"time", clock(answer.asked.recorded.value_or(hours.close))},
               {"from", clock(v.window_from)},
               {"to", clock(key == Word::sum_window ? hours.limit : v.looked_to)},
               {"late", whole(v.late)},
               {"explained", whole(v.explained)},
               {"window", whole(v.window)},
               {"usable", whole(v.usable)},
               {"blocked", whole(key == Word::said_supported_none ||
                                         key == Word::said_partly_none || key == Word::sum_looked
                                     ? v.looked_blocked
                                     : v.blocked)},
               {"soft", whole(v.soft - v.blocked)},
               {"unknown", whole(v.unknown)},
               {"looked", whole(v.looked)},
               {"worked", whole(v.worked)},
               {"coverage", whole(v.coverage)},
               {"last", v.last_blocked ? clock(*v.last_blocked) : std::string()},
               {"recovered", clock(recovered)},
               {"raw", whole(raw)},
               {"share", whole(v.window > 0 ? v.blocked * 100 / v.window : 0)},
               {"rule", whole(kRule)},
               {"grace", whole(kFigures.grace)},
               {"recovery", whole(kFigures.recovery)},
               {"min", whole(kFigures.min_blocked)},
               {"need", whole(kFigures.coverage_percent)},
               {"full", whole(kFigures.full_percent)},
               {"percent", whole(kFigures.full_percent)},
               {"steps", steps}});
}

Word why(const Answer& answer) {
  switch (answer.verdict.reason) {
    case Reason::one_network:
      return Word::why_one_network;
    case Reason::worked:
      return answer.asked.recorded ? Word::why_worked : Word::why_worked_none;
    case Reason::after_grace:
      return Word::why_after_grace;
    case Reason::none:
    case Reason::few:
    case Reason::slow:
      break;
  }
  return Word::why_slow;
}

std::string partly(const Answer& answer, Language language) {
  const Verdict& v = answer.verdict;
  const std::string reason = say(answer, why(answer), language);
  return fill(word(answer.asked.recorded ? Word::said_partly : Word::said_partly_none, language),
              {{"date", day_text(answer.asked.date, language)},
               {"agency", answer.agency},
               {"explained", std::to_string(v.explained)},
               {"late", std::to_string(v.late)},
               {"blocked", std::to_string(v.looked_blocked)},
               {"looked", std::to_string(v.looked)},
               {"from", time_text(answer, v.window_from, language)},
               {"to", time_text(answer, v.looked_to, language)},
               {"reason", reason}});
}

Word sentence_of(const Answer& answer) {
  const Verdict& v = answer.verdict;
  switch (v.outcome) {
    case Outcome::supported:
      if (!answer.asked.recorded) return Word::said_supported_none;
      return v.recovered && *v.recovered > *answer.asked.recorded ? Word::said_supported_during
                                                                  : Word::said_supported;
    case Outcome::partly:
      return Word::said_partly;
    case Outcome::not_seen:
      return v.reason == Reason::few ? Word::said_few : Word::said_not_seen;
    case Outcome::no_data:
      return Word::said_no_data;
    case Outcome::not_needed:
      return Word::said_not_needed;
    case Outcome::schedule_late:
      return Word::said_schedule;
    case Outcome::outside:
      break;
  }
  return Word::said_free;
}

std::string class_text(const Answer& answer, const std::string& label, int minutes,
                       Language language) {
  if (!answer.classes || answer.standing != Standing::judged || answer.verdict.late == 0) return {};
  if (minutes == 0) return std::string(word(Word::class_on_time, language));
  return label.empty() ? std::string(word(Word::class_unnamed, language)) : label;
}

}  // namespace

std::string_view code(Standing standing) {
  switch (standing) {
    case Standing::judged:
      return "judged";
    case Standing::future:
      return "future";
    case Standing::time_ahead:
      return "time_ahead";
    case Standing::still_open:
      return "still_open";
    case Standing::before:
      return "before_monitoring";
    case Standing::holiday:
      return "holiday";
    case Standing::free_day:
      return "free_day";
  }
  return "judged";
}

std::string day_text(Date date, Language language) {
  return long_date({date, Duration{0}, std::chrono::weekday(std::chrono::sys_days(date)), {}},
                   language);
}

std::string time_text(const Answer& answer, TimeOfDay at, Language language) {
  return clock_time({{}, at, {}, answer.letters}, language, at.count() % 60 != 0);
}

Word title_of(const Answer& answer) {
  switch (answer.standing) {
    case Standing::future:
    case Standing::time_ahead:
      return Word::verdict_future;
    case Standing::still_open:
      return Word::verdict_still_open;
    case Standing::before:
      return Word::verdict_before;
    case Standing::holiday:
    case Standing::free_day:
      return Word::verdict_outside;
    case Standing::judged:
      break;
  }
  switch (answer.verdict.outcome) {
    case Outcome::supported:
      return Word::verdict_supported;
    case Outcome::partly:
      return Word::verdict_partly;
    case Outcome::not_seen:
      return Word::verdict_not_seen;
    case Outcome::no_data:
      return Word::verdict_no_data;
    case Outcome::not_needed:
      return Word::verdict_not_needed;
    case Outcome::schedule_late:
      return Word::verdict_schedule;
    case Outcome::outside:
      break;
  }
  return Word::verdict_outside;
}

std::string title(const Answer& answer, Language language) {
  return std::string(word(title_of(answer), language));
}

std::string sentence(const Answer& answer, Language language) {
  switch (answer.standing) {
    case Standing::future:
      return say(answer, Word::said_future, language);
    case Standing::time_ahead:
      return say(answer, Word::said_time_ahead, language);
    case Standing::still_open:
      return say(answer, Word::said_still_open, language);
    case Standing::before:
      return say(answer, answer.began ? Word::said_before : Word::said_never, language);
    case Standing::holiday:
      return say(answer, Word::said_holiday, language);
    case Standing::free_day:
      return say(answer, Word::said_free, language);
    case Standing::judged:
      break;
  }
  if (answer.verdict.outcome == Outcome::partly) return partly(answer, language);
  return say(answer, sentence_of(answer), language);
}

std::string explained_line(const Answer& answer, Language language) {
  const Verdict& v = answer.verdict;
  if (answer.standing != Standing::judged || v.late == 0 || v.outcome == Outcome::no_data ||
      (v.outcome == Outcome::schedule_late && v.explained == 0))
    return {};
  return say(answer, Word::line_explained, language);
}

std::string class_before(const Answer& answer, Language language) {
  return class_text(answer, answer.class_before, answer.verdict.late, language);
}

std::string class_after(const Answer& answer, Language language) {
  return class_text(answer, answer.class_after, answer.verdict.late - answer.verdict.explained,
                    language);
}

std::string steps_line(const Answer& answer, Language language) {
  return say(answer, answer.steps.empty() ? Word::line_no_steps : Word::line_steps, language);
}

std::string state_line(const Answer& answer, Language language) {
  return fill(word(answer.provisional ? Word::line_provisional : Word::line_final, language),
              {{"date", day_text(answer.final_from, language)}});
}

std::vector<std::string> arithmetic(const Answer& answer, Language language) {
  const Verdict& v = answer.verdict;
  if (answer.standing != Standing::judged) return {};
  std::vector<std::string> lines;
  const auto add = [&](Word key) { lines.push_back(say(answer, key, language)); };
  add(Word::sum_rule);
  if (v.outcome == Outcome::not_needed) return lines;
  if (answer.asked.recorded) add(Word::sum_late);
  if (v.outcome == Outcome::schedule_late) {
    if (v.recovered) {
      add(Word::sum_recovery);
      add(Word::sum_explained);
    }
    return lines;
  }
  add(Word::sum_window);
  if (answer.asked.recorded) {
    add(Word::sum_share);
    if (v.recovered) {
      add(Word::sum_recovery);
      add(Word::sum_explained);
    } else {
      add(Word::sum_nothing);
    }
  } else {
    add(Word::sum_looked);
  }
  add(Word::sum_coverage);
  return lines;
}

std::string incidents_line(const Answer& answer, Language language) {
  std::string text;
  for (const Cited& one : answer.incidents)
    text += (text.empty() ? "" : ", ") +
            fill(word(Word::line_incident, language),
                 {{"number", one.number}, {"revision", std::to_string(one.revision)}});
  return text;
}

std::string citation(const Answer& answer, Language language, const std::string& host,
                     const std::string& accessed) {
  std::string result = title(answer, language);
  if (const std::string minutes = explained_line(answer, language); !minutes.empty())
    result += ", " + minutes;
  const std::string incidents = incidents_line(answer, language);
  const std::string asked =
      answer.asked.recorded ? fill(word(Word::cite_recorded, language),
                                   {{"time", time_text(answer, *answer.asked.recorded, language)}})
                            : std::string(word(Word::cite_none, language));
  return fill(word(Word::cite_verdict, language),
              {{"host", host},
               {"agency", answer.agency},
               {"date", day_text(answer.asked.date, language)},
               {"asked", asked},
               {"rule", std::to_string(kRule)},
               {"result", result},
               {"incidents", incidents.empty() ? std::string() : "; " + incidents},
               {"accessed", accessed}});
}

}  // namespace saksi::verdict
