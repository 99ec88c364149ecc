// SPDX-License-Identifier: Apache-2.0
#include "demo/morning.hpp"

namespace saksi::demo {
namespace {

QueueOptions queue_options(const Day& day, Instant midnight, std::uint64_t seed) {
  QueueOptions options;
  options.workers = day.workers;
  options.database_pool = day.database_pool;
  options.backlog = day.backlog;
  options.opening = midnight + day.opening;
  if (day.hang) {
    options.hang_from = midnight + day.hang->first;
    options.hang_to = midnight + day.hang->second;
  }
  options.seed = seed;
  return options;
}

}  // namespace

Morning::Morning(const Day& day, Instant midnight, std::uint64_t seed)
    : day_(day),
      midnight_(midnight),
      agenda_(midnight + day.from),
      workers_(day.workers),
      backlog_(day.backlog),
      queue_(agenda_, queue_options(day, midnight, seed)),
      truth_(midnight + day.from),
      crowd_(agenda_, day, midnight, seed, [this](Work work, Duration patience, Queue::Done done) {
        submit(work, patience, std::move(done));
      }) {}

void Morning::submit(Work work, Duration patience, Queue::Done done, const std::string& source) {
  const Instant asked = agenda_.now();
  truth_.asked(asked);
  const auto told = [this, asked, done = std::move(done)](Answer answer) {
    truth_.answered(asked, agenda_.now(), answer);
    done(answer);
  };
  const auto fault = this->fault(source);
  Duration wait{0};
  if (fault && fault->fault == Fault::slow) wait = kSlowness;
  if (fault && (fault->fault == Fault::hang || fault->fault == Fault::shell_only) &&
      spoils(fault->fault, work))
    wait = midnight_ + fault->to - asked;
  if (wait > patience) return agenda_.after(patience, [told] { told(Answer::abandoned); });
  const bool spoilt = fault && wait == Duration{0} && spoils(fault->fault, work);
  const auto enter = [this, work, left = patience - wait, spoilt, told] {
    queue_.submit(work, left, [spoilt, told](Answer answer) {
      told(spoilt && served(answer) ? Answer::fault : answer);
    });
  };
  if (wait == Duration{0}) return enter();
  agenda_.after(wait, enter);
}

AttendanceWeb::Load Morning::load() const {
  AttendanceWeb::Load load{queue_.busy(), queue_.waiting(), crowd_.checked_in(), crowd_.trying(),
                           ""};
  // Seconds that a request asked now will wait, at 0.6 s a request.
  const double wait = 0.6 * load.waiting / std::max(workers_, 1U);
  if (load.waiting >= backlog_)
    load.mood = "overrun: turning people away";
  else if (wait > 20.0)
    load.mood = "overrun: working for people who have left";
  else if (wait > 5.0)
    load.mood = "hardly moving";
  else if (wait > 1.0)
    load.mood = "slow: a line has formed";
  else if (load.busy * 2 > workers_)
    load.mood = "busy";
  else
    load.mood = "calm";
  return load;
}

}  // namespace saksi::demo
