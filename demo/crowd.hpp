// SPDX-License-Identifier: Apache-2.0
//
// The staff of a regency, one by one: each comes at a time of their own, needs six requests to
// check in, waits for each only so long, tries again some seconds after a failure, gives up after
// some minutes of that, and perhaps comes back later. All of it from the seed.
//
// Pure: lives on an agenda and hands its requests to whoever serves them.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "demo/agenda.hpp"
#include "demo/demo.hpp"
#include "demo/queue.hpp"
#include "demo/random.hpp"

namespace saksi::demo {

class Crowd {
 public:
  // Serves one request of a client with so much patience; calls back exactly once.
  using Submit = std::function<void(Work, Duration patience, Queue::Done)>;

  // `midnight` is the day's local 00:00. Everybody's arrival is put on the agenda.
  Crowd(Agenda& agenda, const Day& day, Instant midnight, std::uint64_t seed, Submit submit);
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  [[nodiscard]] unsigned checked_in() const { return checked_in_; }
  [[nodiscard]] unsigned trying() const { return trying_; }      // came, not done, not given up
  [[nodiscard]] unsigned given_up() const { return given_up_; }  // for good: the paper list

 private:
  struct Person {
    Random random;
    std::size_t step = 0;
    std::optional<Instant> failing_since;
    Duration stamina{0};  // how long they go on trying once it fails
  };
  void come(Person& person);
  void ask(Person& person);
  void answered(Person& person, Answer answer);
  void fail(Person& person, Answer answer);

  Agenda& agenda_;
  const Instant opening_, end_;
  const Duration back_within_;
  Submit submit_;
  std::vector<Person> people_;  // never resized: tasks refer to them
  unsigned checked_in_ = 0, trying_ = 0, given_up_ = 0;
};

}  // namespace saksi::demo
