// SPDX-License-Identifier: Apache-2.0
//
// AKUN UJI DITOLAK. Rounds stops using an account that is refused (schedule/restraint.hpp) and goes
// on with light checks, which look well: without a word nobody would know that the journey behind
// the login is no longer watched.
#include <algorithm>

#include "alert/people.hpp"
#include "alert/watch.hpp"
#include "model/announcement.hpp"
#include "schedule/restraint.hpp"
#include "settings/account.hpp"
#include "settings/cause.hpp"

namespace saksi::alert {
namespace {

constexpr unsigned kEnough = 3;  // refusals that are told of where Saksi never stops trying

// One account and all that use it.
struct Use {
  // Named by the first that uses it: the account's own name may be a person's number.
  std::string subject;
  std::vector<std::string> agencies, vantages;
  std::optional<Zone> zone;
  std::vector<const Sample*> samples;
};

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::map<std::string, Use> uses_of(const Settings& settings, const Board& board) {
  std::map<std::string, Use> uses;
  for (const Vantage& vantage : settings.vantages)
    for (const Target& target : settings.targets) {
      const std::string account = account_of(settings, vantage, target);
      if (account.empty()) continue;
      Use& use = uses[account];
      if (use.subject.empty()) {
        use.subject = "account/" + target.backend.text + "/" + vantage.id.text;
        if (vantage.target_accounts.contains(target.id)) use.subject += "/" + target.id.text;
        use.zone = *Zone::find(settings.calendar(target.calendar).zone);
      }
      add_once(use.agencies, target.agency);
      add_once(use.vantages, vantage.id.text);
      for (const TargetView& view : board.targets)
        if (view.state.target == target.id)
          if (const auto latest = view.latest.find(vantage.id); latest != view.latest.end())
            use.samples.push_back(&latest->second);
    }
  return uses;
}

}  // namespace

// Counts as Restraint does, over all that use the account.
void Watch::hear(Login& login, const Sample& sample) const {
  const unsigned limit = settings_.schedule.refusals == 0 ? kEnough : settings_.schedule.refusals;
  if (schedule::is_refusal(sample.cls)) {
    if (!login.since) login.since = sample.end;
    // Of those before a start one more try is left, as Rounds has it.
    login.refused = sample.end < started_              ? limit - 1
                    : sample.cls == Class::auth_locked ? std::max(login.refused + 1, limit)
                                                       : login.refused + 1;
    login.cls = sample.cls;
    login.journey = sample.journey;
    login.works = false;
  } else if (worked(sample.cls)) {
    login = {};
    login.works = true;
  }
}

void Watch::look_at_accounts(const Board& board, Instant now, std::vector<store::Message>& out) {
  const unsigned refusals = settings_.schedule.refusals;
  for (auto& [account, use] : uses_of(settings_, board)) {
    Login& login = logins_[use.subject];
    std::sort(use.samples.begin(), use.samples.end(),
              [](const Sample* a, const Sample* b) { return a->end < b->end; });
    for (const Sample* sample : use.samples) {
      Instant& heard = login_heard_[{sample->vantage, sample->target}];
      if (sample->end <= heard) continue;
      heard = sample->end;
      hear(login, *sample);
    }
    Sight sight;
    sight.bad = login.refused >= (refusals == 0 ? kEnough : refusals);
    sight.good = login.works;
    sight.began = sight.shown = login.since.value_or(now);
    const auto found = turn(use.subject, sight, Duration{0}, now);
    if (!found) continue;
    const auto text = [&, &use = use](Lines& lines) {
      const Language language = lines.language();
      const auto at = [&](Instant when) { return clock_time(use.zone->local(when), language); };
      const std::string agencies = few_names(use.agencies, language);
      if (!found->opened)
        return lines.add(Word::account_back, {{"agencies", agencies}, {"time", at(found->until)}});
      lines.add(Word::account_refused,
                {{"agencies", agencies},
                 {"vantages", few_names(use.vantages, language)},
                 {"time", at(found->since)},
                 {"cause", cause_text(settings_, login.cls, login.journey, language)}});
      lines.add(refusals == 0 ? Word::account_goes_on : Word::account_rests);
      lines.add(Word::account_first);
    };
    tell(use.subject, *found, now, text, out);
  }
}

}  // namespace saksi::alert
