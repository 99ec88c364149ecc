// SPDX-License-Identifier: Apache-2.0
//
// A morning of slots against a modelled web: the real plan, the real decisions, and for the web
// only how many requests a run sends and how long they take. For the budget's promise.
#pragma once

#include <functional>
#include <queue>

#include "app/support.hpp"

namespace saksi::app::test {

// How a run goes: the requests that it wants to send, since its start, and when it ends.
struct Course {
  std::vector<Duration> requests;
  Duration ends{0};
  Class cls = Class::ok;
};

struct Morning {
  std::size_t slots = 0, gaps = 0, budget_gaps = 0, cut = 0;
  std::vector<Instant> sent;

  // The most by which any stretch of time exceeds what the rate alone allows: sent(T) - rate * T.
  [[nodiscard]] double excess(double per_second) const {
    double now = 0, most = 0;
    for (std::size_t i = 0; i < sent.size(); ++i) {
      const Duration since = i == 0 ? Duration{0} : sent[i] - sent[i - 1];
      now = std::max(0.0, now - std::chrono::duration<double>(since).count() * per_second) + 1;
      most = std::max(most, now);
    }
    return most;
  }
};

using Web = std::function<Course(const Sample&)>;

inline Morning play_morning(const Settings& settings, Instant from, Instant until, const Web& web) {
  Hand hand(settings, from - 10min);
  struct Moment {
    Instant at;
    std::size_t run;
    std::size_t step;  // past the last request: its end
    bool operator>(const Moment& other) const { return at > other.at; }
  };
  std::priority_queue<Moment, std::vector<Moment>, std::greater<>> moments;
  std::vector<Course> courses;
  std::vector<unsigned> sent;
  Morning morning;
  while (hand.clock.wall() < until) {
    const Instant next = hand.clock.wall() + std::max<Duration>(hand.rounds->look(), 1us);
    for (std::size_t i = courses.size(); i < hand.runs.size(); ++i) {
      courses.push_back(web(hand.runs[i]->sample));
      sent.push_back(0);
      moments.push({hand.clock.wall(), i, 0});
    }
    if (moments.empty() || moments.top().at > next) {
      hand.clock.advance(next - hand.clock.wall());
      continue;
    }
    const Moment moment = moments.top();
    moments.pop();
    hand.clock.advance(std::max<Duration>(moment.at - hand.clock.wall(), 0us));
    auto& run = *hand.runs[moment.run];
    const Course& course = courses[moment.run];
    if (moment.step == course.requests.size()) {
      hand.end(moment.run, course.cls, sent[moment.run]);
    } else if (run.calls.may_send()) {
      ++sent[moment.run];
      morning.sent.push_back(hand.clock.wall());
      const bool last = moment.step + 1 == course.requests.size();
      moments.push({run.sample.start + (last ? course.ends : course.requests[moment.step + 1]),
                    moment.run, moment.step + 1});
    } else {
      ++morning.cut;
      probes::Outcome outcome;
      outcome.stopped = true;
      outcome.cls = Class::invalid_monitor;
      outcome.requests = sent[moment.run];
      run.calls.ended(std::move(outcome), Duration{0});
    }
  }
  for (const Gap& gap : hand.told<Gap>()) {
    ++morning.gaps;
    if (gap.reason == GapReason::budget) ++morning.budget_gaps;
  }
  morning.slots = hand.runs.size() + morning.gaps - morning.cut;
  return morning;
}

// A run of so many requests, evenly over its length.
inline Course course(unsigned requests, Duration ends, Class cls = Class::ok) {
  Course made{{}, ends, cls};
  for (unsigned i = 0; i < requests; ++i) made.requests.push_back(ends * i / requests);
  return made;
}

}  // namespace saksi::app::test
