// SPDX-License-Identifier: Apache-2.0
//
// Simulated time: what is due when. The queue and the crowd live on one agenda; whoever owns it
// moves it forward, in a test as fast as it can, in the demo in step with the clock. Two tasks of
// the same instant run in the order in which they were written down, so that a seed gives one
// morning. One thread at a time.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace saksi::demo {

class Agenda {
 public:
  using Task = std::function<void()>;
  explicit Agenda(Instant start) : now_(start) {}

  [[nodiscard]] Instant now() const { return now_; }
  void at(Instant due, Task task) {
    heap_.push_back({std::max(due, now_), sequence_++, std::move(task)});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  void after(Duration wait, Task task) { at(now_ + wait, std::move(task)); }

  [[nodiscard]] std::optional<Instant> next() const {
    return heap_.empty() ? std::nullopt : std::optional(heap_.front().due);
  }

  // Everything that is due by `until`, also what these tasks add. Time never goes back.
  void run_until(Instant until) {
    while (!heap_.empty() && heap_.front().due <= until) {
      std::pop_heap(heap_.begin(), heap_.end(), later);
      Entry entry = std::move(heap_.back());
      heap_.pop_back();
      now_ = entry.due;
      entry.task();
    }
    now_ = std::max(now_, until);
  }

 private:
  struct Entry {
    Instant due;
    std::uint64_t sequence;
    Task task;
  };
  static bool later(const Entry& a, const Entry& b) {
    return a.due != b.due ? a.due > b.due : a.sequence > b.sequence;
  }

  Instant now_;
  std::uint64_t sequence_ = 0;
  std::vector<Entry> heap_;
};

}  // namespace saksi::demo
