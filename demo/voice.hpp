// SPDX-License-Identifier: Apache-2.0
//
// How an application of one make is spoken to and what it answers: its addresses, the names of its
// fields, where it keeps the session, and its words for everything that an employee can be told.
// Who may do what is decided in application.cpp, and is the same for all. Pure; nothing that a
// client sent is ever repeated.
//
// The base class speaks as server-rendered Laravel does ("Absen Maju" itself); the others say what
// they do differently.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "demo/demo.hpp"
#include "demo/fields.hpp"
#include "demo/queue.hpp"
#include "net/http_server.hpp"

namespace saksi::demo {

using net::ServerRequest;
using net::ServerResponse;

enum class Upload : std::uint8_t { done, again, refused };

class Voice {
 public:
  struct Route {
    std::string_view method, path;
    Work work;
  };
  virtual ~Voice() = default;

  // --- what a request brings
  [[nodiscard]] virtual const std::vector<Route>& routes() const;
  [[nodiscard]] virtual std::string session_id(const ServerRequest& request) const;
  [[nodiscard]] virtual std::string_view user(const Fields& fields) const;
  [[nodiscard]] virtual bool wants_token() const { return true; }
  [[nodiscard]] virtual std::string token(const ServerRequest& request, const Fields& fields) const;
  [[nodiscard]] virtual bool good_upload(const Fields& fields) const;

  // --- what is said. `message` is said on the next login page, by those that have one.
  [[nodiscard]] virtual ServerResponse login_page(const Agency& agency, std::string_view token,
                                                  std::string_view message) const;
  [[nodiscard]] virtual ServerResponse welcome(const std::string& session_id) const;
  [[nodiscard]] virtual ServerResponse login_refused(std::string words, std::string& message) const;
  [[nodiscard]] virtual ServerResponse go_to_login() const;      // in place of a page
  [[nodiscard]] virtual ServerResponse unauthenticated() const;  // in place of data
  [[nodiscard]] virtual ServerResponse expired() const;          // the token is not this session's
  [[nodiscard]] virtual ServerResponse menu(const Agency& agency, std::string_view person,
                                            std::string_view token) const;
  [[nodiscard]] virtual ServerResponse form(const Agency& agency, const Day& day,
                                            std::string_view token) const;
  [[nodiscard]] virtual ServerResponse formless(const Agency& agency) const;
  [[nodiscard]] virtual ServerResponse not_open(const Agency& agency, const Day& day) const;
  [[nodiscard]] virtual ServerResponse holiday(const Agency& agency) const;
  [[nodiscard]] virtual ServerResponse data(Json facts) const;
  [[nodiscard]] virtual ServerResponse no_data() const;  // an empty answer in place of it
  [[nodiscard]] virtual ServerResponse uploaded(Upload outcome) const;
  [[nodiscard]] virtual ServerResponse history(const Agency& agency,
                                               const std::vector<std::string>& rows) const;
  // Keeps session and token with the client. Max-Age and no date: clients may live in another time.
  virtual void keep(ServerResponse& response, const std::string& session_id,
                    const std::string& token, std::int64_t seconds) const;
  // Cut in the middle, and said to be whole.
  [[nodiscard]] virtual ServerResponse half(ServerResponse whole) const;
  // What the application's surroundings say; none: nothing of their own (pages.hpp).
  [[nodiscard]] virtual std::optional<ServerResponse> surroundings(Fault fault) const;
};

[[nodiscard]] const Voice& voice_of(Dialect dialect);

// One of each; the table is in voice.cpp.
[[nodiscard]] const Voice& laravel_api_voice();
[[nodiscard]] const Voice& ci3_voice();
[[nodiscard]] const Voice& pipe_text_voice();
[[nodiscard]] const Voice& json_success_voice();

// Shared by them.
[[nodiscard]] ServerResponse plain(std::string body);  // text/html, as such applications say "1"
[[nodiscard]] ServerResponse json_answer(const Json& value, int status = 200);
void set_cookie(ServerResponse& response, std::string_view name, const std::string& value,
                std::int64_t seconds, bool http_only);

}  // namespace saksi::demo
