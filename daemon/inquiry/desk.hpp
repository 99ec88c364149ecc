// SPDX-License-Identifier: Apache-2.0
//
// Where questions about a date are answered: `saksi verdict`, the API, the page and the sheets ask
// here and nowhere else, so that an employee at month's end reads the numbers of HR's row.
//
//   Desk desk(settings, plans, reader, now);
//   SAKSI_TRY_ASSIGN(const Answer answer, desk.answer({target, date, recorded}));
//
// A desk remembers the minutes of each day that it has looked at: rows of one date cost one look
// into the store, and such a look takes seconds where there are forty agencies. It keeps nothing of
// what was asked.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "judge/judge.hpp"
#include "paper/sheet.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"
#include "verdict/answer.hpp"

namespace saksi::inquiry {

// Pure: the states of the minutes of each target that begin in [from, to), as the judge has them
// from these samples. They must begin an hour before `from` (a vantage must have shown that it is
// fit), go on ten minutes after `to` (a run that fails ends late), and be those of all targets.
[[nodiscard]] std::map<TargetId, std::vector<MinuteState>> day_minutes(
    const judge::Policy& policy, const std::vector<Sample>& samples,
    const std::vector<TargetId>& targets, Instant from, Instant to, Instant now);

// What a sheet would say now, and whether it may be issued.
struct Evidence {
  paper::Sheet sheet;
  bool open = false;                // its incident still goes on
  std::optional<Instant> complete;  // from when on all of its minutes are known
};

class Desk {
 public:
  // Settings and reader must outlive the desk; `plans` are all that the store holds. Late data may
  // change a day for `kSettled` after it.
  Desk(const Settings& settings, const std::vector<Plan>& plans, store::Reader& reader,
       Instant now);
  static constexpr std::chrono::days kSettled{7};

  // The target must be one of the settings'.
  Result<verdict::Answer> answer(const verdict::Asked& asked);

  // The evidence sheet of a date and agency, which must be one of the settings'; of a working day
  // that has begun and was measured.
  Result<Evidence> date_sheet(const TargetId& target, Date date);
  // Of an incident; none where its agency has left the settings.
  Result<std::optional<Evidence>> incident_sheet(const Incident& incident);

  // For a desk that lives on: it is `now`. Days that newer samples may have changed are forgotten,
  // and so are the oldest looks of many.
  void move_on(Instant now);

 private:
  struct Morning {  // of one target on one date
    verdict::Minutes minutes;
    std::vector<Incident> incidents;
    std::map<std::string, std::vector<Instant>> sent;  // by step: when runs that sent it ended
  };
  struct Day {  // of one zone; judged for all its targets at once
    TimeOfDay to{0};
    Instant made, complete;  // when it was judged; from when on no sample of it is awaited
    std::map<TargetId, Morning> mornings;
  };

  Result<Evidence> sheet(const Target& target, Date date, const Incident* incident);
  Result<void> add_minutes(paper::Sheet& sheet, const Target& target, const Zone& zone);
  Result<void> add_checks(paper::Sheet& sheet, const Target& target);
  Result<std::optional<std::string>> seal_over(Date date);
  Result<const Morning*> morning(const Target& target, const Zone& zone, Date date, TimeOfDay to);
  Result<Day> read_day(const Zone& zone, Date date, TimeOfDay to);
  void fill_in(verdict::Answer& answer, const Morning& morning, const Zone& zone) const;

  const Settings& settings_;
  store::Reader& reader_;
  Instant now_;
  judge::Policy policy_;
  std::map<TargetId, Instant> began_;  // first plan that names it
  std::map<std::pair<std::string, Date>, Day> days_;
};

}  // namespace saksi::inquiry
