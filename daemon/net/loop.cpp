// SPDX-License-Identifier: Apache-2.0
#include "net/loop.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/file.hpp"
#include "base/log.hpp"

namespace saksi::net {
namespace {

// Epoll hands this back to us: the fd, and which watching of it the event belongs to. A descriptor
// number is soon used again, so an event that was already fetched must not reach the number's new
// owner.
std::uint64_t ticket(int fd, std::uint32_t watching) {
  return (std::uint64_t{watching} << 32) | static_cast<std::uint32_t>(fd);
}

class EpollLoop final : public Loop {
 public:
  EpollLoop(const Clock& clock, Fd epoll, Fd timer, Fd wake)
      : clock_(clock), epoll_(std::move(epoll)), timer_(std::move(timer)), wake_(std::move(wake)) {}

  [[nodiscard]] const Clock& clock() const override { return clock_; }

  TimerId at(Duration due, Task task) override {
    const TimerId id = next_timer_++;
    due_of_.emplace(id, due);
    timers_.emplace(std::pair{due, id}, std::move(task));
    return id;
  }

  void cancel(TimerId id) override {
    const auto found = due_of_.find(id);
    if (found == due_of_.end()) return;
    const auto timer = timers_.find({found->second, id});
    due_of_.erase(found);
    // The task may own things whose destructors come back here, so it dies last.
    const Task task = std::move(timer->second);
    timers_.erase(timer);
  }

  void watch(int fd, unsigned wanted, std::function<void(unsigned)> ready) override {
    if (wanted == 0) return unwatch(fd);
    auto& slot = watched_[fd];
    const bool known = slot != nullptr;
    const auto old = std::exchange(
        slot, std::make_shared<Watched>(Watched{next_watching_++, wanted, std::move(ready)}));
    epoll_event event{};
    event.events = ((wanted & readable) != 0 ? static_cast<unsigned>(EPOLLIN) : 0u) |
                   ((wanted & writable) != 0 ? static_cast<unsigned>(EPOLLOUT) : 0u);
    event.data.u64 = ticket(fd, slot->watching);
    int result = ::epoll_ctl(epoll_.get(), known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
    // Closed and opened again without unwatch(): the kernel has forgotten what we still know.
    if (result != 0 && known && errno == ENOENT)
      result = ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
    if (result != 0) {
      // A bad descriptor is our bug; without memory for an epoll entry nothing can be probed any
      // more.
      log::error("watching descriptor {}: {}", fd, std::strerror(errno));
      std::abort();
    }
  }

  void unwatch(int fd) override {
    const auto found = watched_.find(fd);
    if (found == watched_.end()) return;
    const auto old = std::move(found->second);
    watched_.erase(found);
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);  // fails only if it is closed already
  }

  void post(Task task) override {
    {
      const std::lock_guard lock(mutex_);
      posted_.push_back(std::move(task));
    }
    ring();
  }

  void stop() override {
    stopping_ = true;
    ring();
  }

  void run() override {
    std::array<epoll_event, 256> events{};
    looked_ = ready_since_ = clock_.steady();
    while (!stopping_) {
      run_due_timers();
      run_posted();
      if (stopping_) break;
      const int count = look(events);
      for (int i = 0; i < count && !stopping_; ++i) {
        dispatch(events[static_cast<std::size_t>(i)]);
        run_due_timers();  // a long batch of events must not make a probe start late
      }
    }
    stopping_ = false;
  }

  [[nodiscard]] Duration lateness() const override { return clock_.steady() - ready_since_; }

  Duration take_lag() override {
    // What is overdue at this moment is late as well, although it has not run.
    if (!timers_.empty())
      worst_lag_ = std::max(worst_lag_, clock_.steady() - timers_.begin()->first.first);
    return std::exchange(worst_lag_, Duration{0});
  }

 private:
  // Asks first without waiting, so that it is known of each event whether it waited for us.
  template <std::size_t N>
  int look(std::array<epoll_event, N>& events) {
    const auto ask = [&](int wait) {
      return ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(N), wait);
    };
    int count = ask(0);
    if (count > 0) {
      ready_since_ = looked_;
      // A full batch leaves others behind, which were ready by then as well.
      if (count < static_cast<int>(N)) looked_ = clock_.steady();
      return count;
    }
    count = ask(arm_timer() ? -1 : 0);
    looked_ = ready_since_ = clock_.steady();
    return count;
  }

  struct Watched {
    std::uint32_t watching;
    unsigned wanted;
    std::function<void(unsigned)> ready;
  };

  template <class F>
  static void guarded(F&& task) noexcept {
    try {
      task();
    } catch (const std::exception& error) {
      log::error("a task of the event loop threw: {}", error.what());
    } catch (...) {
      log::error("a task of the event loop threw something that is no exception");
    }
  }

  void ring() const {
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then the loop is awake anyway.
    [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
  }

  // Timers made by these tasks wait for the next round, so that a task that asks for "now" again
  // and again cannot keep the sockets waiting.
  void run_due_timers() {
    const TimerId made_before = next_timer_;
    for (auto next = timers_.begin(); next != timers_.end();) {
      const auto [due, id] = next->first;
      const Duration now = clock_.steady();
      if (due > now) break;
      if (id >= made_before) {
        ++next;
        continue;
      }
      worst_lag_ = std::max(worst_lag_, now - due);
      {
        const Task task = std::move(next->second);
        timers_.erase(next);
        due_of_.erase(id);
        guarded(task);
      }
      if (stopping_) return;
      next = timers_.begin();  // the task may have changed anything
    }
  }

  // False: something is due already, so do not wait. The kernel is given a wait and not an instant,
  // because only waits can be translated from a clock that is not the kernel's.
  bool arm_timer() {
    if (timers_.empty()) {
      set_timer(Duration{0});
      return true;
    }
    const Duration wait = timers_.begin()->first.first - clock_.steady();
    if (wait <= Duration{0}) return false;
    // Dividing rounds down; one microsecond more keeps us from waking just before the instant.
    set_timer(std::max(clock_.outside(wait), Duration{0}) + Duration{1});
    return true;
  }

  void set_timer(Duration wait) const {  // zero: never
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait);
    itimerspec spec{};
    spec.it_value.tv_sec = seconds.count();
    spec.it_value.tv_nsec = std::chrono::nanoseconds(wait - seconds).count();
    ::timerfd_settime(timer_.get(), 0, &spec, nullptr);
  }

  void run_posted() {
    std::vector<Task> tasks;
    {
      const std::lock_guard lock(mutex_);
      tasks.swap(posted_);
    }
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      if (stopping_) {  // what has not run stays posted, in order
        const std::lock_guard lock(mutex_);
        posted_.insert(posted_.begin(),
                       std::make_move_iterator(tasks.begin() + static_cast<std::ptrdiff_t>(i)),
                       std::make_move_iterator(tasks.end()));
        return;
      }
      guarded(tasks[i]);
      tasks[i] = nullptr;
    }
  }

  void dispatch(const epoll_event& event) {
    const int fd = static_cast<int>(static_cast<std::uint32_t>(event.data.u64));
    if (fd == timer_.get() || fd == wake_.get()) {
      std::uint64_t count = 0;
      [[maybe_unused]] const auto got = ::read(fd, &count, sizeof count);
      return;
    }
    const auto found = watched_.find(fd);
    if (found == watched_.end() || ticket(fd, found->second->watching) != event.data.u64) return;
    const auto watched = found->second;  // the callback may unwatch itself
    unsigned directions = 0;
    if ((event.events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0) directions |= readable;
    if ((event.events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0) directions |= writable;
    directions &= watched->wanted;
    if (directions != 0) guarded([&] { watched->ready(directions); });
  }

  const Clock& clock_;
  const Fd epoll_;
  const Fd timer_;
  const Fd wake_;
  std::map<std::pair<Duration, TimerId>, Task>
      timers_;  // the first is due first; equal ones in order
  std::unordered_map<TimerId, Duration> due_of_;
  TimerId next_timer_ = 1;
  std::unordered_map<int, std::shared_ptr<Watched>> watched_;
  std::uint32_t next_watching_ = 1;
  Duration worst_lag_{0};
  Duration looked_{0};       // when nothing was ready that is not handled since
  Duration ready_since_{0};  // not earlier was ready what is handled now
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::vector<Task> posted_;  // guarded by mutex_
};

}  // namespace

Result<std::unique_ptr<Loop>> Loop::create(const Clock& clock) {
  Fd epoll(::epoll_create1(EPOLL_CLOEXEC));
  Fd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  Fd wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!epoll || !timer || !wake)
    return fail(std::string("making an event loop: ") + std::strerror(errno));
  for (const int fd : {timer.get(), wake.get()}) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = ticket(fd, 0);
    if (::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0)
      return fail(std::string("making an event loop: ") + std::strerror(errno));
  }
  return std::make_unique<EpollLoop>(clock, std::move(epoll), std::move(timer), std::move(wake));
}

}  // namespace saksi::net
