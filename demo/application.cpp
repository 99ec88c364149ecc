// SPDX-License-Identifier: Apache-2.0
#include "demo/application.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/digest.hpp"
#include "demo/pages.hpp"

namespace saksi::demo {
namespace {

using net::ServerRequest;
using net::ServerResponse;

constexpr std::size_t kMostSessions = 4096;
constexpr std::chrono::seconds kSessionLife{7200};

std::string_view method_of(const ServerRequest& request) {
  return request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
}

std::string secret_text() {
  std::array<std::uint8_t, 20> bytes{};
  // Fails only when the machine has no randomness, and then there is no session to be had.
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
  return hex(bytes);
}

bool same_secret(std::string_view given, std::string_view right) {
  return given.size() == right.size() &&
         CRYPTO_memcmp(given.data(), right.data(), right.size()) == 0;
}

bool is_test_account(std::string_view user) {
  constexpr std::string_view kPrefix = "uji-saksi-";
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return user.size() == kPrefix.size() + 2 && user.starts_with(kPrefix) && digit(user[10]) &&
         digit(user[11]);
}

ServerResponse file(std::string_view type, std::string_view bytes) {
  ServerResponse response;
  response.content_type = std::string(type);
  response.headers.emplace_back("Cache-Control", "public, max-age=86400");
  response.body = std::string(bytes);
  return response;
}

}  // namespace

Application::Application(Day day, Instant midnight, std::string password)
    : day_(std::move(day)),
      midnight_(midnight),
      password_(std::move(password)),
      voice_(voice_of(day_.dialect)) {}

const Agency* Application::agency_of(const ServerRequest& request) const {
  std::string host = request.header("host");
  host.resize(std::min(host.find(':'), host.size()));
  std::transform(host.begin(), host.end(), host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (const Agency& agency : day_.agencies)
    if (agency.host == host) return &agency;
  return nullptr;
}

std::optional<Work> Application::work(const ServerRequest& request) const {
  if (agency_of(request) == nullptr) return std::nullopt;
  for (const Voice::Route& route : voice_.routes())
    if (route.path == request.path && route.method == method_of(request)) return route.work;
  return std::nullopt;
}

ServerResponse Application::front(const ServerRequest& request) const {
  if (agency_of(request) == nullptr) return default_host_page();
  const bool read = method_of(request) == "GET";
  if (read && request.path == "/logo.png") return file("image/png", logo_png());
  if (read && request.path == "/js/webcam.js") return file("text/javascript", camera_script());
  if (read && request.path == "/js/peta.js") return file("text/javascript", map_script());
  if (read && request.path == "/js/app.js") return file("text/javascript", shell_script());
  for (const Voice::Route& route : voice_.routes())
    if (route.path == request.path) return method_page();
  return not_found_page();
}

std::pair<const std::string, Application::Session>& Application::new_session(Instant now) {
  if (sessions_.size() >= kMostSessions) {
    sessions_.erase(std::min_element(
        sessions_.begin(), sessions_.end(),
        [](const auto& a, const auto& b) { return a.second.seen < b.second.seen; }));
  }
  return *sessions_.emplace(secret_text(), Session{secret_text(), "", "", now}).first;
}

std::pair<const std::string, Application::Session>& Application::session_of(
    const ServerRequest& request, Instant now) {
  const auto found = sessions_.find(voice_.session_id(request));
  if (found == sessions_.end()) return new_session(now);
  if (now - found->second.seen > kSessionLife) {
    sessions_.erase(found);
    return new_session(now);
  }
  found->second.seen = now;
  return *found;
}

ServerResponse Application::back(const ServerRequest& request, Answer answer, Instant now,
                                 std::optional<Fault> fault) {
  switch (answer) {
    case Answer::resource_limit:
      return resource_limit_page();
    case Answer::database:
      return voice_.surroundings(Fault::database).value_or(database_page());
    case Answer::gateway:
      return gateway_page();
    case Answer::abandoned:
      return {};  // to nobody
    case Answer::fault:
      if (auto response = voice_.surroundings(fault.value_or(Fault::gateway)))
        return *std::move(response);
      break;
    case Answer::ok:
    case Answer::not_open:
      break;
  }
  const Agency* const agency = agency_of(request);
  const auto asked = work(request);
  if (agency == nullptr || !asked) return front(request);

  auto& [id, session] = session_of(request, now);
  Visit visit{request, *agency, id, session, now};
  ServerResponse response = answer == Answer::fault && fault ? spoilt(visit, *asked, *fault)
                                                             : route(visit, *asked, answer);
  voice_.keep(response, visit.id, sessions_.at(visit.id).token, kSessionLife.count());
  return response;
}

ServerResponse Application::route(Visit& visit, Work work, Answer answer) {
  const bool known = !visit.session.user.empty();
  switch (work) {
    case Work::login_page:
      return voice_.login_page(visit.agency, visit.session.token,
                               std::exchange(visit.session.message, ""));
    case Work::login:
      return log_in(visit);
    case Work::menu:
      return known ? voice_.menu(visit.agency, visit.session.user, visit.session.token)
                   : voice_.go_to_login();
    case Work::form:
      if (!known) return voice_.go_to_login();
      return answer == Answer::not_open ? voice_.not_open(visit.agency, day_)
                                        : voice_.form(visit.agency, day_, visit.session.token);
    case Work::data:
      return known ? home_data(visit) : voice_.unauthenticated();
    case Work::upload:
      return known ? upload(visit) : voice_.go_to_login();
    case Work::history: {
      if (!known) return voice_.go_to_login();
      std::vector<std::string> rows;
      if (const auto at = checked_in_.find(visit.session.user); at != checked_in_.end())
        rows.push_back(fmt::format(
            "<tr><td>{}</td><td>{} WIB</td></tr>\n", date_text(day_.date),
            clock_text(std::chrono::floor<std::chrono::seconds>(at->second - midnight_))));
      return voice_.history(visit.agency, rows);
    }
    case Work::clock:
      return plain(clock_text(std::chrono::floor<std::chrono::seconds>(visit.now - midnight_)));
  }
  return not_found_page();
}

// What the application itself does when a switch is on; all else is said by its surroundings.
ServerResponse Application::spoilt(Visit& visit, Work work, Fault fault) {
  if (fault == Fault::csrf) return voice_.expired();
  if (fault == Fault::redirect_loop) return redirect(visit.request.path);
  if (fault == Fault::login_loop) return voice_.go_to_login();
  if (fault == Fault::locked)
    return voice_.login_refused("Akun terkunci. Hubungi admin OPD.", visit.session.message);
  if (visit.session.user.empty()) return route(visit, work, Answer::ok);
  if (fault == Fault::closed) return voice_.not_open(visit.agency, day_);
  if (fault == Fault::refused) return voice_.holiday(visit.agency);
  if (fault == Fault::empty_data) return voice_.no_data();
  if (fault == Fault::no_token) return voice_.formless(visit.agency);
  ServerResponse response = route(visit, work, Answer::ok);
  return fault == Fault::half_page ? voice_.half(std::move(response)) : response;
}

ServerResponse Application::log_in(Visit& visit) {
  const Fields fields = read_fields(visit.request);
  if (voice_.wants_token() &&
      !same_secret(voice_.token(visit.request, fields), visit.session.token))
    return voice_.expired();
  const std::string user(voice_.user(fields));
  if (!is_test_account(user) || !same_secret(field(fields, "password"), password_))
    return voice_.login_refused("Username atau password salah!", visit.session.message);
  // A new session for the new rights, so that nobody is logged in by an id they were handed.
  sessions_.erase(visit.id);
  auto& [id, session] = new_session(visit.now);
  session.user = user;
  visit.id = id;
  return voice_.welcome(id);
}

ServerResponse Application::home_data(const Visit& visit) const {
  return voice_.data(
      {{"nama", "Pegawai Uji " + visit.session.user.substr(10)},
       {"opd", visit.agency.name},
       {"tanggal", date_text(day_.date)},
       {"jam", clock_text(std::chrono::floor<std::chrono::seconds>(visit.now - midnight_))},
       {"jadwal",
        {{"buka", clock_text(day_.opening)},
         {"batas", clock_text(day_.limit)},
         {"tutup", clock_text(day_.close)}}},
       {"sudah_absen", checked_in_.contains(visit.session.user)}});
}

ServerResponse Application::upload(Visit& visit) {
  const Fields fields = read_fields(visit.request);
  if (voice_.wants_token() &&
      !same_secret(voice_.token(visit.request, fields), visit.session.token))
    return voice_.expired();
  if (visit.now < midnight_ + day_.opening || !voice_.good_upload(fields))
    return voice_.uploaded(Upload::refused);
  return voice_.uploaded(checked_in_.emplace(visit.session.user, visit.now).second ? Upload::done
                                                                                   : Upload::again);
}

}  // namespace saksi::demo
