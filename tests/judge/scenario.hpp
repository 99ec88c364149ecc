// SPDX-License-Identifier: Apache-2.0
//
// Tells the judge a story. Vantages look at one target every `interval`, staggered; what they find
// is said in sentences; a failure is confirmed 5 s later when the judge asks for it, as the daemon
// does.
//
//   World world{{"a", "isp-1"}, {"b", "isp-2"}, {"c", "isp-3"}};
//   world.everywhere().finds(Class::http_5xx).between(120s, 600s);
//   world.from("c").loses_its_network().between(300s, 400s);
//   world.run_until(900s);
//   world.judge.outages();
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "judge/judge.hpp"

namespace saksi::judge::test {

using namespace std::chrono_literals;

inline constexpr Instant kMorning{std::chrono::sys_days{std::chrono::January / 2 / 2023}};

struct Place {
  std::string id, group, owner = {};  // no owner: one of its own
};

// What happens to a run that starts at some moment.
struct Luck {
  Class cls = Class::ok;
  Duration takes = 400ms;
  bool controls = true;
  bool silent = false;  // no run at all
};

class World {
 public:
  class Sentence {
   public:
    Sentence(World& world, std::optional<unsigned> who) : world_(world), who_(who) {}
    Sentence& finds(Class cls) {
      luck_.cls = cls;
      return *this;
    }
    Sentence& works() { return finds(Class::ok); }
    Sentence& is_slow() {
      luck_.takes = 7s;
      return finds(Class::slow);
    }
    Sentence& gets_no_answer() {
      luck_.takes = 20s;
      return finds(Class::http_timeout_ttfb);
    }
    Sentence& after(Duration takes) {
      luck_.takes = takes;
      return *this;
    }
    Sentence& loses_its_network() {
      luck_.controls = false;
      return finds(Class::tcp_unreachable);
    }
    Sentence& is_silent() {
      luck_.silent = true;
      return *this;
    }
    void between(Duration from, Duration to) { world_.rules_.push_back({who_, from, to, luck_}); }
    void from_now_on() { between(0s, 24h); }

   private:
    World& world_;
    std::optional<unsigned> who_;
    Luck luck_;
  };

  World(std::vector<Place> places, Policy base = {})
      : policy(with(std::move(base), places)), judge(policy) {
    for (const Place& place : places) ids_.push_back({place.id});
  }

  Sentence from(const std::string& id) {
    for (unsigned i = 0; i < ids_.size(); ++i)
      if (ids_[i].text == id) return {*this, i};
    std::abort();  // the story names a vantage that it has not introduced
  }
  Sentence everywhere() { return {*this, std::nullopt}; }

  void run_until(Duration end) {
    for (unsigned v = 0; v < ids_.size(); ++v)
      plan(v, Duration(interval * v / static_cast<std::int64_t>(ids_.size())), true, end);
    for (; !agenda_.empty(); agenda_.erase(agenda_.begin())) {
      now = agenda_.begin()->first;
      agenda_.begin()->second();
    }
  }

  Sample sample(unsigned v, Duration planned, Luck luck, bool scheduled) {
    Sample s;
    s.vantage = ids_[v];
    s.seq = ++seq_[v];
    s.target = target;
    s.backend = {"server"};
    s.journey = journey;
    s.origin = scheduled ? Origin::scheduled : Origin::confirm;
    s.planned = s.start = kMorning + planned;
    s.end = s.start + luck.takes;
    s.interval = interval;
    s.cls = luck.cls;
    if (!worked(luck.cls)) s.step = "login";
    s.controls = {
        {"one", luck.controls, 20ms}, {"two", luck.controls, 20ms}, {"three", true, 20ms}};
    return s;
  }

  State state_at(Duration at) { return judge.states(kMorning + at).at(0).state; }
  TargetState standing_at(Duration at) { return judge.states(kMorning + at).at(0); }
  std::vector<MinuteState> minutes(Duration from, Duration to, Duration at = 24h) {
    return judge.minutes(target, kMorning + from, kMorning + to, kMorning + at);
  }

  Policy policy;
  Judge judge;
  Duration interval = 30s;
  bool notes = false;  // are late notes sent, as the daemon does?
  TargetId target{"disdik"};
  JourneyId journey{"presensi"};
  Duration now{0};
  std::vector<Sample> samples;                                            // as considered
  std::function<std::optional<Luck>(unsigned v, Duration start)> chance;  // before the sentences

 private:
  struct Rule {
    std::optional<unsigned> who;
    Duration from, to;
    Luck luck;
  };

  static Policy with(Policy policy, const std::vector<Place>& places) {
    for (const Place& place : places)
      policy.vantages[{place.id}] = {place.owner.empty() ? place.id : place.owner, place.group};
    return policy;
  }

  Luck luck(unsigned v, Duration start) const {
    if (chance)
      if (const auto by_chance = chance(v, start)) return *by_chance;
    Luck luck;
    for (const Rule& rule : rules_)  // the later sentence wins
      if ((!rule.who || *rule.who == v) && start >= rule.from && start < rule.to) luck = rule.luck;
    return luck;
  }

  void plan(unsigned v, Duration at, bool scheduled, Duration end) {
    if (at >= end) return;
    agenda_.emplace(at, [this, v, at, scheduled, end] {
      if (scheduled) plan(v, at + interval, true, end);
      const Luck luck = this->luck(v, at);
      if (luck.silent) return;
      const Sample s = sample(v, at, luck, scheduled);
      if (notes && luck.takes > policy.late)
        agenda_.emplace(at + policy.late, [this, s] {
          judge.consider(LateNote{s.vantage, s.target, s.journey, s.planned, s.step});
        });
      agenda_.emplace(at + luck.takes, [this, v, s, at, luck, end] {
        judge.consider(s);
        samples.push_back(s);
        if (judge.wants_confirm(s)) plan(v, at + luck.takes + 5s, false, end);
      });
    });
  }

  std::vector<VantageId> ids_;
  std::vector<Rule> rules_;
  std::map<unsigned, std::uint64_t> seq_;
  std::multimap<Duration, std::function<void()>> agenda_;
};

inline std::vector<Place> one() { return {Place{"a", "isp-1"}}; }
inline std::vector<Place> three() { return {{"a", "isp-1"}, {"b", "isp-2"}, {"c", "isp-3"}}; }

}  // namespace saksi::judge::test
