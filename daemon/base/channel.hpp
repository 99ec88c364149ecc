// SPDX-License-Identifier: Apache-2.0
//
// A bounded queue between two threads. offer() never waits: when the queue is full the caller keeps
// the value and has its own story for it. close() wakes the reader, who still gets what is inside.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace saksi {

template <class T>
class Channel {
 public:
  explicit Channel(std::size_t most) : most_(most) {}

  // False when full or closed; `value` is then untouched.
  bool offer(T&& value) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_ || queue_.size() >= most_) return false;
      queue_.push_back(std::move(value));
    }
    ready_.notify_one();
    return true;
  }

  // Waits at most `wait` (outside time) for the first value, then takes all that is there, at most
  // `most`. Empty when nothing came or when the channel is closed and drained.
  template <class Wait>
  std::vector<T> take(std::size_t most, Wait wait) {
    std::unique_lock lock(mutex_);
    ready_.wait_for(lock, wait, [&] { return closed_ || !queue_.empty(); });
    std::vector<T> taken;
    while (!queue_.empty() && taken.size() < most) {
      taken.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    return taken;
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    ready_.notify_all();
  }

  [[nodiscard]] bool closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }
  [[nodiscard]] bool finished() const {
    const std::lock_guard lock(mutex_);
    return closed_ && queue_.empty();
  }
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
  }

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<T> queue_;
  bool closed_ = false;
};

}  // namespace saksi
