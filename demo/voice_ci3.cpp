// SPDX-License-Identifier: Apache-2.0
//
// CodeIgniter 3: a Refresh header in the place of a redirect, the token in csrf_test_name and a
// cookie, and error pages of its own.
#include <fmt/format.h>

#include "demo/pages.hpp"
#include "demo/voice.hpp"

namespace saksi::demo {
namespace {

// redirect('login', 'refresh'): 200, and nothing on the page.
ServerResponse refresh(std::string_view path) {
  ServerResponse response = plain("");
  response.headers.emplace_back("Refresh", fmt::format("0;url={}", path));
  return response;
}

// application/views/errors/html/error_general.php and its kin.
ServerResponse error_page(int status, std::string_view title, std::string_view text) {
  ServerResponse response = plain(fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
      "charset=\"utf-8\">\n<title>Error</title>\n"
      "</head>\n<body>\n\t<div id=\"container\">\n\t\t<h1>{}</h1>\n\t\t<p>{}</p>\t</div>\n</body>\n"
      "</html>",
      title, text));
  response.status = status;
  return response;
}

class Ci3 final : public Voice {
 public:
  [[nodiscard]] const std::vector<Route>& routes() const override {
    static const std::vector<Route> all{
        {"GET", "/login", Work::login_page},      {"POST", "/login/action", Work::login},
        {"GET", "/dashboard", Work::menu},        {"GET", "/absen/masuk", Work::form},
        {"GET", "/api/beranda", Work::data},      {"POST", "/absen/simpan", Work::upload},
        {"GET", "/absen/riwayat", Work::history}, {"GET", "/absen/jam", Work::clock},
    };
    return all;
  }
  [[nodiscard]] std::string session_id(const ServerRequest& request) const override {
    return cookie_of(request, "ci_session");
  }
  [[nodiscard]] std::string token(const ServerRequest& /*request*/,
                                  const Fields& fields) const override {
    return std::string(field(fields, "csrf_test_name"));
  }
  [[nodiscard]] ServerResponse login_page(const Agency& agency, std::string_view token,
                                          std::string_view message) const override {
    return demo::login_page(agency, {"/login/action", "csrf_test_name", "username"}, token,
                            message);
  }
  [[nodiscard]] ServerResponse welcome(const std::string& /*session_id*/) const override {
    return refresh("/dashboard");
  }
  [[nodiscard]] ServerResponse go_to_login() const override { return refresh("/login"); }
  [[nodiscard]] ServerResponse unauthenticated() const override { return go_to_login(); }
  [[nodiscard]] ServerResponse expired() const override {
    return error_page(403, "An Error Was Encountered",
                      "The action you have requested is not allowed.");
  }
  [[nodiscard]] ServerResponse menu(const Agency& agency, std::string_view person,
                                    std::string_view /*token*/) const override {
    return menu_page(agency, person, "/absen/masuk",
                     "<a class=\"tombol\" href=\"/absen/riwayat\">Riwayat</a>");
  }
  [[nodiscard]] ServerResponse form(const Agency& agency, const Day& day,
                                    std::string_view token) const override {
    return form_page(agency, day, {"/absen/simpan", "csrf_test_name", "fotoMasuk"}, token);
  }
  [[nodiscard]] ServerResponse not_open(const Agency& agency, const Day& day) const override {
    return not_open_page(agency, "Belum waktunya presensi. Presensi dibuka pukul " +
                                     people_time(day.opening) + " WIB.");
  }
  void keep(ServerResponse& response, const std::string& session_id, const std::string& token,
            std::int64_t seconds) const override {
    set_cookie(response, "csrf_cookie_name", token, seconds, false);
    set_cookie(response, "ci_session", session_id, seconds, true);
  }
  [[nodiscard]] std::optional<ServerResponse> surroundings(Fault fault) const override {
    switch (fault) {
      case Fault::database:
        return error_page(500, "A Database Error Occurred",
                          "Error Number: 1040</p><p>Too many connections");
      case Fault::server_error:
        return error_page(500, "An Error Was Encountered", "Unable to load the requested file.");
      case Fault::php_error:
        return plain(
            "<div style=\"border:1px solid #990000;padding-left:20px;\">\n<h4>A PHP Error was "
            "encountered</h4>\n<p>Severity: Warning</p>\n<p>Message: Undefined variable "
            "$jadwal</p>\n<p>Filename: controllers/Login.php</p>\n</div>");
      default:
        return Voice::surroundings(fault);
    }
  }
};

}  // namespace

const Voice& ci3_voice() {
  static const Ci3 voice;
  return voice;
}

}  // namespace saksi::demo
