// SPDX-License-Identifier: Apache-2.0
#include "demo/application.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "demo/multipart.hpp"
#include "demo/pages.hpp"

namespace saksi::demo {
namespace {

using net::ServerRequest;
using net::ServerResponse;

constexpr std::size_t kMostSessions = 4096;
constexpr std::chrono::seconds kSessionLife{7200};

struct Route {
  std::string_view method, path;
  Work work;
};
constexpr std::array<Route, 8> kRoutes{{
    {"GET", "/", Work::login_page},
    {"POST", "/masuk", Work::login},
    {"GET", "/absensi/pilih", Work::menu},
    {"GET", "/absensi/masuk", Work::form},
    {"GET", "/api/beranda", Work::data},
    {"POST", "/absensi/unggah", Work::upload},
    {"GET", "/riwayat", Work::history},
    {"GET", "/api/jam", Work::clock},
}};

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

std::string cookie_of(const ServerRequest& request, std::string_view name) {
  for (const auto& [header, value] : request.headers) {
    if (header != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::string_view pair = rest.substr(0, rest.find(';'));
      const std::size_t start = std::min(pair.find_first_not_of(' '), pair.size());
      const std::string_view cookie = pair.substr(start);
      if (cookie.size() > name.size() && cookie.starts_with(name) && cookie[name.size()] == '=')
        return std::string(cookie.substr(name.size() + 1));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    }
  }
  return {};
}

// Fields of a urlencoded body read like those of a query.
ServerRequest form_fields(const ServerRequest& request) {
  ServerRequest form;
  form.query = request.body;
  return form;
}

bool is_test_account(std::string_view user) {
  constexpr std::string_view kPrefix = "uji-saksi-";
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return user.size() == kPrefix.size() + 2 && user.starts_with(kPrefix) && digit(user[10]) &&
         digit(user[11]);
}

bool is_picture(std::string_view bytes) {
  return bytes.starts_with("\xff\xd8\xff") || bytes.starts_with("\x89PNG") ||
         bytes.starts_with("data:image/jpeg;base64,") ||
         bytes.starts_with("data:image/png;base64,");
}

bool is_degrees(std::string_view text, double most) {
  double value = 0.0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && value >= -most &&
         value <= most;
}

ServerResponse file(std::string_view type, std::string_view bytes) {
  ServerResponse response;
  response.content_type = std::string(type);
  response.headers.emplace_back("Cache-Control", "public, max-age=86400");
  response.body = std::string(bytes);
  return response;
}

ServerResponse plain(std::string body) {
  ServerResponse response;
  response.content_type = "text/html; charset=UTF-8";  // as such applications send their "1"
  response.body = std::move(body);
  return response;
}

ServerResponse json(const Json& value) {
  ServerResponse response;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-cache, private");
  response.body = value.dump();
  return response;
}

}  // namespace

Application::Application(Day day, Instant midnight, std::string password)
    : day_(std::move(day)), midnight_(midnight), password_(std::move(password)) {}

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
  for (const Route& route : kRoutes)
    if (route.path == request.path && route.method == method_of(request)) return route.work;
  return std::nullopt;
}

ServerResponse Application::front(const ServerRequest& request) const {
  if (agency_of(request) == nullptr) return default_host_page();
  const bool read = method_of(request) == "GET";
  if (read && request.path == "/logo.png") return file("image/png", logo_png());
  if (read && request.path == "/js/webcam.js") return file("text/javascript", camera_script());
  if (read && request.path == "/js/peta.js") return file("text/javascript", map_script());
  for (const Route& route : kRoutes)
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
  const auto found = sessions_.find(cookie_of(request, "absen_session"));
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
      return database_page();
    case Answer::gateway:
      return gateway_page();
    case Answer::abandoned:
      return {};  // to nobody
    case Answer::fault:
      if (auto response = hosting_page(fault.value_or(Fault::gateway))) return *std::move(response);
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
  // On every response, as frameworks of this kind do. Max-Age and no date: clients may live in
  // another time than the demo.
  const auto& token = sessions_.at(visit.id).token;
  const auto life = std::to_string(kSessionLife.count());
  response.headers.emplace_back(
      "Set-Cookie", "XSRF-TOKEN=" + token + "; Max-Age=" + life + "; path=/; secure; samesite=lax");
  response.headers.emplace_back("Set-Cookie", "absen_session=" + visit.id + "; Max-Age=" + life +
                                                  "; path=/; secure; httponly; samesite=lax");
  return response;
}

ServerResponse Application::route(Visit& visit, Work work, Answer answer) {
  const bool known = !visit.session.user.empty();
  switch (work) {
    case Work::login_page:
      return login_page(visit.agency, visit.session.token,
                        std::exchange(visit.session.message, ""));
    case Work::login:
      return log_in(visit);
    case Work::menu:
      return known ? menu_page(visit.agency, visit.session.user) : redirect("/");
    case Work::form:
      if (!known) return redirect("/");
      return answer == Answer::not_open ? not_open_page(visit.agency, day_)
                                        : form_page(visit.agency, day_, visit.session.token);
    case Work::data:
      return known ? home_data(visit) : unauthenticated();
    case Work::upload:
      return known ? upload(visit) : redirect("/");
    case Work::history: {
      if (!known) return redirect("/");
      std::vector<std::string> rows;
      if (const auto at = checked_in_.find(visit.session.user); at != checked_in_.end())
        rows.push_back(fmt::format(
            "<tr><td>{}</td><td>{} WIB</td></tr>\n", date_text(day_.date),
            clock_text(std::chrono::floor<std::chrono::seconds>(at->second - midnight_))));
      return history_page(visit.agency, rows);
    }
    case Work::clock:
      return plain(clock_text(std::chrono::floor<std::chrono::seconds>(visit.now - midnight_)));
  }
  return not_found_page();
}

// What the application itself does when a switch is on; all else is said by its surroundings.
ServerResponse Application::spoilt(Visit& visit, Work work, Fault fault) {
  if (fault == Fault::csrf) return expired_page();
  if (fault == Fault::redirect_loop) return redirect("/");
  if (fault == Fault::login_loop) return redirect("/");
  if (fault == Fault::locked) {
    visit.session.message = "Akun terkunci. Hubungi admin OPD.";
    return redirect("/");
  }
  if (visit.session.user.empty()) return route(visit, work, Answer::ok);
  if (fault == Fault::closed) return not_open_page(visit.agency, day_);
  if (fault == Fault::refused) return holiday_page(visit.agency);
  if (fault == Fault::empty_data) return json(Json::object());
  if (fault == Fault::no_token) return formless_page(visit.agency);
  ServerResponse response = route(visit, work, Answer::ok);
  if (fault == Fault::half_page) response.body.resize(response.body.find("<input"));
  return response;
}

ServerResponse Application::log_in(Visit& visit) {
  const ServerRequest form = form_fields(visit.request);
  if (!same_secret(form.parameter("_token"), visit.session.token)) return expired_page();
  const std::string user = form.parameter("username");
  if (!is_test_account(user) || !same_secret(form.parameter("password"), password_)) {
    visit.session.message = "Username atau password salah!";
    return redirect("/");
  }
  // A new session for the new rights, so that nobody is logged in by an id they were handed.
  sessions_.erase(visit.id);
  auto& [id, session] = new_session(visit.now);
  session.user = user;
  visit.id = id;
  return redirect("/absensi/pilih");
}

ServerResponse Application::home_data(const Visit& visit) const {
  return json({{"nama", "Pegawai Uji " + visit.session.user.substr(10)},
               {"opd", visit.agency.name},
               {"tanggal", date_text(day_.date)},
               {"jam", clock_text(std::chrono::floor<std::chrono::seconds>(visit.now - midnight_))},
               {"jadwal",
                {{"buka", clock_text(day_.opening)},
                 {"batas", clock_text(day_.limit)},
                 {"tutup", clock_text(day_.close)}}},
               {"sudah_absen", checked_in_.contains(visit.session.user)}});
}

// "1" done, "2" done before, "0" no: the whole vocabulary of such an upload.
ServerResponse Application::upload(Visit& visit) {
  const auto parts = read_multipart(visit.request.header("content-type"), visit.request.body);
  const auto part = [&](const char* name) {
    const auto found = parts.find(name);
    return found == parts.end() ? std::string_view() : found->second;
  };
  const std::string header = visit.request.header("x-xsrf-token");
  const std::string_view token = part("_token").empty() ? std::string_view(header) : part("_token");
  if (!same_secret(token, visit.session.token)) return expired_page();
  if (visit.now < midnight_ + day_.opening || !is_picture(part("fotoMasuk")) ||
      !is_picture(part("fotoMasuk_b")) || !is_degrees(part("lat"), 90) ||
      !is_degrees(part("long"), 180))
    return plain("0");
  return plain(checked_in_.emplace(visit.session.user, visit.now).second ? "1" : "2");
}

}  // namespace saksi::demo
