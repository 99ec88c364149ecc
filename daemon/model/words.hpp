// SPDX-License-Identifier: Apache-2.0
//
// Every sentence that a person in the office reads, Indonesian first, English beside it, in one table.
// Sentences of failure classes stand with their class (failure.hpp). {name} marks are filled in by
// fill(). Style: plain formal Indonesian; "pukul 07.30 WIB" in prose; never "down" or "error rate".
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/zone.hpp"
#include "model/incident.hpp"

namespace saksi {

enum class Language : std::uint8_t { indonesian, english };

// clang-format off
#define SAKSI_WORDS(X)                                                                                     \
  /* states */                                                                                             \
  X(state_working,      "Normal",                       "Working")                                         \
  X(state_slow,         "Lambat",                       "Slow")                                            \
  X(state_down,         "Gangguan",                     "Outage")                                          \
  X(state_one_network,  "Gangguan di satu jaringan",    "Problem on one network")                          \
  X(state_unconfirmed,  "Belum dapat dipastikan",       "Cannot confirm")                                  \
  X(state_not_open,     "Belum dibuka",                 "Not open yet")                                    \
  X(state_probe,        "Pemeriksa bermasalah",         "Probe problem")                                   \
  X(state_no_data,      "Tidak ada data",               "No data")                                         \
  /* navigation */                                                                                         \
  X(nav_today,          "Hari ini",                     "Today")                                           \
  X(nav_log,            "Daftar gangguan",              "Outage log")                                      \
  X(nav_incident,       "Kejadian",                     "Incident")                                        \
  /* pages: rows below belong to web/pages */                                                              \
  /* messages: rows below belong to alert */                                                               \
// clang-format on

enum class Word : std::uint16_t {
#define SAKSI_WORD_ENUM(name, id, en) name,
  SAKSI_WORDS(SAKSI_WORD_ENUM)
#undef SAKSI_WORD_ENUM
};

[[nodiscard]] std::string_view word(Word key, Language language);
[[nodiscard]] Word word_of(State state);
// Replaces each {name} in `text`; a name without a value is a bug.
[[nodiscard]] std::string fill(std::string_view text,
                               std::initializer_list<std::pair<std::string_view, std::string>> values);

// "Senin, 2 Januari 2023" / "Monday, 2 January 2023"; "07.30 WIB" / "07:30 WIB"; "22 menit 5 detik".
[[nodiscard]] std::string long_date(const LocalTime& at, Language language);
[[nodiscard]] std::string clock_time(const LocalTime& at, Language language, bool seconds = false);
[[nodiscard]] std::string length_text(Duration length, Language language);

}  // namespace saksi
