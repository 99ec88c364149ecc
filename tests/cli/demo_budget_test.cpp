// SPDX-License-Identifier: Apache-2.0
//
// The plan of the demo's own configuration against its budget.
#include <iostream>
#include <random>

#include "app/a_morning.hpp"
#include "cli/demo_config.hpp"
#include "settings/read.hpp"
#include "support/temp_dir.hpp"

namespace saksi::cli {
namespace {

using namespace std::chrono_literals;

TEST(DemoBudget, LosesNoSlotOfAHealthyMorning) {
  const test::TempDir folder;
  const demo::Day& day = demo::days().front();
  const SystemClock clock;
  const auto web = demo::AttendanceWeb::start({day, 1, folder / "web", &clock});
  ASSERT_TRUE(web) << web.error().message;
  DemoPlaces places;
  places.directory = folder / "state";
  places.pages = 8080;
  places.operations = 9464;
  const auto read = settings::read_text(demo_yaml(day, **web, places), "demo.yaml");
  ASSERT_TRUE(read) << read.error().lines.front();
  const auto zone = Zone::find(day.zone);
  ASSERT_TRUE(zone);
  const Instant from = zone->instant(day.date, day.from), until = zone->instant(day.date, day.to);

  double worst = 0;
  std::size_t slots = 0;
  for (unsigned seed = 1; seed <= 25; ++seed) {
    Settings settings = *read;
    settings.schedule.seed = "uji-" + std::to_string(seed);
    const app::test::Morning morning = app::test::play_morning(
        settings, from, until, [dice = std::mt19937(seed)](const Sample&) mutable {
          return app::test::course(5, std::chrono::milliseconds(500 + dice() % 3000));
        });
    slots += morning.slots;
    EXPECT_EQ(morning.gaps, 0U) << "seed " << seed;
    worst = std::max(worst, morning.excess(settings.backends[0].requests_per_second));
    EXPECT_LE(worst, settings.backends[0].burst + settings.most_debt(settings.backends[0].id) + 9)
        << "seed " << seed;
  }
  EXPECT_GT(slots, 25U * 1000U);
  std::cout << slots << " slots, no gap; sent at most " << worst << " beyond the rate\n";
}

}  // namespace
}  // namespace saksi::cli
