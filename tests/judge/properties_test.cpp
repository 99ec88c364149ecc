// SPDX-License-Identifier: Apache-2.0
//
// What must hold whatever is heard: seeded worlds full of trouble, heard in every way.
#include <gtest/gtest.h>

#include <algorithm>

#include "judge/scenario.hpp"

namespace saksi::judge::test {
namespace {

// A world in which anything may happen at any time.
std::vector<Sample> troubled(std::uint64_t seed, World& world) {
  std::mt19937_64 random(seed);
  std::vector<std::pair<Duration, Luck>> spells;  // the server's, each until the next
  for (Duration at = 0s; at < 90min; at += std::chrono::seconds(60 + random() % 600)) {
    const Class classes[] = {Class::ok, Class::slow, Class::http_5xx, Class::http_timeout_ttfb,
                             Class::not_open};
    const Class cls = classes[random() % 5];
    spells.emplace_back(at, Luck{.cls = cls, .takes = cls == Class::http_timeout_ttfb ? 20s : 2s});
  }
  world.chance = [random, spells](unsigned, Duration at) mutable -> std::optional<Luck> {
    Luck luck = std::prev(std::find_if(spells.begin(), spells.end(), [&](const auto& spell) {
                  return spell.first > at;
                }))->second;
    switch (random() % 12) {
      case 0:
        luck.cls = Class::http_reset;
        break;
      case 1:
        luck.cls = Class::ok;
        luck.takes = 15s;
        break;
      case 2:
        luck.controls = false;
        break;
      case 3:
        luck.cls = Class::auth_locked;
        break;
      case 4:
        luck.silent = random() % 2 == 0;
        break;
      default:
        break;
    }
    return luck;
  };
  world.run_until(90min);
  return world.samples;
}

void expect_ordered(const Outage& one) {
  EXPECT_LE(one.bounds.start_lo, one.bounds.start_hi);
  if (one.closed) {
    EXPECT_LE(one.opened, *one.closed);
    ASSERT_TRUE(one.bounds.end_lo && one.bounds.end_hi);
    EXPECT_LE(*one.bounds.end_lo, *one.bounds.end_hi);
    EXPECT_LE(one.bounds.start_lo, *one.bounds.end_lo);
    EXPECT_LE(one.bounds.start_hi, *one.bounds.end_hi);
  }
}

TEST(JudgeProperties, OrderAndRepetitionChangeNothing) {
  unsigned outages = 0;
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world(three());
    world.notes = true;
    std::vector<Sample> samples = troubled(seed, world);
    const auto live = world.judge.outages();  // heard as it happened, with late notes
    const auto told = judge_all(world.policy, samples);
    EXPECT_EQ(told, live);
    outages += static_cast<unsigned>(told.size());
    for (const Outage& one : told) expect_ordered(one);

    std::mt19937_64 random(seed);
    Judge asked_often(world.policy);
    std::vector<Sample> twice = samples;
    twice.insert(twice.end(), samples.begin(), samples.end());
    std::shuffle(twice.begin(), twice.end(), random);
    for (const Sample& sample : twice) {
      asked_often.consider(sample);
      if (random() % 16 == 0) (void)asked_often.outages();
    }
    EXPECT_EQ(asked_often.outages(), told);
    const Instant end = samples.back().end + 5s;
    EXPECT_EQ(asked_often.states(end), world.judge.states(end));
    EXPECT_EQ(asked_often.minutes(world.target, kMorning, end, end),
              world.judge.minutes(world.target, kMorning, end, end));
  }
  EXPECT_GT(outages, 25U);  // the worlds are troubled enough to prove something
}

TEST(JudgeProperties, TimeShiftsWithoutConsequence) {
  constexpr auto kShift = std::chrono::hours(24 * 3653);
  World world(three());
  std::vector<Sample> samples = troubled(7, world);
  auto told = judge_all(world.policy, samples);

  for (Sample& s : samples) {
    s.planned += kShift;
    s.start += kShift;
    s.end += kShift;
  }
  const auto shifted = judge_all(world.policy, samples);

  ASSERT_FALSE(told.empty());
  for (Outage& one : told) {
    one.opened += kShift;
    if (one.closed) *one.closed += kShift;
    one.bounds.start_lo += kShift;
    one.bounds.start_hi += kShift;
    if (one.bounds.end_lo) *one.bounds.end_lo += kShift;
    if (one.bounds.end_hi) *one.bounds.end_hi += kShift;
  }
  EXPECT_EQ(shifted, told);
}

TEST(JudgeProperties, OneNetworkNeverSaysDown) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    World alone(one());
    World together({{"a", "isp-1"}, {"b", "isp-1"}, {"c", "isp-1"}});
    troubled(seed, alone);
    troubled(seed, together);
    EXPECT_TRUE(alone.judge.outages().empty()) << "seed " << seed;
    EXPECT_TRUE(together.judge.outages().empty()) << "seed " << seed;
  }
}

TEST(JudgeProperties, AVantageThatLiesChangesNoVerdictAmongThree) {
  for (const Class lie : {Class::http_5xx, Class::ok}) {
    World honest(three());
    World lying(three());
    for (World* world : {&honest, &lying})
      world->everywhere().finds(Class::http_gateway).between(10min, 20min);
    lying.from("b").finds(lie).from_now_on();
    honest.run_until(40min);
    lying.run_until(40min);

    const auto truth = honest.judge.outages();
    const auto told = lying.judge.outages();
    ASSERT_EQ(truth.size(), 1U);
    ASSERT_EQ(told.size(), 1U);
    for (const Outage* one : {&truth[0], &told[0]}) {
      EXPECT_LE(one->bounds.start_lo, kMorning + 10min);
      EXPECT_GE(one->bounds.start_lo, kMorning + 9min);
      EXPECT_GE(one->bounds.start_hi, kMorning + 10min);
      EXPECT_LE(*one->bounds.end_lo, kMorning + 20min);
      EXPECT_GE(*one->bounds.end_hi, kMorning + 20min);
      EXPECT_LE(*one->bounds.end_hi, kMorning + 21min);
      EXPECT_GE(one->bounds.at_least(), 7min);
    }
  }
}

TEST(JudgeProperties, WithAllButOneBlindNothingIsDown) {
  World world(three());
  world.everywhere().finds(Class::http_5xx).between(5min, 30min);
  world.from("a").loses_its_network().from_now_on();
  world.from("b").loses_its_network().from_now_on();
  world.run_until(30min);

  EXPECT_TRUE(world.judge.outages().empty());
  EXPECT_EQ(world.state_at(30min), State::unconfirmed);
}

TEST(JudgeProperties, ForgettingChangesNoOutageThatIsOpenOrMayReopen) {
  for (std::uint64_t seed = 30; seed < 45; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world(three());
    const std::vector<Sample> samples = troubled(seed, world);
    Judge forgetful(world.policy), perfect(world.policy);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      forgetful.consider(samples[i]);
      perfect.consider(samples[i]);
      if (i % 40 != 0) continue;
      const Instant before = samples[i].end - 10min;
      forgetful.forget(before);
      auto kept = perfect.outages();
      std::erase_if(kept, [&](const Outage& one) {
        return one.closed && *one.closed + world.policy.reopen < before;
      });
      EXPECT_EQ(forgetful.outages(), kept);
      EXPECT_EQ(forgetful.states(samples[i].end), perfect.states(samples[i].end));
    }
  }
}

}  // namespace
}  // namespace saksi::judge::test
