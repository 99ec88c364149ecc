// SPDX-License-Identifier: Apache-2.0
//
// A thread for answers that take their time, so that the crowd at today's page never waits behind
// one. Jobs are done one after the other; beyond `most` of them, whoever comes is told so.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace saksi::web {

class Backroom {
 public:
  // What a job leaves to be done when its place is free again: whoever gets the answer may come
  // back with the next question at once.
  using Telling = std::function<void()>;
  using Job = std::function<Telling()>;

  // `thread_name` outlives the room.
  Backroom(const char* thread_name, std::size_t most)
      : name_(thread_name), most_(most), thread_([this] { run(); }) {}
  // Waits for the job under way; those in line are dropped.
  ~Backroom() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    ready_.notify_one();
    thread_.join();
  }
  Backroom(const Backroom&) = delete;
  Backroom& operator=(const Backroom&) = delete;

  // False where `most` jobs are under way or in line.
  [[nodiscard]] bool take(Job job) {
    {
      const std::lock_guard lock(mutex_);
      if (jobs_.size() >= most_ || closing_) return false;
      jobs_.push_back(std::move(job));
    }
    ready_.notify_one();
    return true;
  }

 private:
  void run();

  const char* const name_;
  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> jobs_;  // the first is under way
  bool closing_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace saksi::web
