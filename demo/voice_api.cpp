// SPDX-License-Identifier: Apache-2.0
//
// The two that speak JSON. laravel-api: a client of its own that keeps a bearer token; refusals are
// 200 with message_error. json-success: an empty page whose script asks for everything, a session
// in cookies, the token in a header; refusals are 500 with success: false.
#include "demo/pages.hpp"
#include "demo/voice.hpp"

namespace saksi::demo {
namespace {

std::string closed_words(const Day& day) {
  return "Belum waktunya presensi. Presensi dibuka pukul " + people_time(day.opening) + " WIB.";
}
constexpr std::string_view kHoliday = "Hari ini libur. Presensi ditutup.";

// What both have in common: nothing of it is a page.
class JsonVoice : public Voice {
 public:
  [[nodiscard]] bool good_upload(const Fields& fields) const override {
    return is_picture(field(fields, "foto")) &&
           is_place(field(fields, "lat"), field(fields, "long"));
  }
  [[nodiscard]] ServerResponse go_to_login() const override { return unauthenticated(); }
  [[nodiscard]] ServerResponse formless(const Agency& /*agency*/) const override {
    return no_data();
  }
  [[nodiscard]] ServerResponse half(ServerResponse whole) const override {
    whole.body.resize(whole.body.size() / 2);
    return whole;
  }
  [[nodiscard]] ServerResponse history(const Agency& /*agency*/,
                                       const std::vector<std::string>& rows) const override {
    return data({{"hari", rows.size()}});
  }
  [[nodiscard]] ServerResponse form(const Agency& /*agency*/, const Day& day,
                                    std::string_view /*token*/) const override {
    return said("Silakan presensi.", {{"batas", people_time(day.limit)}});
  }
  [[nodiscard]] ServerResponse not_open(const Agency& /*agency*/, const Day& day) const override {
    return refused(closed_words(day));
  }
  [[nodiscard]] ServerResponse holiday(const Agency& /*agency*/) const override {
    return refused(std::string(kHoliday));
  }
  [[nodiscard]] ServerResponse menu(const Agency& agency, std::string_view person,
                                    std::string_view /*token*/) const override {
    return said("Selamat datang.", {{"nama", person}, {"opd", agency.name}});
  }
  [[nodiscard]] ServerResponse uploaded(Upload outcome) const override {
    if (outcome == Upload::done) return said("Presensi berhasil.", Json::object());
    return refused(outcome == Upload::again ? "Anda sudah melakukan absen."
                                            : "Foto tidak terbaca.");
  }

 protected:
  [[nodiscard]] virtual ServerResponse said(std::string message, Json data) const = 0;
  [[nodiscard]] virtual ServerResponse refused(std::string message) const = 0;
};

class LaravelApi final : public JsonVoice {
 public:
  [[nodiscard]] const std::vector<Route>& routes() const override {
    static const std::vector<Route> all{
        {"GET", "/api/versi", Work::login_page},
        {"POST", "/api/login", Work::login},
        {"GET", "/api/profil", Work::menu},
        {"GET", "/api/presensi/status", Work::form},
        {"GET", "/api/beranda", Work::data},
        {"POST", "/api/presensi/masuk", Work::upload},
        {"GET", "/api/presensi/riwayat", Work::history},
        {"GET", "/api/jam", Work::clock},
    };
    return all;
  }
  [[nodiscard]] std::string session_id(const ServerRequest& request) const override {
    constexpr std::string_view bearer = "Bearer ";
    const std::string header = request.header("authorization");
    return header.starts_with(bearer) ? header.substr(bearer.size()) : std::string();
  }
  [[nodiscard]] bool wants_token() const override { return false; }
  [[nodiscard]] ServerResponse login_page(const Agency& agency, std::string_view /*token*/,
                                          std::string_view /*message*/) const override {
    return json_answer({{"aplikasi", "Absen Maju"}, {"versi", "2.4.1"}, {"opd", agency.name}});
  }
  [[nodiscard]] ServerResponse welcome(const std::string& session_id) const override {
    return said("Berhasil masuk.", {{"api_token", session_id}});
  }
  [[nodiscard]] ServerResponse login_refused(std::string words,
                                             std::string& /*message*/) const override {
    return json_answer({{"message", words}, {"errors", {{"username", {words}}}}}, 422);
  }
  [[nodiscard]] ServerResponse data(Json facts) const override { return json_answer(facts); }
  void keep(ServerResponse& /*response*/, const std::string& /*session_id*/,
            const std::string& /*token*/, std::int64_t /*seconds*/) const override {}
  [[nodiscard]] std::optional<ServerResponse> surroundings(Fault fault) const override {
    switch (fault) {
      case Fault::database:
        return json_answer({{"message", "SQLSTATE[HY000] [1040] Too many connections"}}, 500);
      case Fault::server_error:
        return json_answer({{"message", "Server Error"}}, 500);
      case Fault::forbidden:
        return json_answer({{"message", "This action is unauthorized."}}, 403);
      case Fault::maintenance:
      case Fault::too_many: {
        const bool many = fault == Fault::too_many;
        ServerResponse response = json_answer(
            {{"message", many ? "Too Many Attempts." : "Service Unavailable"}}, many ? 429 : 503);
        response.headers.emplace_back("Retry-After", many ? "60" : "300");
        return response;
      }
      default:
        return Voice::surroundings(fault);
    }
  }

 protected:
  [[nodiscard]] ServerResponse said(std::string message, Json data) const override {
    return json_answer(
        {{"message_error", false}, {"message", std::move(message)}, {"data", std::move(data)}});
  }
  [[nodiscard]] ServerResponse refused(std::string message) const override {
    return json_answer(
        {{"message_error", true}, {"message", std::move(message)}, {"data", Json()}});
  }
};

class JsonSuccess final : public JsonVoice {
 public:
  [[nodiscard]] const std::vector<Route>& routes() const override {
    static const std::vector<Route> all{
        {"GET", "/", Work::login_page},
        {"POST", "/api/masuk", Work::login},
        {"GET", "/api/profil", Work::menu},
        {"GET", "/api/presensi/status", Work::form},
        {"GET", "/api/beranda", Work::data},
        {"POST", "/api/presensi", Work::upload},
        {"GET", "/api/presensi/riwayat", Work::history},
        {"GET", "/api/jam", Work::clock},
    };
    return all;
  }
  [[nodiscard]] std::string token(const ServerRequest& request,
                                  const Fields& /*fields*/) const override {
    return request.header("x-xsrf-token");
  }
  [[nodiscard]] ServerResponse login_page(const Agency& agency, std::string_view /*token*/,
                                          std::string_view /*message*/) const override {
    return shell_page(agency);
  }
  [[nodiscard]] ServerResponse welcome(const std::string& /*session_id*/) const override {
    return said("Berhasil masuk.", Json::object());
  }
  [[nodiscard]] ServerResponse login_refused(std::string words,
                                             std::string& /*message*/) const override {
    return json_answer({{"success", false}, {"message", std::move(words)}});
  }
  [[nodiscard]] ServerResponse unauthenticated() const override {
    return json_answer({{"success", false}, {"message", "Unauthenticated."}}, 401);
  }
  [[nodiscard]] ServerResponse expired() const override {
    return json_answer({{"message", "CSRF token mismatch."}}, 419);
  }
  [[nodiscard]] ServerResponse data(Json facts) const override {
    return said("OK", std::move(facts));
  }

 protected:
  [[nodiscard]] ServerResponse said(std::string message, Json data) const override {
    return json_answer(
        {{"success", true}, {"message", std::move(message)}, {"data", std::move(data)}});
  }
  [[nodiscard]] ServerResponse refused(std::string message) const override {
    return json_answer({{"success", false}, {"message", std::move(message)}}, 500);
  }
};

}  // namespace

const Voice& laravel_api_voice() {
  static const LaravelApi voice;
  return voice;
}

const Voice& json_success_voice() {
  static const JsonSuccess voice;
  return voice;
}

}  // namespace saksi::demo
