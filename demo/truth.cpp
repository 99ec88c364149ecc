// SPDX-License-Identifier: Apache-2.0
#include "demo/truth.hpp"

#include <cassert>

#include "base/timestamp.hpp"

namespace saksi::demo {

Truth::Open& Truth::open_bin(Instant at) {
  while (at >= next_) {
    open_.push_back({TruthBin{next_}});
    next_ += kBin;
  }
  const auto from_end = (next_ - at - Duration(1)) / kBin;
  assert(from_end >= 0 && static_cast<std::size_t>(from_end) < open_.size());
  return open_[open_.size() - 1 - static_cast<std::size_t>(from_end)];
}

void Truth::asked(Instant at) {
  Open& open = open_bin(at);
  ++open.bin.asked;
  ++open.pending;
}

void Truth::answered(Instant asked_at, Instant now, Answer answer) {
  const bool in_time = now - asked_at <= kInTime;
  const Answer outcome = served(answer) && !in_time ? Answer::abandoned : answer;
  Open& open = open_bin(asked_at);
  assert(open.pending > 0);
  --open.pending;
  ++open.bin.by_answer[std::string(name(outcome))];
  if (served(outcome)) ++open.bin.served;
}

std::vector<TruthBin> Truth::take_final(Instant now) {
  if (now >= next_) open_bin(now);  // quiet bins are bins too
  std::vector<TruthBin> taken;
  while (!open_.empty() && open_.front().pending == 0 && open_.front().bin.from + kBin <= now) {
    taken.push_back(std::move(open_.front().bin));
    open_.pop_front();
  }
  return taken;
}

std::string Truth::csv_head() {
  std::string line = "from,asked,served";
  for (const std::string_view answer : kAnswerNames) line.append(",").append(answer);
  return line + "\n";
}

std::string Truth::csv_line(const TruthBin& bin) {
  std::string line =
      utc_text(bin.from) + "," + std::to_string(bin.asked) + "," + std::to_string(bin.served);
  for (const std::string_view answer : kAnswerNames) {
    const auto count = bin.by_answer.find(std::string(answer));
    line += "," + std::to_string(count == bin.by_answer.end() ? 0 : count->second);
  }
  return line + "\n";
}

std::vector<TruthOutage> hard_outages(const std::vector<TruthBin>& bins) {
  std::vector<TruthOutage> outages;
  bool inside = false;
  for (const TruthBin& bin : bins) {
    const bool dead = bin.asked > 0 && std::uint64_t{bin.served} * 20 < bin.asked;
    const bool follows = inside && outages.back().to == bin.from;
    if (dead && follows) outages.back().to = bin.from + Truth::kBin;
    if (dead && !follows) outages.push_back({bin.from, bin.from + Truth::kBin});
    inside = dead;
  }
  return outages;
}

std::vector<TruthOutage> switched_outages(const Day& day, Instant midnight) {
  std::vector<TruthOutage> outages;
  for (const FaultTime& one : day.switches)
    if (one.source.empty() && about(one.fault).outage)
      outages.push_back({midnight + one.from, midnight + one.to});
  return outages;
}

}  // namespace saksi::demo
