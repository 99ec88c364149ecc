// SPDX-License-Identifier: Apache-2.0
//
// How much of a slot may be asked of its backend, so that Saksi never harms what it watches. Three
// reasons to ask less, each from what earlier runs met:
//   asked     an answer said when to come back (RFC 9110 section 10.2.3, Retry-After), or refused
//             with 429 without saying so: nothing goes from that vantage to that backend until
//             then;
//   back-off  every vantage that can judge has met only failures for a while: the whole journey
//             every three minutes and a light check every minute, until one run works again;
//   refused   an account was turned away so often that it might be locked: it is not used for a
//             day, and only what needs no login is looked at.
// Pure: told the time. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "model/failure.hpp"
#include "model/plan.hpp"

namespace saksi::schedule {

enum class Depth : std::uint8_t { none, light, full };

// The site turned our account away.
[[nodiscard]] constexpr bool is_refusal(Class cls) {
  return cls == Class::auth_rejected || cls == Class::auth_locked || cls == Class::auth_captcha;
}

// Of a run that ended.
struct RunEnd {
  VantageId vantage;
  BackendId backend;
  TargetId target;
  std::string account;  // that it would log in with; empty: none
  Instant at;
  Class cls = Class::ok;
  bool controls_ok = true;
  std::optional<Duration> retry_after;  // as the answer said
};

struct Leave {
  Depth depth = Depth::full;
  Duration interval{0};  // until the next of its depth: how long its finding shall stand
  std::string_view why;  // of a light one or none, for people
  bool asked = false;    // of none: the owner's wish; else back-off
};

class Restraint {
 public:
  // `back_off_after`: zero never backs off. `refusals`: zero never stops using an account.
  Restraint(Duration back_off_after, unsigned refusals)
      : back_off_after_(back_off_after), refusals_(refusals) {}

  void heard(const RunEnd& run);
  // A refusal from before a start: one more try is left, or a restart could never mend anything.
  void remember(const RunEnd& run);

  // What this slot may do. `began` must be told of each run that was let go.
  [[nodiscard]] Leave leave(const VantageId& vantage, const Slot& slot, const std::string& account,
                            Instant now) const;
  void began(const VantageId& vantage, const Slot& slot, Depth depth, Instant now);

  [[nodiscard]] bool backs_off(const BackendId& backend, Instant now) const;

 private:
  struct Seen {
    std::optional<Instant> failing_since;
    Instant last;
  };
  struct Refused {
    unsigned times = 0;
    Instant last;
  };
  struct Began {
    std::optional<Instant> any, full;
  };
  [[nodiscard]] bool locked_out(const std::string& account, Instant now) const;

  Duration back_off_after_;
  unsigned refusals_;
  std::map<BackendId, std::map<VantageId, Seen>> seen_;
  std::map<std::pair<BackendId, VantageId>, Instant> asked_until_;
  std::map<std::string, Refused> refused_;
  std::map<std::pair<VantageId, TargetId>, Began> began_;
};

}  // namespace saksi::schedule
