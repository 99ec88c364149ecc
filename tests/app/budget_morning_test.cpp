// SPDX-License-Identifier: Apache-2.0
//
// The budget over the real slots of the starter configuration: a healthy morning loses no slot to
// it, and whatever the web does, what is sent stays within the promise.
#include <iostream>
#include <random>

#include "app/a_morning.hpp"
#include "settings/read.hpp"

namespace saksi::app::test {
namespace {

constexpr unsigned kSeeds = 25;

Settings starter(unsigned seed) {
  auto settings = settings::read_file(std::string(SAKSI_SOURCE_DIR) + "/config/saksi.yaml");
  if (!settings) throw std::runtime_error("config/saksi.yaml has a mistake");
  settings->schedule.seed = "uji-" + std::to_string(seed);
  return std::move(*settings);
}

// 07.00 to 08.30 WIB of a Tuesday, the peak, with ten minutes before and after it.
const Instant kFrom = at("23:50:00") - 24h, kUntil = at("01:40:00");

// Pages in half a second or three; a login redirects once.
Web healthy(const Settings& settings, unsigned seed) {
  return [&settings, dice = std::mt19937(seed)](const Sample& sample) mutable {
    const unsigned steps = settings.journey(sample.journey).least_requests();
    return course(steps == 1 ? 1 : steps + 1, std::chrono::milliseconds(500 + dice() % 3000));
  };
}

// What may be sent beyond burst + rate * T: the debt, and what runs under way hold. A run that
// takes its time holds what it has drawn and not sent.
double promise(const Settings& settings) {
  const Backend& backend = settings.backends[0];
  return backend.burst + settings.most_debt(backend.id);
}

TEST(BudgetMorning, AtTheDefaultsLosesNoSlotOfAHealthyMorning) {
  double worst = 0;
  std::size_t slots = 0;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    const Settings settings = starter(seed);
    ASSERT_EQ(settings.backends[0].burst, Backend{}.burst);
    ASSERT_EQ(settings.backends[0].requests_per_second, Backend{}.requests_per_second);
    const Morning morning = play_morning(settings, kFrom, kUntil, healthy(settings, seed));
    slots += morning.slots;
    EXPECT_EQ(morning.gaps, 0U) << "seed " << seed;
    worst = std::max(worst, morning.excess(settings.backends[0].requests_per_second));
    // Healthy runs hold what they drew for three seconds at most, in which the bucket refills six.
    EXPECT_LE(worst, promise(settings) + 6) << "seed " << seed;
  }
  EXPECT_GT(slots, kSeeds * 1600U);
  std::cout << slots << " slots, no gap; sent at most " << worst << " beyond the rate\n";
}

// Every run waits in vain for the first page, for twenty seconds; then the web is back at once.
TEST(BudgetMorning, LosesNoSlotToTheBudgetInAnOutageAndStaysWithinThePromise) {
  double worst = 0;
  std::size_t gaps = 0, cut = 0, slots = 0;
  for (unsigned seed = 1; seed <= kSeeds; ++seed) {
    const Settings settings = starter(seed);
    const Web well = healthy(settings, seed);
    const Instant begins = at("00:20:00"), ends = at("01:00:00");
    const Web web = [&](const Sample& sample) {
      if (sample.start < begins || sample.start >= ends) return well(sample);
      if (sample.start + 20s < ends) return course(1, 20s, Class::http_timeout_ttfb);
      // Released together with all others that wait: the rest of the journey follows at once.
      Course released = course(settings.journey(sample.journey).least_requests() + 1, 1s);
      for (std::size_t i = 1; i < released.requests.size(); ++i)
        released.requests[i] = ends - sample.start + 100ms * i;
      released.ends = ends - sample.start + 1s;
      return released;
    };
    const Morning morning = play_morning(settings, kFrom, kUntil, web);
    slots += morning.slots;
    gaps += morning.budget_gaps;
    cut += morning.cut;
    worst = std::max(worst, morning.excess(settings.backends[0].requests_per_second));
    // At most three runs of each of three vantages hold the rest of their journey.
    const double held = 3.0 * settings.schedule.max_inflight * 4;
    EXPECT_LE(worst, promise(settings) + held) << "seed " << seed;
  }
  EXPECT_EQ(gaps, 0U) << "of " << slots;
  EXPECT_EQ(cut, 0U);
  std::cout << slots << " slots, " << gaps << " budget gaps; sent at most " << worst
            << " beyond the rate\n";
}

// A web that has begun to redirect everything: more than the plan allows for.
TEST(BudgetMorning, HoldsItsPromiseWhenEveryPageRedirects) {
  const Settings settings = starter(1);
  const Web web = [&](const Sample& sample) {
    return course(settings.journey(sample.journey).most_requests(), 2s);
  };
  const Morning morning = play_morning(settings, kFrom, kUntil, web);

  EXPECT_LE(morning.excess(settings.backends[0].requests_per_second), promise(settings) + 6);
  EXPECT_LT(morning.budget_gaps, morning.slots / 4);
  const double seconds = std::chrono::duration<double>(kUntil - kFrom).count();
  EXPECT_LE(static_cast<double>(morning.sent.size()),
            promise(settings) + settings.backends[0].requests_per_second * (seconds + 600));
}

}  // namespace
}  // namespace saksi::app::test
