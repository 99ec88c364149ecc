// SPDX-License-Identifier: Apache-2.0
#include "web/backroom.hpp"

#include <pthread.h>

#include <exception>
#include <utility>

#include "base/log.hpp"

namespace saksi::web {
namespace {

// What was typed is hostile, and one question must not end the daemon: its asker gets no answer.
Backroom::Telling done(const Backroom::Job& job) {
  try {
    return job();
  } catch (const std::exception& escaped) {
    log::error("web: an answer threw: {}", escaped.what());
    return {};
  }
}

}  // namespace

void Backroom::run() {
  ::pthread_setname_np(::pthread_self(), name_);
  std::unique_lock lock(mutex_);
  for (;;) {
    ready_.wait(lock, [&] { return closing_ || !jobs_.empty(); });
    if (closing_) return;
    Job job = std::exchange(jobs_.front(), nullptr);  // its place stays taken
    lock.unlock();
    Telling tell = done(job);
    job = nullptr;
    lock.lock();
    jobs_.pop_front();
    lock.unlock();
    if (tell) tell();
    tell = nullptr;
    lock.lock();
  }
}

}  // namespace saksi::web
