// SPDX-License-Identifier: Apache-2.0
#include "settings/cause.hpp"

#include <gtest/gtest.h>

namespace saksi {
namespace {

using namespace std::chrono_literals;

TEST(CauseText, NamesTheSecondsOfTheJourneysOwnLimit) {
  Settings settings;
  JourneySettings journey;
  journey.id = {"masuk"};
  journey.timeout = 25s;
  journey.late = 2500ms;
  settings.journeys = {journey};

  EXPECT_EQ(cause_text(settings, Class::http_timeout_ttfb, {"masuk"}, Language::indonesian),
            "Server menerima permintaan tetapi tidak menjawab dalam 25 detik.");
  EXPECT_EQ(cause_text(settings, Class::late, {"masuk"}, Language::indonesian),
            "Belum ada jawaban setelah 2,5 detik.");
  EXPECT_EQ(cause_text(settings, Class::late, {"masuk"}, Language::english),
            "No answer yet after 2.5 s.");
  EXPECT_EQ(cause_text(settings, Class::slow, {"masuk"}, Language::english, 7100ms),
            "It worked but took 7.1 s.");
}

TEST(CauseText, TellsAClockByHowFarItIsOffAndNeverByHowLongTheLookTook) {
  Settings settings;
  JourneySettings journey;
  journey.id = {"jam"};
  journey.steps = {{.id = "jam", .kind = StepKind::clock}};
  journey.steps[0].direct.limit = 45s;
  settings.journeys = {journey};
  Sample sample;
  sample.cls = Class::clock_skew;
  sample.end = sample.start + 800ms;
  StepFinding finding;
  finding.cls = Class::clock_skew;
  finding.clock_lo = -141s;
  finding.clock_hi = -140s;
  sample.steps = {finding};

  EXPECT_EQ(sample.in_words(), 140s);
  EXPECT_EQ(cause_text(settings, Class::clock_skew, {"jam"}, Language::english),
            "The server clock differs by 45 s from standard time.");
}

TEST(CauseText, LeavesNoPlaceholderInAnySentence) {
  for (const Language language : {Language::indonesian, Language::english})
    for (const ClassInfo& one : kClasses)
      EXPECT_EQ(cause_text({}, one.cls, {"gone"}, language).find('{'), std::string::npos)
          << one.code;
}

}  // namespace
}  // namespace saksi
