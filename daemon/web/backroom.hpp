// SPDX-License-Identifier: Apache-2.0
//
// One thread for answers that take their time (a sheet of records), so that the crowd at today's
// page never waits behind one. One job at a time and none in line: who comes meanwhile is told so.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace saksi::web {

class Backroom {
 public:
  // What a job leaves to be done when the room is free again: whoever gets the answer may come back
  // with the next question at once.
  using Telling = std::function<void()>;
  using Job = std::function<Telling()>;

  Backroom() : thread_([this] { run(); }) {}
  // Waits for the job under way.
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

  // False while another job is under way.
  [[nodiscard]] bool take(Job job) {
    {
      const std::lock_guard lock(mutex_);
      if (job_ || closing_) return false;
      job_ = std::move(job);
    }
    ready_.notify_one();
    return true;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ready_.wait(lock, [&] { return closing_ || job_; });
      if (!job_) return;
      lock.unlock();
      Telling tell = job_();
      lock.lock();
      job_ = nullptr;
      lock.unlock();
      tell();
      tell = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable ready_;
  Job job_;
  bool closing_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace saksi::web
