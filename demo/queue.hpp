// SPDX-License-Identifier: Apache-2.0
//
// A shared hosting account as a queue: so many request slots, a line of limited length before them,
// a database with fewer connections than slots, and a front server that waits for a minute. Nothing
// is scripted. What makes an overload last is wasted work: a client that leaves does not take its
// request out of the line, the worker serves it to nobody, and its database connection sleeps for a
// while before it is found to be dead.
//
// Pure: lives on an agenda, opens no socket, asks no clock.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string_view>

#include "demo/agenda.hpp"
#include "demo/random.hpp"

namespace saksi::demo {

enum class Work : std::uint8_t { login_page, login, menu, form, data, upload, history, clock };

enum class Answer : std::uint8_t {
  ok,
  not_open,        // the application says by its rules that it is not open yet
  resource_limit,  // 508: the line is full
  database,        // 500: "[1040] Too many connections"
  gateway,         // 504: the front server waited long enough
  abandoned,       // the client left first
  fault,           // a switch of the day spoils it; the queue never says so
};
inline constexpr std::array<std::string_view, 7> kAnswerNames{"ok",  "not_open",  "508",  "1040",
                                                              "504", "abandoned", "fault"};
[[nodiscard]] constexpr std::string_view name(Answer answer) {
  return kAnswerNames[static_cast<std::size_t>(answer)];
}
[[nodiscard]] constexpr bool served(Answer answer) {
  return answer == Answer::ok || answer == Answer::not_open;
}

struct QueueOptions {
  unsigned workers = 30;
  unsigned database_pool = 24;
  unsigned backlog = 1500;
  Instant opening{};               // a form asked before is answered not_open, cheaply
  Instant hang_from{}, hang_to{};  // in between no worker gets on: the storage does not answer
  Duration wait_limit = std::chrono::seconds(60);
  Duration database_wait = std::chrono::milliseconds(300);    // for a connection; then 1040
  Duration database_sleep = std::chrono::milliseconds(1000);  // of a connection whose client left
  std::uint64_t seed = 1;
};

class Queue {
 public:
  using Done = std::function<void(Answer)>;

  // `agenda` must outlive it, and so must it outlive its tasks on the agenda.
  Queue(Agenda& agenda, QueueOptions options);
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  // `done` is called exactly once, at the agenda's now: in this call for a 508, later for all else.
  // A client that waits longer than `patience` leaves; its request stays.
  void submit(Work work, Duration patience, Done done);

  [[nodiscard]] unsigned busy() const { return busy_; }
  [[nodiscard]] unsigned waiting() const { return static_cast<unsigned>(line_.size()); }
  [[nodiscard]] unsigned connections() const { return connections_; }
  [[nodiscard]] std::uint64_t wasted() const { return wasted_; }  // served to nobody

 private:
  struct Request;
  using Shared = std::shared_ptr<Request>;
  [[nodiscard]] bool hangs() const {
    return options_.hang_from <= agenda_.now() && agenda_.now() < options_.hang_to;
  }
  void take(const Shared& request);   // a free worker begins with it
  void query(const Shared& request);  // it has its connection
  void release_connection();
  void finish(const Shared& request, Answer answer);
  static void reply(Request& request, Answer answer);

  Agenda& agenda_;
  const QueueOptions options_;
  Random random_;
  unsigned busy_ = 0;
  unsigned connections_ = 0;
  std::uint64_t wasted_ = 0;
  std::deque<Shared> line_;
  std::deque<Shared> database_line_;
};

}  // namespace saksi::demo
