// SPDX-License-Identifier: Apache-2.0
//
// "Absen Maju" itself: routes, sessions, the test accounts and their records. It says what a
// request costs, and when that has been paid in the queue, answers it. One thread at a time; no
// socket, no clock. Sessions and records live in memory, with caps.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "demo/demo.hpp"
#include "demo/queue.hpp"
#include "demo/voice.hpp"
#include "net/http_server.hpp"

namespace saksi::demo {

class Application {
 public:
  // `password` opens every account "uji-saksi-01" to "uji-saksi-99".
  Application(Day day, Instant midnight, std::string password);

  // What the request costs; none for what the front server answers by itself, outside the queue.
  [[nodiscard]] std::optional<Work> work(const net::ServerRequest& request) const;
  [[nodiscard]] net::ServerResponse front(const net::ServerRequest& request) const;

  // The answer once the queue has spoken. Changes sessions and records. `fault` is what spoils it
  // where the answer is Answer::fault.
  [[nodiscard]] net::ServerResponse back(const net::ServerRequest& request, Answer answer,
                                         Instant now, std::optional<Fault> fault = std::nullopt);

  [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

 private:
  struct Session {
    std::string token, user, message;
    Instant seen;
  };
  struct Visit {
    const net::ServerRequest& request;
    const Agency& agency;
    std::string id;
    Session& session;
    Instant now;
  };

  [[nodiscard]] const Agency* agency_of(const net::ServerRequest& request) const;
  std::pair<const std::string, Session>& session_of(const net::ServerRequest& request, Instant now);
  std::pair<const std::string, Session>& new_session(Instant now);
  net::ServerResponse route(Visit& visit, Work work, Answer answer);
  net::ServerResponse spoilt(Visit& visit, Work work, Fault fault);
  net::ServerResponse log_in(Visit& visit);
  net::ServerResponse home_data(const Visit& visit) const;
  net::ServerResponse upload(Visit& visit);

  const Day day_;
  const Instant midnight_;
  const std::string password_;
  const Voice& voice_;
  std::map<std::string, Session> sessions_;
  std::map<std::string, Instant> checked_in_;  // user -> when
};

}  // namespace saksi::demo
