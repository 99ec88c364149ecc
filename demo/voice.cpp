// SPDX-License-Identifier: Apache-2.0
#include "demo/voice.hpp"

#include <fmt/format.h>

#include "demo/pages.hpp"

namespace saksi::demo {

const Voice& voice_of(Dialect dialect) {
  static const Voice laravel_blade;
  switch (dialect) {
    case Dialect::laravel_blade:
      return laravel_blade;
    case Dialect::laravel_api:
      return laravel_api_voice();
    case Dialect::ci3:
      return ci3_voice();
    case Dialect::pipe_text:
      return pipe_text_voice();
    case Dialect::json_success:
      return json_success_voice();
  }
  return laravel_blade;
}

ServerResponse plain(std::string body) {
  ServerResponse response;
  response.content_type = "text/html; charset=UTF-8";
  response.body = std::move(body);
  return response;
}

ServerResponse json_answer(const Json& value, int status) {
  ServerResponse response;
  response.status = status;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-cache, private");
  response.body = value.dump();
  return response;
}

void set_cookie(ServerResponse& response, std::string_view name, const std::string& value,
                std::int64_t seconds, bool http_only) {
  response.headers.emplace_back(
      "Set-Cookie", fmt::format("{}={}; Max-Age={}; path=/; secure;{} samesite=lax", name, value,
                                seconds, http_only ? " httponly;" : ""));
}

const std::vector<Voice::Route>& Voice::routes() const {
  static const std::vector<Route> all{
      {"GET", "/", Work::login_page},        {"POST", "/masuk", Work::login},
      {"GET", "/absensi/pilih", Work::menu}, {"GET", "/absensi/masuk", Work::form},
      {"GET", "/api/beranda", Work::data},   {"POST", "/absensi/unggah", Work::upload},
      {"GET", "/riwayat", Work::history},    {"GET", "/api/jam", Work::clock},
  };
  return all;
}

std::string Voice::session_id(const ServerRequest& request) const {
  return cookie_of(request, "absen_session");
}

std::string_view Voice::user(const Fields& fields) const { return field(fields, "username"); }

std::string Voice::token(const ServerRequest& request, const Fields& fields) const {
  const std::string_view of_form = field(fields, "_token");
  return of_form.empty() ? request.header("x-xsrf-token") : std::string(of_form);
}

bool Voice::good_upload(const Fields& fields) const {
  return is_picture(field(fields, "fotoMasuk")) && is_picture(field(fields, "fotoMasuk_b")) &&
         is_place(field(fields, "lat"), field(fields, "long"));
}

ServerResponse Voice::login_page(const Agency& agency, std::string_view token,
                                 std::string_view message) const {
  return demo::login_page(agency, {"/masuk", "_token", "username"}, token, message);
}

ServerResponse Voice::welcome(const std::string& /*session_id*/) const {
  return redirect("/absensi/pilih");
}

ServerResponse Voice::login_refused(std::string words, std::string& message) const {
  message = std::move(words);
  return go_to_login();
}

ServerResponse Voice::go_to_login() const { return redirect("/"); }

ServerResponse Voice::unauthenticated() const {
  return json_answer({{"message", "Unauthenticated."}}, 401);
}

ServerResponse Voice::expired() const { return expired_page(); }

ServerResponse Voice::menu(const Agency& agency, std::string_view person,
                           std::string_view /*token*/) const {
  return menu_page(agency, person, "/absensi/masuk",
                   "<a class=\"tombol\" href=\"/riwayat\">Riwayat</a>");
}

ServerResponse Voice::form(const Agency& agency, const Day& day, std::string_view token) const {
  return form_page(agency, day, {"/absensi/unggah", "_token", "fotoMasuk"}, token);
}

ServerResponse Voice::formless(const Agency& agency) const { return formless_page(agency); }

ServerResponse Voice::not_open(const Agency& agency, const Day& day) const {
  return not_open_page(agency, "Presensi dibuka pukul " + people_time(day.opening) + " WIB.");
}

ServerResponse Voice::holiday(const Agency& agency) const {
  return not_open_page(agency, "Hari ini libur. Presensi ditutup.");
}

ServerResponse Voice::data(Json facts) const { return json_answer(facts); }
ServerResponse Voice::no_data() const { return json_answer(Json::object()); }

// "1" done, "2" done before, "0" no: the whole vocabulary of such an upload.
ServerResponse Voice::uploaded(Upload outcome) const {
  return plain(outcome == Upload::done ? "1" : outcome == Upload::again ? "2" : "0");
}

ServerResponse Voice::history(const Agency& agency, const std::vector<std::string>& rows) const {
  return history_page(agency, rows);
}

// On every response, as frameworks of this kind do.
void Voice::keep(ServerResponse& response, const std::string& session_id, const std::string& token,
                 std::int64_t seconds) const {
  set_cookie(response, "XSRF-TOKEN", token, seconds, false);
  set_cookie(response, "absen_session", session_id, seconds, true);
}

ServerResponse Voice::half(ServerResponse whole) const {
  const std::size_t field = whole.body.find("<input");
  whole.body.resize(field == std::string::npos ? whole.body.size() / 2 : field);
  return whole;
}

std::optional<ServerResponse> Voice::surroundings(Fault fault) const { return hosting_page(fault); }

}  // namespace saksi::demo
