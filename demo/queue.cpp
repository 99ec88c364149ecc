// SPDX-License-Identifier: Apache-2.0
#include "demo/queue.hpp"

namespace saksi::demo {
namespace {

using std::chrono::milliseconds;

// What a request costs a worker, and for which share of that time it holds a database connection.
// The password hash is slow on purpose; the upload decodes two pictures.
struct Cost {
  milliseconds least, most;
  double database;
};
constexpr std::array<Cost, 8> kCosts{{
    {milliseconds(200), milliseconds(500), 0.15},   // login_page: opens a session
    {milliseconds(500), milliseconds(1200), 0.20},  // login: mostly the hash
    {milliseconds(200), milliseconds(600), 0.30},   // menu
    {milliseconds(200), milliseconds(600), 0.25},   // form
    {milliseconds(400), milliseconds(1000), 0.50},  // data
    {milliseconds(600), milliseconds(1200), 0.30},  // upload
    {milliseconds(300), milliseconds(900), 0.50},   // history
    {milliseconds(50), milliseconds(100), 0.0},     // clock
}};
// "Not open yet" is decided before anything is read.
constexpr Cost kNotOpen{milliseconds(60), milliseconds(120), 0.0};

}  // namespace

struct Queue::Request {
  Work work;
  Done done;  // empty once it was called
  Duration service{0};
  Duration query{0};  // the part of `service` with a connection
  bool in_database_line = false;
};

Queue::Queue(Agenda& agenda, QueueOptions options)
    : agenda_(agenda), options_(options), random_(options.seed, "queue") {}

void Queue::reply(Request& request, Answer answer) {
  if (!request.done) return;  // the client has its answer or has left
  const Done done = std::exchange(request.done, nullptr);
  done(answer);
}

void Queue::submit(Work work, Duration patience, Done done) {
  if (busy_ >= options_.workers && line_.size() >= options_.backlog) {
    done(Answer::resource_limit);
    return;
  }
  const auto request = std::make_shared<Request>(Request{work, std::move(done)});
  const bool leaves = patience < options_.wait_limit;
  agenda_.after(leaves ? patience : options_.wait_limit, [request, leaves] {
    reply(*request, leaves ? Answer::abandoned : Answer::gateway);
  });
  if (busy_ < options_.workers) {
    ++busy_;
    take(request);
  } else {
    line_.push_back(request);
  }
}

void Queue::take(const Shared& request) {
  if (hangs()) return agenda_.at(options_.hang_to, [this, request] { take(request); });
  const bool closed = request->work == Work::form && agenda_.now() < options_.opening;
  const Cost& cost = closed ? kNotOpen : kCosts[static_cast<std::size_t>(request->work)];
  request->service = random_.between(cost.least, cost.most);
  if (closed || cost.database == 0.0) {
    agenda_.after(request->service, [this, request, closed] {
      finish(request, closed ? Answer::not_open : Answer::ok);
    });
    return;
  }
  request->query = Duration(
      static_cast<Duration::rep>(static_cast<double>(request->service.count()) * cost.database));
  if (connections_ < options_.database_pool) {
    ++connections_;
    query(request);
    return;
  }
  request->in_database_line = true;
  database_line_.push_back(request);
  agenda_.after(options_.database_wait, [this, request] {
    if (!request->in_database_line) return;
    request->in_database_line = false;  // its place in the line is skipped
    finish(request, Answer::database);
  });
}

void Queue::query(const Shared& request) {
  agenda_.after(request->query, [this, request] {
    if (request->done) {
      release_connection();
    } else {
      agenda_.after(options_.database_sleep, [this] { release_connection(); });
    }
  });
  agenda_.after(request->service, [this, request] { finish(request, Answer::ok); });
}

void Queue::release_connection() {
  while (!database_line_.empty()) {
    const Shared next = database_line_.front();
    database_line_.pop_front();
    if (!next->in_database_line) continue;  // it has given up
    next->in_database_line = false;
    query(next);
    return;
  }
  --connections_;
}

void Queue::finish(const Shared& request, Answer answer) {
  if (hangs())
    return agenda_.at(options_.hang_to, [this, request, answer] { finish(request, answer); });
  if (!request->done) ++wasted_;
  // The worker is free before the client hears of it, as the client may ask again at once.
  if (line_.empty()) {
    --busy_;
  } else {
    const Shared next = line_.front();
    line_.pop_front();
    take(next);
  }
  reply(*request, answer);
}

}  // namespace saksi::demo
