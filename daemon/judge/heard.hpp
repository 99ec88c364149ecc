// SPDX-License-Identifier: Apache-2.0
//
// What the judge keeps of a sample: the few facts that its rules read. Two samples that agree in
// all of them are the same sample, so hearing one twice changes nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <tuple>

#include "model/sample.hpp"

namespace saksi::judge {

// What a run says of its own vantage's network.
enum class Controls : std::uint8_t {
  failed,  // the run proves nothing about the target
  fine,
  none,  // a confirm run without controls of its own: those of the round it follows stand
};

struct Heard {
  Instant planned, start, end;
  unsigned vantage = 0;  // index in the quorum, in order of ids
  std::uint64_t seq = 0;
  Duration interval{0};
  Class cls = Class::ok;
  std::string step;
  BackendId backend;
  bool scheduled = true;
  Controls controls = Controls::fine;
  // Derived while judging: fit = from a vantage that was eligible by its controls when this ended,
  // counted = fit and the class casts a vote.
  mutable bool fit = false;
  mutable bool counted = false;

  [[nodiscard]] bool failed() const { return is_failure(cls); }
  // Still without an answer `late` after its plan, through no slip of ours, and a vote in the end:
  // so a vote at that moment too. A run whose controls failed, or that casts no vote, cast none
  // then.
  [[nodiscard]] bool voted_late(Duration late) const {
    return end - planned > late && start - planned <= late && controls != Controls::failed &&
           !is_set_aside(cls);
  }
  // Total order: (end, vantage, seq), then everything else.
  [[nodiscard]] auto key() const {
    return std::tie(end, vantage, seq, start, planned, interval, cls, step, backend.text, scheduled,
                    controls);
  }
  friend bool operator<(const Heard& a, const Heard& b) { return a.key() < b.key(); }
};

}  // namespace saksi::judge
