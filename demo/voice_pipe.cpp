// SPDX-License-Identifier: Apache-2.0
//
// A page whose script asks in the background, and is answered "success|Silakan absen|in".
#include <fmt/format.h>

#include "demo/pages.hpp"
#include "demo/voice.hpp"

namespace saksi::demo {
namespace {

ServerResponse said(std::string_view text) { return plain(fmt::format("success|{}|in", text)); }
ServerResponse refused(std::string_view text) { return plain(fmt::format("error|{}|in", text)); }

// Where one is, as "lat,long".
bool is_spot(std::string_view text) {
  const std::size_t comma = std::min(text.find(','), text.size() - 1);
  return !text.empty() && is_place(text.substr(0, comma), text.substr(comma + 1));
}

class PipeText final : public Voice {
 public:
  [[nodiscard]] const std::vector<Route>& routes() const override {
    static const std::vector<Route> all{
        {"GET", "/", Work::login_page},
        {"POST", "/proseslogin", Work::login},
        {"GET", "/dashboard", Work::menu},
        {"GET", "/presensi/status", Work::form},
        {"GET", "/presensi/profil", Work::data},
        {"POST", "/presensi/store", Work::upload},
        {"GET", "/presensi/histori", Work::history},
        {"GET", "/presensi/jam", Work::clock},
    };
    return all;
  }
  [[nodiscard]] std::string_view user(const Fields& fields) const override {
    return field(fields, "nik");
  }
  [[nodiscard]] bool good_upload(const Fields& fields) const override {
    return is_picture(field(fields, "image")) && is_spot(field(fields, "lokasi"));
  }
  [[nodiscard]] ServerResponse login_page(const Agency& agency, std::string_view token,
                                          std::string_view message) const override {
    return demo::login_page(agency, {"/proseslogin", "_token", "nik"}, token, message);
  }
  [[nodiscard]] ServerResponse welcome(const std::string& /*session_id*/) const override {
    return redirect("/dashboard");
  }
  [[nodiscard]] ServerResponse unauthenticated() const override { return go_to_login(); }
  [[nodiscard]] ServerResponse menu(const Agency& agency, std::string_view person,
                                    std::string_view token) const override {
    return menu_page(agency, person, "/presensi/status",
                     fmt::format(R"(<p id="status"></p>
<form id="absen" method="POST" action="/presensi/store">
<input type="hidden" name="_token" value="{}"><input type="hidden" name="image"><input type="hidden" name="lokasi">
</form>
<script>
fetch('/presensi/status').then((answer) => answer.text()).then((text) => {{
  document.getElementById('status').textContent = text.split('|')[1];
}});
</script>)",
                                 token));
  }
  [[nodiscard]] ServerResponse form(const Agency& /*agency*/, const Day& /*day*/,
                                    std::string_view /*token*/) const override {
    return said("Silakan absen");
  }
  [[nodiscard]] ServerResponse formless(const Agency& /*agency*/) const override {
    return no_data();
  }
  [[nodiscard]] ServerResponse not_open(const Agency& /*agency*/, const Day& day) const override {
    return refused("Maaf, belum waktunya. Presensi dibuka pukul " + people_time(day.opening));
  }
  [[nodiscard]] ServerResponse holiday(const Agency& /*agency*/) const override {
    return refused("Hari ini libur");
  }
  [[nodiscard]] ServerResponse data(Json facts) const override {
    return said(facts.value("nama", "") + ", " + facts.value("opd", ""));
  }
  [[nodiscard]] ServerResponse no_data() const override { return plain(""); }
  [[nodiscard]] ServerResponse uploaded(Upload outcome) const override {
    return outcome == Upload::done
               ? said("Terima kasih, selamat bekerja!")
               : refused(outcome == Upload::again ? "Maaf, anda sudah melakukan absen"
                                                  : "Maaf, gagal absen, hubungi tim IT");
  }
  [[nodiscard]] ServerResponse half(ServerResponse whole) const override {
    whole.body.resize(whole.body.size() / 8);
    return whole;
  }
};

}  // namespace

const Voice& pipe_text_voice() {
  static const PipeText voice;
  return voice;
}

}  // namespace saksi::demo
