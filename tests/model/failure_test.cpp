// SPDX-License-Identifier: Apache-2.0
#include "model/failure.hpp"

#include <gtest/gtest.h>

#include <set>

#include "model/sample.hpp"

namespace saksi {
namespace {

TEST(Classes, HaveUniqueCodesThatReadBack) {
  std::set<std::string_view> codes;
  for (const ClassInfo& info : kClasses) {
    EXPECT_TRUE(codes.insert(info.code).second) << info.code;
    EXPECT_EQ(class_from_code(info.code), info.cls);
    EXPECT_EQ(about(info.cls).code, info.code);
  }
  EXPECT_FALSE(class_from_code("no_such_class"));
}

TEST(Classes, SayThemselvesInBothLanguagesAsSentences) {
  for (const ClassInfo& info : kClasses) {
    EXPECT_EQ(info.indonesian.back(), '.') << info.code;
    EXPECT_EQ(info.english.back(), '.') << info.code;
    EXPECT_NE(info.indonesian, info.english) << info.code;
  }
}

TEST(Classes, NeverCountTheProbesOwnTroubleAsAnOutage) {
  for (const Class cls :
       {Class::not_open, Class::rule_reject, Class::probe_problem, Class::http_429,
        Class::auth_rejected, Class::auth_locked, Class::prober_overloaded, Class::invalid_vantage,
        Class::invalid_monitor}) {
    EXPECT_FALSE(is_failure(cls)) << code(cls);
    EXPECT_FALSE(worked(cls)) << code(cls);
    EXPECT_TRUE(casts_no_vote(cls)) << code(cls);
  }
}

TEST(Sample, NeedsTwoThirdsOfItsControls) {
  Sample sample;
  EXPECT_FALSE(sample.controls_ok());
  sample.controls = {{"a", true, {}}, {"b", true, {}}, {"c", false, {}}};
  EXPECT_TRUE(sample.controls_ok());
  sample.controls[1].ok = false;
  EXPECT_FALSE(sample.controls_ok());
}

TEST(Codes, OfClosedListsReadBack) {
  for (const GapReason reason : {GapReason::overlap, GapReason::budget, GapReason::maintenance,
                                 GapReason::down, GapReason::overload, GapReason::stopping,
                                 GapReason::back_off, GapReason::asked, GapReason::stopped})
    EXPECT_EQ(gap_reason_from_code(code(reason)), reason);
  for (const Mode mode : {Mode::anonymous, Mode::login, Mode::dry, Mode::sink, Mode::real})
    EXPECT_EQ(mode_from_code(code(mode)), mode);
  for (const Origin origin :
       {Origin::scheduled, Origin::confirm, Origin::diagnostic, Origin::by_hand})
    EXPECT_EQ(origin_from_code(code(origin)), origin);
}

}  // namespace
}  // namespace saksi
