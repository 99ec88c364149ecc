// SPDX-License-Identifier: Apache-2.0
//
// One thread's event loop: file descriptors (epoll), instants (one absolute timerfd over a heap),
// and work handed in from other threads. All of probing runs on one of these. Everything here is
// called on the loop's own thread, except post() and stop().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "base/clock.hpp"

namespace saksi::net {

class Loop {
 public:
  using Task = std::function<void()>;
  using TimerId = std::uint64_t;
  enum : unsigned { readable = 1, writable = 2 };

  // `clock` must outlive the loop. Waits are converted with clock.outside().
  static Result<std::unique_ptr<Loop>> create(const Clock& clock);
  virtual ~Loop() = default;

  [[nodiscard]] virtual const Clock& clock() const = 0;

  // Calls `task` once, not before the clock's steady() shows `due`; cancel() before that is enough.
  virtual TimerId at(Duration due_steady, Task task) = 0;
  TimerId after(Duration wait, Task task) { return at(clock().steady() + wait, std::move(task)); }
  virtual void cancel(TimerId timer) = 0;  // unknown or spent ids are fine

  // Level-triggered. `ready` gets which of the wanted directions are (errors count as both).
  // Watching an fd again replaces what was wanted. Call unwatch() before the fd is closed.
  virtual void watch(int fd, unsigned wanted, std::function<void(unsigned)> ready) = 0;
  virtual void unwatch(int fd) = 0;

  virtual void post(Task task) = 0;  // any thread; runs soon, in order
  virtual void run() = 0;            // until stop()
  virtual void stop() = 0;           // any thread

  // The worst lateness of a timer since the last call, in the clock's time: how long something of
  // ours kept the loop from looking. The error bound that goes into samples.
  virtual Duration take_lag() = 0;

  // How long what is being handled may have waited for us, at most: it was not ready when the loop
  // looked before, or the loop slept until it was.
  [[nodiscard]] virtual Duration lateness() const = 0;
};

}  // namespace saksi::net
