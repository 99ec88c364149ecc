// SPDX-License-Identifier: Apache-2.0
//
// A check-in that counts is sent by nobody's accident: consent with an end, one vantage, an account
// that is nobody's, and a look afterwards whether it was recorded.
#include <algorithm>

#include "settings/check.hpp"

namespace saksi::settings {
namespace {

// NIP: eighteen digits (a date of birth, of appointment, sex, number). Sixteen are a NIK.
bool looks_like_a_person(const std::string& user) {
  return (user.size() == 16 || user.size() == 18) &&
         std::all_of(user.begin(), user.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void check_place(const JourneySettings& journey, const Settings& all, const Target& target,
                 const std::function<void(std::string)>& tell) {
  const auto vantage = std::find_if(all.vantages.begin(), all.vantages.end(),
                                    [&](const Vantage& v) { return v.id == journey.real.vantage; });
  if (vantage == all.vantages.end()) return;  // said already
  const auto own = vantage->target_accounts.find(target.id);
  const auto shared = vantage->accounts.find(target.backend);
  const bool has_own = own != vantage->target_accounts.end();
  if (!has_own && shared == vantage->accounts.end()) return;  // said at the vantage
  const std::string& user = has_own ? own->second.first : shared->second.first;
  if (looks_like_a_person(user) && !journey.real.test_account)
    tell(
        fmt::format("would check in at target \"{}\" with an account whose name looks like an "
                    "employee's number; use one that is visibly for tests, or, if its owner gave "
                    "it for that, write test_account: true",
                    target.id.text));
}

}  // namespace

void check_real(Section& s, const JourneySettings& journey, const Settings& all) {
  if (s.has_mistake("mode") || s.has_mistake("real")) return;
  if (journey.mode != Mode::real) {
    if (!journey.real.vantage.text.empty())
      s.wrong("real", "is about mode real alone; remove it, or write mode: real");
    return;
  }
  if (journey.real.vantage.text.empty())
    return s.wrong("real",
                   "is missing, and mode real needs to know who sends the one check-in of a day; "
                   "write real: {vantage: <id>, at: \"07:00\"}");
  const auto upload = std::find_if(journey.steps.begin(), journey.steps.end(),
                                   [](const auto& step) { return step.kind == StepKind::upload; });
  if (!s.has_mistake("steps") &&
      (upload == journey.steps.end() || upload + 1 == journey.steps.end()))
    s.wrong("mode",
            "is real, and nothing is looked at after the upload: \"accepted\" is not \"recorded\"; "
            "add a page or data step behind it that shows the record");
  s.draft().later.push_back([&all, journey, tell = s.complaint("real")] {
    for (const Target& target : all.targets) {
      if (!(target.journey == journey.id)) continue;
      for (const Backend& backend : all.backends)
        if (backend.id == target.backend && backend.consent_until == Backend{}.consent_until)
          tell(
              fmt::format("needs consent with an end, and backend \"{}\" has no consent_until; "
                          "write the last day that its owner agreed to",
                          backend.id.text));
      check_place(journey, all, target, tell);
    }
  });
}

}  // namespace saksi::settings
