// SPDX-License-Identifier: Apache-2.0
//
// "Absen Maju": an attendance web that a whole regency opens at the same minute. A real HTTPS
// server in front of a real queue (workers, service times, backlog, database pool); a crowd that
// arrives, waits, gives up and tries again on that same queue; so that slow, hang, shell-only, 508,
// "too many connections" and recovery emerge instead of being scripted. Named days are data. A
// truth log says what it served. With it: a name server, three neutral hosts for controls, and sick
// "ISPs".
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/zone.hpp"
#include "demo/dialect.hpp"
#include "demo/faults.hpp"

namespace saksi::demo {

struct Agency {
  std::string id, name, short_name, host;
};  // "disdik", "Dinas Pendidikan", "DISDIK", "disdik.absen-maju.example"

// An ISP's own trouble: what connections from that source address get, in local time of the day.
struct IspFault {
  std::string source;
  TimeOfDay from, to;
  bool whole_network = false;
};  // else only the way to the target

// When people come. Early ones look before the opening, are told to wait, and are back when it
// opens; the rush comes around one minute of the day; the rest come evenly over a longer stretch.
struct Arrivals {
  double early = 0.0, rush = 0.5;  // shares of the staff; the rest are stragglers
  TimeOfDay early_from{0}, early_to{0};
  TimeOfDay rush_at{0}, rush_spread{60};  // middle and standard deviation
  TimeOfDay others_from{0}, others_to{0};
  TimeOfDay back_within{240};  // of the opening, for those who came before it
};

struct Day {
  std::string id;       // "2023-01-02"
  std::string summary;  // one sentence
  Date date;
  Dialect dialect = Dialect::laravel_blade;
  std::string zone = "Asia/Jakarta";
  TimeOfDay from, to;  // what the demo plays: 06:50 to 08:20
  TimeOfDay opening, limit, close;
  std::vector<Agency> agencies;
  unsigned staff = 0;
  unsigned workers = 0;  // the server's request slots
  unsigned database_pool = 0;
  unsigned backlog = 0;                                 // requests that may wait; beyond: 508
  std::optional<std::pair<TimeOfDay, TimeOfDay>> hang;  // the host's storage, from and to
  std::vector<IspFault> faults;
  std::vector<FaultTime> switches;  // what is wrong with the web itself, and when
  std::string holiday;              // its name; nobody comes
  bool outage_expected = false;
  Arrivals arrivals;
};
[[nodiscard]] const std::vector<Day>& days();
// The switch that is on for this source at that time of the day; the first of the list where
// several are.
[[nodiscard]] std::optional<FaultTime> switch_at(const Day& day, Duration of_day,
                                                 const std::string& source);

// What the web served, per ten seconds, crowd and probes alike. A request belongs to the bin in
// which it was asked; it is served when its full, correct answer (a "not open yet" by the rules
// included) came within 20 s and before its client left. Answers: ok, not_open, 508, 1040, 504,
// abandoned, fault. Static files are not counted. Bins are contiguous; one is given when all its
// requests have ended.
struct TruthBin {
  Instant from;
  unsigned asked = 0, served = 0;
  std::map<std::string, unsigned> by_answer;
};
// Hard outage: a run of bins in which under 5 % of the requests were served. A bin without requests
// says nothing and ends a run.
struct TruthOutage {
  Instant from, to;
};

struct WebOptions {
  Day day;
  std::uint64_t seed = 1;
  std::string directory;  // for its certificate and truth log
  const Clock* clock = nullptr;
};

class AttendanceWeb {
 public:
  static Result<std::unique_ptr<AttendanceWeb>> start(WebOptions options);
  virtual ~AttendanceWeb() = default;
  [[nodiscard]] virtual std::uint16_t https_port() const = 0;
  [[nodiscard]] virtual std::uint16_t dns_port() const = 0;
  [[nodiscard]] virtual std::vector<std::string> control_urls() const = 0;  // three
  [[nodiscard]] virtual std::string ca_file() const = 0;
  [[nodiscard]] virtual std::string user() const = 0;  // of the test accounts (one per vantage)
  [[nodiscard]] virtual std::string password_file() const = 0;
  [[nodiscard]] virtual std::vector<TruthBin> truth() const = 0;
  struct Load {
    unsigned busy = 0, waiting = 0;
    unsigned checked_in = 0, trying = 0;
    std::string mood;
  };
  [[nodiscard]] virtual Load load() const = 0;  // for the progress line
};

[[nodiscard]] std::vector<TruthOutage> hard_outages(const std::vector<TruthBin>& bins);
// And those that a switch makes for everybody: it stops one step of the way, so that most requests
// are served and nobody gets in.
[[nodiscard]] std::vector<TruthOutage> switched_outages(const Day& day, Instant midnight);

}  // namespace saksi::demo
