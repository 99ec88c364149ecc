// SPDX-License-Identifier: Apache-2.0
#include "verdict/sentence.hpp"

#include <gtest/gtest.h>

#include "verdict/json.hpp"

namespace saksi::verdict {
namespace {

using S = MinuteState;

TimeOfDay at(const char* clock) { return *parse_time_of_day(clock); }

// The morning of the vectors: good from 06.30 to 09.00, but from `from` to `to`.
Answer answer(S state, const char* from, const char* to, const char* recorded) {
  Answer made;
  made.asked = {{"disdik"}, std::chrono::year(2023) / 1 / 2, std::nullopt};
  if (recorded != nullptr) made.asked.recorded = at(recorded);
  made.agency = "Dinas Pendidikan";
  made.letters = "WIB";
  made.hours = Hours{at("07:00"), at("07:30"), at("08:00")};
  made.minutes = {at("06:30"), std::vector<S>(150, S::good)};
  for (auto m = at(from); m < at(to); m += std::chrono::minutes(1))
    made.minutes.states[static_cast<std::size_t>((m - at("06:30")).count() / 60)] = state;
  made.steps = {"halaman", "login"};
  made.classes = true;
  made.class_before = "TL1";
  made.incidents = {{"K-20230102-DISDIK-1", 2}};
  made.verdict = judge({made.hours, made.asked.recorded}, made.minutes);
  return made;
}
std::string said(const Answer& made) { return sentence(made, Language::indonesian); }

TEST(Sentence, OfASupportedRecordNamesTheFigures) {
  const Answer made = answer(S::bad, "07:08", "07:47", "07:52");
  EXPECT_EQ(title(made, Language::indonesian), "Didukung bukti");
  EXPECT_EQ(said(made),
            "Pada Senin, 2 Januari 2023, presensi Dinas Pendidikan tidak dapat dipakai 22 dari 30 "
            "menit sebelum batas pukul 07.30 WIB, dan pulih sekitar pukul 07.47 WIB. Presensi "
            "pukul 07.52 WIB (terlambat 22 menit) sesuai dengan gangguan ini.");
  EXPECT_EQ(explained_line(made, Language::indonesian),
            "22 dari 22 menit keterlambatan terjelaskan");
  EXPECT_EQ(class_before(made, Language::indonesian), "TL1");
  EXPECT_EQ(class_after(made, Language::indonesian), "tepat waktu");
}

TEST(Sentence, OfAnOutageThatGoesOnNamesNoRecovery) {
  const std::string text = said(answer(S::bad, "07:08", "08:30", "07:52"));
  EXPECT_NE(text.find("belum terlihat pulih"), std::string::npos) << text;
}

TEST(Sentence, OfAPartlySupportedRecordSaysWhyOnlyPartly) {
  EXPECT_NE(said(answer(S::bad, "07:08", "07:47", "08:20"))
                .find("Terjelaskan: 32 dari 50 menit keterlambatan. Mengapa hanya sebagian: "
                      "presensi dilakukan lebih dari 15 menit setelah pulih (sekitar pukul 07.47"),
            std::string::npos);
  EXPECT_NE(said(answer(S::one_network, "07:08", "07:47", "07:52")).find("satu jaringan"),
            std::string::npos);
}

TEST(Sentence, OfAMissingRecordNamesTheWholeCheckIn) {
  const std::string text = said(answer(S::bad, "07:02", "07:58", nullptr));
  EXPECT_NE(text.find("56 dari 60 menit"), std::string::npos) << text;
  EXPECT_NE(text.find("paling lama 2 menit"), std::string::npos) << text;
  EXPECT_EQ(explained_line(answer(S::bad, "07:02", "07:58", nullptr), Language::indonesian), "");
}

// The sending of a check-in is never exercised, so nothing may say that the service worked.
TEST(Sentence, NeverSaysThatTheServiceWorked) {
  for (const Language language : {Language::indonesian, Language::english})
    for (const auto state :
         {S::good, S::slow, S::bad, S::one_network, S::unknown, S::not_open, S::intermittent})
      for (const char* recorded : {"07:20", "07:41", "08:40", static_cast<const char*>(nullptr)})
        for (const char* to : {"07:08", "07:12", "07:40"}) {
          const Answer made = answer(state, "07:05", to, recorded);
          std::string text = title(made, language) + sentence(made, language) +
                             steps_line(made, language) + citation(made, language, "h", "d");
          for (const std::string& line : arithmetic(made, language)) text += line;
          for (const char* claim :
               {"dapat memakai", "berfungsi", "berjalan normal", "layanan normal", "Normal",
                "service worked", "could use the", "was working"})
            EXPECT_EQ(text.find(claim), std::string::npos) << claim << " in " << text;
          EXPECT_EQ(text.find('{'), std::string::npos) << text;
        }
  const Answer made = answer(S::good, "07:05", "07:06", "07:41");
  EXPECT_EQ(title(made, Language::indonesian), "Tidak terlihat dari titik pantau kami");
  EXPECT_NE(steps_line(made, Language::indonesian).find("tidak diuji"), std::string::npos);
}

TEST(Sentence, ShowsTheArithmeticSoThatAPencilFollows) {
  std::string all;
  for (const auto& line :
       arithmetic(answer(S::bad, "07:08", "07:47", "07:52"), Language::indonesian))
    all += line + "\n";
  for (const char* part : {"aturan-1", "= 22 menit (menit yang sudah dimulai", "22 terhalang",
                           "= 73%", "Menit terhalang terakhir pukul 07.46 WIB; pulih pukul 07.47",
                           "07.47 WIB + 15 menit − pukul 07.30 WIB = 32 menit, dibatasi 0 sampai "
                           "22 = 22 menit",
                           "Terukur 100% dari 52 menit"})
    EXPECT_NE(all.find(part), std::string::npos) << part << " in\n" << all;
}

TEST(Sentence, CitesIncidentAndRevision) {
  EXPECT_EQ(citation(answer(S::bad, "07:08", "07:47", "07:52"), Language::indonesian,
                     "saksi.example", "Selasa, 3 Januari 2023"),
            "Saksi saksi.example, Dinas Pendidikan, Senin, 2 Januari 2023, jam tercatat 07.52 WIB, "
            "aturan-1: Didukung bukti, 22 dari 22 menit keterlambatan terjelaskan; "
            "K-20230102-DISDIK-1 revisi 2; diakses Selasa, 3 Januari 2023.");
}

TEST(Sentence, IsTheSameForPrograms) {
  const Json json = to_json(answer(S::bad, "07:08", "07:47", "07:52"));
  EXPECT_EQ(json["outcome"], "supported");
  EXPECT_EQ(json["late_minutes"], 22);
  EXPECT_EQ(json["explained_minutes"], 22);
  EXPECT_EQ(json["recorded"], "07:52");
  EXPECT_EQ(json["upload_exercised"], false);
  EXPECT_EQ(json["minutes"]["states"].size(), 150u);
  EXPECT_NO_THROW((void)canonical(json));
}

}  // namespace
}  // namespace saksi::verdict
