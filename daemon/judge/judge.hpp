// SPDX-License-Identifier: Apache-2.0
//
// From samples to outages: a pure function. Told the samples and the policy, it always concludes
// the same, whoever runs it, now or years later; it asks no clock and touches no store.
//
//   Judge judge(policy);
//   for (const Sample& s : samples) judge.consider(s);     // in any order
//   judge.outages();  judge.states(now);
//
// The rules are those of docs/judge.md ("When is it an outage?"): a vantage is *eligible* when its
// controls answered in its last two rounds and its latest sample is fresh; it is *bad* after K
// failures in a row; DOWN needs a majority of the eligible vantages, at least two, on at least two
// network groups. An outage closes when its hold has passed without a relapse, and carries four
// bounds.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/incident.hpp"
#include "model/sample.hpp"

namespace saksi::judge {

struct VantagePolicy {
  std::string owner;
  std::string group;
};

struct Policy {
  unsigned bad_after = 2;
  unsigned good_after = 2;
  Duration late = std::chrono::seconds(10);
  Duration hold = std::chrono::seconds(120);
  Duration reopen = std::chrono::seconds(300);
  std::map<VantageId, VantagePolicy> vantages;  // samples of others are ignored
};

// A request still without an answer when the late mark passes: a provisional failure, heard live
// only. In the final view the same vote follows from the sample's own duration.
struct LateNote {
  VantageId vantage;
  TargetId target;
  JourneyId journey;
  Instant start;     // planned start of the run (Sample::planned); the vote is at start + late
  std::string step;  // that it waits for; may be empty
};

class Judge {
 public:
  explicit Judge(Policy policy);
  ~Judge();
  Judge(Judge&&) noexcept;
  Judge& operator=(Judge&&) noexcept;

  // In order of (end, vantage, seq) this is incremental; a sample that comes late makes the next
  // question recompute from all that is held. The same sample twice is heard once.
  void consider(const Sample& sample);
  void consider(const LateNote& note);

  // All outages known, sorted by (opened, target). Independent of the order of consider().
  [[nodiscard]] std::vector<Outage> outages();
  // How things stand at `now`, one entry per target heard of, sorted by target.
  [[nodiscard]] std::vector<TargetState> states(Instant now);
  // States of the minutes of `target` that begin in [from, to), judged by the samples that ended
  // in them (`now` bounds what can be known).
  [[nodiscard]] std::vector<MinuteState> minutes(const TargetId& target, Instant from, Instant to,
                                                 Instant now);

  // Should a second, fresh look follow this sample? Scheduled, a failure, controls fine, and its
  // vantage not bad already (more of the same would only add load).
  [[nodiscard]] bool wants_confirm(const Sample& sample);

  // Forgets samples that ended an hour before `before`, but for what outages still need that are
  // open or may be re-opened. Outages closed longer than `reopen` before `before` are told no more.
  void forget(Instant before);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The same in one call, for replay and tests.
[[nodiscard]] std::vector<Outage> judge_all(const Policy& policy,
                                            const std::vector<Sample>& samples);

}  // namespace saksi::judge
