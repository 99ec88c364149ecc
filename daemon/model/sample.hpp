// SPDX-License-Identifier: Apache-2.0
//
// What one vantage saw on one run of one journey. Plain values. Durations are this clock's
// microseconds; a phase that was never reached is absent, which is not the same as zero.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "model/failure.hpp"
#include "model/ids.hpp"

namespace saksi {

enum class Origin : std::uint8_t { scheduled, confirm, diagnostic, by_hand };
// How far a journey may go, see settings. Later ones go further.
enum class Mode : std::uint8_t { anonymous, login, dry, sink, real };

// Phases of one HTTP exchange (method: dns, tcp, tls, send, wait = time to first byte, recv).
struct Phases {
  std::optional<Duration> dns, tcp, tls, send, wait, recv;
  friend bool operator==(const Phases&, const Phases&) = default;
};

struct StepFinding {
  std::string id;  // as configured; a redirect hop is "login.1"
  Class cls = Class::ok;
  std::string
      rule;  // which rule matched, in words: "status 508", "marker \"Selamat datang\" missing"
  int http_status = 0;  // 0: none was received
  Phases phases;
  Duration offset{0};          // start, since the journey's start
  Duration total{0};           // a time-out is the limit reached; `censored` says so
  bool censored = false;       // the true value is greater than `total`
  bool reused = false;         // on a connection opened by an earlier step
  bool sent = true;            // false: built and held back (dry)
  bool proxied = false;        // through the vantage's proxy: the address and the phases are its
  std::string address;         // that answered, "127.0.0.1:8443"
  std::int64_t bytes = 0;      // decoded body
  std::optional<Digest> body;  // the redacted body, kept as a blob
  // How much shorter than it says the phase that decides may have been, `wait` or else the last
  // one: we were late to send or to look. Absent where nothing came.
  std::optional<Duration> bound;
  std::vector<std::string> answers;            // dns: the addresses that were given, sorted
  std::optional<Duration> clock_lo, clock_hi;  // clock: the server's clock minus ours lies between
  friend bool operator==(const StepFinding&, const StepFinding&) = default;
};

struct ControlFinding {
  std::string host;
  bool ok = false;
  Duration total{0};
  friend bool operator==(const ControlFinding&, const ControlFinding&) = default;
};

struct Sample {
  VantageId vantage;
  std::uint64_t seq = 0;  // of the record in this vantage's chain; set when recorded
  TargetId target;
  BackendId backend;
  JourneyId journey;
  Mode mode = Mode::dry;
  Origin origin = Origin::scheduled;
  std::optional<Instant> slot;  // the nominal instant that names the slot; scheduled runs only
  Instant planned;              // when it should have started
  Instant start;                // when it did
  Instant end;
  Duration interval{0};   // between slots at that time; freshness is counted in it
  Duration loop_lag{0};   // worst lateness of the event loop during the run: an error bound
  Class cls = Class::ok;  // of the first step that did not work, or one that worked: ok, slow, ...
  std::string step;       // that step's id; empty when all worked
  std::string rule;
  std::vector<StepFinding> steps;
  std::vector<ControlFinding> controls;
  friend bool operator==(const Sample&, const Sample&) = default;

  // From the plan: the honest latency, in which our own or the queue's slip cannot hide.
  [[nodiscard]] Duration from_plan() const { return end - planned; }
  // What the {n} of its class's sentence counts: how far the clocks are surely apart, or how long
  // it took.
  [[nodiscard]] Duration in_words() const;
  // At least two thirds of the controls answered. Without controls nothing is known: unfit.
  [[nodiscard]] bool controls_ok() const;
};

// Why a planned slot has no sample. Closed list; codes are for ever.
enum class GapReason : std::uint8_t {
  overlap,
  budget,
  maintenance,
  down,
  overload,
  stopping,
  back_off,   // the backend is in trouble, and is asked seldom until it recovers
  asked,      // its owner asked us to wait or to stop
  stopped,    // whoever runs this saksi stopped it
  no_uplink,  // the vantage's own way out was not there
};

struct Gap {
  VantageId vantage;
  std::uint64_t seq = 0;
  TargetId target;
  JourneyId journey;
  Instant slot;
  Instant planned;
  GapReason reason = GapReason::down;
  Duration oldest{0};  // overlap: age of the oldest journey in flight
  friend bool operator==(const Gap&, const Gap&) = default;
};

[[nodiscard]] std::string_view code(Origin origin);
[[nodiscard]] std::string_view code(Mode mode);
[[nodiscard]] std::string_view code(GapReason reason);
[[nodiscard]] std::optional<Origin> origin_from_code(std::string_view code);
[[nodiscard]] std::optional<Mode> mode_from_code(std::string_view code);
[[nodiscard]] std::optional<GapReason> gap_reason_from_code(std::string_view code);

}  // namespace saksi
