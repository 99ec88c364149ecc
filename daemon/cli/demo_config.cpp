// SPDX-License-Identifier: Apache-2.0
#include "cli/demo_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace saksi::cli {
namespace {

struct DemoVantage {
  const char *id, *group, *isp, *place, *source;
};
// Three networks on one machine: the web and the name server tell them apart by source address.
constexpr std::array<DemoVantage, 3> kVantages{{
    {"telkom", "telkom", "Telkom (contoh)", "Kantor Dinas Pendidikan", "127.0.0.11"},
    {"indosat", "indosat", "Indosat (contoh)", "Kantor Kominfo", "127.0.0.12"},
    {"xl", "xl", "XL (contoh)", "Kecamatan Arma Jaya", "127.0.0.13"},
}};

// What a run does, in the manner of each make; as docs/journeys.md says. The steps have the same
// names in all of them, so that a morning reads alike.
std::string steps_yaml(demo::Dialect dialect) {
  switch (dialect) {
    case demo::Dialect::laravel_blade:
      return R"yaml(
      - {id: halaman, kind: page, path: "/", expect: ["Absen Maju"]}
      - id: login
        kind: login
        fields: {username: "${user}", password: "${password}"}
        expect: ["Selamat datang"]
        probe_problem: ["password salah", "username tidak ada", "Akun terkunci"]
      - id: formulir
        kind: page
        path: "/absensi/masuk"
        expect: ["fotoMasuk"]
        not_open: ["Presensi dibuka pukul"]
        rule_reject: ["sudah melakukan absen", "Presensi ditutup"]
      - {id: data, kind: data, path: "/api/beranda", requires_json: ["nama", "opd", "jadwal"]}
      - {id: unggah, kind: upload, path: "/absensi/unggah", fields: {lat: "${lat}", long: "${long}"}}
)yaml";
    case demo::Dialect::ci3:
      return R"yaml(
      - {id: halaman, path: "/login", expect: ["Absen Maju"]}
      - id: login
        kind: login
        fields: {username: "${user}", password: "${password}"}
        expect: ["Selamat datang"]
        probe_problem: ["Username atau password salah", "Akun terkunci"]
      - {id: formulir, path: "/absen/masuk", expect: ["fotoMasuk"]}
      - {id: data, kind: data, path: "/api/beranda", requires_json: ["nama", "opd", "jadwal"]}
      - {id: unggah, kind: upload, path: "/absen/simpan", fields: {lat: "${lat}", long: "${long}"}}
)yaml";
    case demo::Dialect::laravel_api:
      return R"yaml(
      - {id: halaman, kind: data, path: "/api/versi", requires_json: ["versi"]}
      - id: login
        kind: login
        path: "/api/login"
        json: {username: "${user}", password: "${password}"}
        extract: [{name: token, from: json, path: data.api_token}]
        probe_problem: [{json: message, contains: "password salah"}, {json: message, contains: "Akun terkunci"}]
      - id: formulir
        kind: data
        path: "/api/presensi/status"
        headers: {Authorization: "Bearer ${token}"}
        expect: [{json: message_error, equals: false}]
      - id: data
        kind: data
        path: "/api/beranda"
        headers: {Authorization: "Bearer ${token}"}
        requires_json: ["nama", "opd", "jadwal"]
      - id: unggah
        kind: upload
        path: "/api/presensi/masuk"
        headers: {Authorization: "Bearer ${token}"}
        json: {foto: "${picture|datauri}", lat: "${lat}", long: "${long}"}
)yaml";
    case demo::Dialect::pipe_text:
      return R"yaml(
      - {id: halaman, path: "/", expect: ["Absen Maju"]}
      - id: login
        kind: login
        fields: {nik: "${user}", password: "${password}"}
        expect: ["Selamat datang"]
        probe_problem: ["password salah", "Akun terkunci"]
      - {id: formulir, kind: data, path: "/presensi/status"}
      - {id: data, kind: data, path: "/presensi/profil"}
      - id: unggah
        kind: upload
        path: "/presensi/store"
        sending: form
        fields: {image: "${picture|datauri}", lokasi: "${lat},${long}"}
)yaml";
    case demo::Dialect::json_success:
      return R"yaml(
      - {id: halaman, path: "/", expect: ["app.js"], extract: [{name: xsrf, from: cookie, key: XSRF-TOKEN}]}
      - {id: skrip, kind: asset, path: "/js/app.js"}
      - id: login
        kind: login
        path: "/api/masuk"
        headers: {X-XSRF-TOKEN: "${xsrf}"}
        json: {username: "${user}", password: "${password}"}
        probe_problem: [{json: message, contains: "Akun terkunci"}, {json: success, equals: false}]
        extract: [{name: xsrf-masuk, from: cookie, key: XSRF-TOKEN}]
      - {id: formulir, kind: data, path: "/api/presensi/status"}
      - {id: data, kind: data, path: "/api/beranda", requires_json: ["data.nama", "data.opd", "data.jadwal"]}
      - id: unggah
        kind: upload
        path: "/api/presensi"
        headers: {X-XSRF-TOKEN: "${xsrf-masuk}"}
        json: {foto: "${picture|datauri}", lat: "${lat}", long: "${long}"}
)yaml";
  }
  return {};
}

std::string journey_yaml(demo::Dialect dialect) {
  return fmt::format(R"yaml(journeys:
  - id: masuk
    mode: dry
    preset: {}
    user_agent: "Mozilla/5.0 (Linux; Android 10; Mobile)"
    coordinates: {{lat: "-3.4500", long: "102.2000"}}
    steps:)yaml",
                     name(dialect)) +
         steps_yaml(dialect);
}

}  // namespace

std::string demo_yaml(const demo::Day& day, const demo::AttendanceWeb& web,
                      const DemoPlaces& places) {
  // The web is ours: every agency gets its whole journey in every slot, but for days with so many
  // of them that this machine would be the bottleneck; there they take turns, as they would on a
  // real host.
  const std::size_t full =
      day.agencies.size() > 6 ? (day.agencies.size() + 1) / 2 : day.agencies.size();
  const std::size_t many = std::max<std::size_t>(6, day.agencies.size());
  const std::size_t rate = many / 2, burst = std::min<std::size_t>(200, many * 10 / 3);
  std::string yaml = fmt::format(
      R"yaml(# Written by `saksi demo`; the same options as any saksi.yaml.
backends:
  - id: absen-maju
    name: "Absen Maju"
    requests_per_second: {}
    burst: {}
    full_journeys: {}
    consent: "demo: the web is ours"
    allow_private: true
    ca_file: "{}"
targets:
)yaml",
      rate, burst, full, web.ca_file());
  for (const demo::Agency& agency : day.agencies)
    yaml += fmt::format(
        "  - {{id: {}, agency: \"{}\", short_name: {}, backend: absen-maju, url: "
        "\"https://{}:{}\", journey: masuk, "
        "calendar: pemda}}\n",
        agency.id, agency.name, agency.short_name, agency.host, web.https_port());
  yaml += "vantages:\n";
  for (const DemoVantage& vantage : kVantages)
    yaml += fmt::format(
        R"yaml(  - id: {}
    owner: "Kominfo Kabupaten Contoh"
    group: {}
    isp: "{}"
    place: "{}"
    source_address: "{}"
    dns_servers: ["127.0.0.1:{}"]
    accounts:
      - {{backend: absen-maju, user: "{}", password_file: "{}"}}
)yaml",
        vantage.id, vantage.group, vantage.isp, vantage.place, vantage.source, web.dns_port(),
        web.user(), web.password_file());
  yaml += journey_yaml(day.dialect);
  const std::string holiday = day.holiday.empty()
                                  ? ""
                                  : fmt::format(
                                        "    holidays:\n      - {{date: {}, name: \"{}\", decree: "
                                        "\"SKB (contoh)\"}}\n",
                                        date_text(day.date), day.holiday);
  yaml += fmt::format(
      R"yaml(calendars:
  - id: pemda
    zone: {}
    check_in:
      - {{days: "mon-fri", opening: "{}", limit: "{}", close: "{}"}}
    peak:
      - {{days: "mon-fri", from: "06:45", to: "08:15"}}
    late_classes:
      - {{label: TL1, from: 1, to: 30}}
      - {{label: TL2, from: 31, to: 60}}
      - {{label: TL3, from: 61, to: 90}}
      - {{label: TL4, from: 91}}
{}controls:
)yaml",
      day.zone, clock_text(day.opening), clock_text(day.limit), clock_text(day.close), holiday);
  char name = 'a';
  for (const std::string& url : web.control_urls())
    yaml +=
        fmt::format("  - {{id: netral-{}, url: \"{}\", ca_file: \"{}\", allow_private: true}}\n",
                    name++, url, web.ca_file());
  if (day.agencies.size() > 6) yaml += "schedule: {max_inflight: 16}\njudge: {confirm_after: 3s}\n";
  yaml += "alerts:\n  alertmanagers: [";
  for (const std::string& url : places.alertmanagers) yaml += "\"" + url + "\"";
  yaml += "]\n";
  if (!places.telegram_api.empty())
    yaml += fmt::format(
        "  telegram:\n    - {{id: piket, token_file: \"{}\", chat: \"-1001\", api: \"{}\"}}\n",
        places.telegram_token, places.telegram_api);
  // Forty agencies are the day of whoever is on call: reminded soon, until it is acknowledged.
  if (day.agencies.size() > 6) yaml += "  remind: 3m\n";
  if (!places.webhook.empty())
    yaml += fmt::format("  webhooks:\n    - {{id: demo, url: \"{}\"}}\n", places.webhook);
  yaml += fmt::format(
      R"yaml(web:
  title: "Presensi Kabupaten Contoh"
  operated_by: "Kominfo Kabupaten Contoh (simulasi)"
  contact: "saksi@contohkab.example"
  public_url: "http://127.0.0.1:{}"
  operations_url: "http://127.0.0.1:{}"
  pages: {{address: "127.0.0.1", port: {}}}
  operations: {{address: "127.0.0.1", port: {}}}
storage:
  directory: "{}"
)yaml",
      places.pages, places.operations, places.pages, places.operations, places.directory);
  return yaml;
}

}  // namespace saksi::cli
