// SPDX-License-Identifier: Apache-2.0
#include "schedule/restraint.hpp"

#include <algorithm>

namespace saksi::schedule {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLongestWish = 1h;   // a Retry-After beyond it is heard as an hour
constexpr Duration kUnsaidWish = 1min;  // 429 without one
constexpr Duration kSeldom = 3min, kLight = 1min;
constexpr Duration kAccountRests = 24h;

// Slots come with a jitter of a fifth of their interval to either side. A clock that was set back
// must not hold anything back until it has caught up.
bool is_due(const std::optional<Instant>& last, Duration every, Duration interval, Instant now) {
  return !last || now < *last || now - *last >= every - interval / 2;
}

}  // namespace

void Restraint::heard(const RunEnd& run) {
  if (run.retry_after || run.cls == Class::http_429) {
    const Duration wish =
        std::clamp<Duration>(run.retry_after.value_or(kUnsaidWish), 0s, kLongestWish);
    Instant& until = asked_until_[{run.backend, run.vantage}];
    until = std::max(until, run.at + wish);
  }
  if (!run.account.empty()) {
    Refused& refused = refused_[run.account];
    if (is_refusal(run.cls)) {
      // Locked already: every further try may make it longer.
      refused.times = run.cls == Class::auth_locked ? std::max(refused.times + 1, refusals_)
                                                    : refused.times + 1;
      refused.last = run.at;
    } else if (worked(run.cls)) {
      refused = {};
    }
  }
  if (!run.controls_ok || is_set_aside(run.cls)) return;
  Seen& seen = seen_[run.backend][run.vantage];
  seen.last = std::max(seen.last, run.at);
  if (!is_failure(run.cls))
    seen.failing_since.reset();
  else if (!seen.failing_since)
    seen.failing_since = run.at;
}

void Restraint::remember(const RunEnd& run) {
  heard(run);
  if (run.account.empty() || refusals_ == 0) return;
  Refused& refused = refused_[run.account];
  refused.times = std::min(refused.times, refusals_ - 1);
}

bool Restraint::backs_off(const BackendId& backend, Instant now) const {
  const auto all = seen_.find(backend);
  if (back_off_after_ <= Duration::zero() || all == seen_.end()) return false;
  bool any = false;
  for (const auto& [vantage, seen] : all->second) {
    if (now - seen.last > 2 * back_off_after_) continue;  // unfit or gone, and so no witness
    if (!seen.failing_since || now - *seen.failing_since < back_off_after_) return false;
    any = true;
  }
  return any;
}

bool Restraint::locked_out(const std::string& account, Instant now) const {
  const auto refused = refused_.find(account);
  return refusals_ > 0 && refused != refused_.end() && refused->second.times >= refusals_ &&
         now - refused->second.last < kAccountRests;
}

Leave Restraint::leave(const VantageId& vantage, const Slot& slot, const std::string& account,
                       Instant now) const {
  const auto asked = asked_until_.find({slot.backend, vantage});
  if (asked != asked_until_.end() && now < asked->second && asked->second - now <= kLongestWish)
    return {Depth::none, slot.interval, "the site asked to wait", true};
  const auto found = began_.find({vantage, slot.target});
  const Began last = found == began_.end() ? Began{} : found->second;
  const bool may_log_in = account.empty() || !locked_out(account, now);
  const std::string_view locked = "the account was refused too often";
  if (backs_off(slot.backend, now)) {
    const std::string_view why = "the backend has failed everywhere for a while";
    if (may_log_in && is_due(last.full, kSeldom, slot.interval, now))
      return {Depth::full, std::max(slot.interval, kSeldom), why};
    if (is_due(last.any, kLight, slot.interval, now))
      return {Depth::light, std::max(slot.interval, kLight), may_log_in ? why : locked};
    return {Depth::none, slot.interval, why, false};
  }
  if (!may_log_in) return {Depth::light, slot.interval, locked};
  if (!slot.full) return {Depth::light, slot.interval, "another agency has its turn"};
  return {Depth::full, slot.interval * static_cast<std::int64_t>(slot.full_every), ""};
}

void Restraint::began(const VantageId& vantage, const Slot& slot, Depth depth, Instant now) {
  Began& last = began_[{vantage, slot.target}];
  if (depth == Depth::full) last.full = now;
  if (depth != Depth::none) last.any = now;
}

}  // namespace saksi::schedule
