// SPDX-License-Identifier: Apache-2.0
//
// What the composers share. Only for the files of this folder.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/zone.hpp"
#include "model/incident.hpp"
#include "model/words.hpp"

namespace saksi::paper {

struct Text {
  Language language;
  std::string zone_name;

  [[nodiscard]] std::string say(Word key) const { return std::string(word(key, language)); }
  [[nodiscard]] std::string say(
      Word key, std::initializer_list<std::pair<std::string_view, std::string>> values) const {
    return fill(word(key, language), values);
  }
  // An archived sheet may name a zone that this machine's database has lost: UTC then, and it
  // shows.
  [[nodiscard]] Zone zone() const;
  [[nodiscard]] std::string moment(Instant at, bool seconds = false) const;  // "07.08.02 WIB"
  // With the day, where it is another one than `date`.
  [[nodiscard]] std::string moment_on(Instant at, Date date, bool seconds = false) const;
  // "07.08.01–07.46.32 WIB"
  [[nodiscard]] std::string span(Instant from, Instant to, Date date, bool seconds = false) const;
  [[nodiscard]] std::string span(Date date, TimeOfDay from, TimeOfDay to) const;
  [[nodiscard]] std::string clock(Date date, TimeOfDay at) const;  // "07.30 WIB"
  [[nodiscard]] std::string day(Date date) const;                  // "Senin, 2 Januari 2023"
  [[nodiscard]] std::string weekday(Date date) const;              // "Senin"
  [[nodiscard]] std::string list(const std::vector<std::string>& items) const;
  [[nodiscard]] std::string found(Class cls, Duration took) const;
};

[[nodiscard]] Word minute_word(MinuteState state);

}  // namespace saksi::paper
