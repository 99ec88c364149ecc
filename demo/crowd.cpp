// SPDX-License-Identifier: Apache-2.0
#include "demo/crowd.hpp"

namespace saksi::demo {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// The order in which one checks in.
constexpr std::array<Work, 6> kSteps{Work::login_page, Work::login, Work::menu,
                                     Work::form,       Work::data,  Work::upload};

// Time between an answer and the next request: typing a password, taking two pictures, looking.
Duration think(Random& random, Work next) {
  switch (next) {
    case Work::login:
      return random.between(seconds(4), seconds(12));
    case Work::upload:
      return random.between(seconds(6), seconds(16));
    case Work::data:
      return random.between(Duration(0), seconds(1));  // the page's own script
    case Work::login_page:
    case Work::menu:
    case Work::form:
    case Work::history:
    case Work::clock:
      return random.between(seconds(1), seconds(4));
  }
  return seconds(1);
}

Duration arrival(Random& random, const Arrivals& shape) {
  const double who = random.unit();
  if (who < shape.early) return random.between(shape.early_from, shape.early_to);
  if (who < shape.early + shape.rush)
    return shape.rush_at +
           Duration(static_cast<Duration::rep>(
               random.normal() * static_cast<double>(Duration(shape.rush_spread).count())));
  return random.between(shape.others_from, shape.others_to);
}

}  // namespace

Crowd::Crowd(Agenda& agenda, const Day& day, Instant midnight, std::uint64_t seed, Submit submit)
    : agenda_(agenda),
      opening_(midnight + day.opening),
      end_(midnight + day.to),
      back_within_(day.arrivals.back_within),
      submit_(std::move(submit)) {
  people_.reserve(day.staff);
  for (unsigned i = 0; i < day.staff; ++i) {
    people_.push_back({Random(seed, "person " + std::to_string(i))});
    Person& person = people_.back();
    const Duration of_day = arrival(person.random, day.arrivals);
    if (of_day < day.to) agenda_.at(midnight + of_day, [this, &person] { come(person); });
  }
}

void Crowd::come(Person& person) {
  ++trying_;
  person.failing_since.reset();
  person.stamina = person.random.between(minutes(3), minutes(17));
  ask(person);
}

void Crowd::ask(Person& person) {
  const Duration patience = person.random.between(seconds(8), seconds(20));
  submit_(kSteps[person.step], patience,
          [this, &person](Answer answer) { answered(person, answer); });
}

void Crowd::answered(Person& person, Answer answer) {
  if (!served(answer)) {
    fail(person, answer);
    return;
  }
  if (answer == Answer::not_open) {
    // Back when it opens, by the clock of the phone and when one thinks of it.
    const Duration late = person.random.between(seconds(-10), back_within_);
    agenda_.at(std::max(opening_ + late, agenda_.now() + seconds(5)),
               [this, &person] { ask(person); });
    return;
  }
  if (++person.step == kSteps.size()) {
    --trying_;
    ++checked_in_;
    return;
  }
  agenda_.after(think(person.random, kSteps[person.step]), [this, &person] { ask(person); });
}

void Crowd::fail(Person& person, Answer answer) {
  const Instant now = agenda_.now();
  if (!person.failing_since) person.failing_since = now;
  if (now - *person.failing_since < person.stamina) {
    // Whoever has watched a spinner reloads soon; an error text makes one wait a little.
    const Duration pause = answer == Answer::abandoned
                               ? person.random.between(seconds(1), seconds(8))
                               : person.random.between(seconds(10), seconds(20));
    agenda_.after(pause, [this, &person] { ask(person); });
    return;
  }
  --trying_;
  const Instant back = now + person.random.between(minutes(12), minutes(30));
  if (person.random.chance(0.6) && back < end_) {
    agenda_.at(back, [this, &person] { come(person); });
  } else {
    ++given_up_;
  }
}

}  // namespace saksi::demo
