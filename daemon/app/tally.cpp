// SPDX-License-Identifier: Apache-2.0
#include "app/tally.hpp"

#include <algorithm>

namespace saksi::app {
namespace {

std::string result_of(const Sample& sample) {
  if (sample.cls == Class::light_ok) return "light";
  if (!sample.controls_ok() || casts_no_vote(sample.cls)) return "set_aside";
  if (sample.cls == Class::slow) return "slow";
  return worked(sample.cls) ? "ok" : "failed";
}

}  // namespace

void Tally::remember(const Sample& sample) {
  LastRun& run = last_runs_[sample.vantage];
  if (run.end <= sample.end) run = {sample.end, sample.controls_ok()};
  Sample& latest = latest_[{sample.target, sample.vantage}];
  if (latest.end > sample.end) return;
  const bool stands = sample.start <= latest.end + latest.interval * 5 / 2;
  if (sample.cls == Class::light_ok && stands) return;
  latest = sample;
}

// Confirms and runs by hand are no part of rates and latencies: they happen because something
// failed, and would bias both.
void Tally::count(const Sample& sample) {
  remember(sample);
  if (sample.origin != Origin::scheduled) return;

  ++runs_[{sample.target, sample.journey, sample.vantage, result_of(sample)}];
  if (!worked(sample.cls) && sample.cls != Class::light_ok)
    ++failures_[{sample.target, sample.journey, sample.vantage, sample.step, sample.cls}];
  for (const StepFinding& step : sample.steps) {
    if (!step.sent) continue;
    Histogram& histogram = steps_[{sample.target, sample.journey, sample.vantage, step.id}];
    const double seconds = std::chrono::duration<double>(step.total).count();
    const auto bucket = std::lower_bound(kDurationBuckets.begin(), kDurationBuckets.end(), seconds);
    ++histogram.counts[static_cast<std::size_t>(bucket - kDurationBuckets.begin())];
    histogram.sum += seconds;
  }
}

void Tally::count(const Gap& gap) { ++gaps_[{gap.target, gap.journey, gap.vantage, gap.reason}]; }

void Tally::fill(Board& board) const {
  board.runs = runs_;
  board.failures = failures_;
  board.gaps = gaps_;
  board.steps = steps_;
  for (TargetView& view : board.targets)
    for (const auto& [key, sample] : latest_)
      if (key.first == view.state.target) view.latest[key.second] = sample;
}

}  // namespace saksi::app
