// SPDX-License-Identifier: Apache-2.0
//
// A check-in that counts needs five things said; each is refused without.
#include <gtest/gtest.h>

#include "settings/read.hpp"

namespace saksi::settings {
namespace {

const std::string kReal = R"(backends:
  - {id: host, consent: Surat 1/2026, consent_until: 2026-12-31}
targets:
  - {id: disdik, agency: Dinas Pendidikan, short_name: DISDIK, backend: host, url: "https://disdik.example", journey: masuk, calendar: kantor}
vantages:
  - id: serat
    owner: Inspektorat
    group: isp-a
    accounts:
      - {backend: host, user: UJI-1, password_file: /etc/saksi/uji-1}
controls:
  - {id: k1, url: "https://k1.example/"}
  - {id: k2, url: "https://k2.example/"}
  - {id: k3, url: "tls://k3.example:443"}
journeys:
  - id: masuk
    mode: real
    real: {vantage: serat, at: "07:05"}
    steps:
      - {id: login, kind: login, path: /login, fields: {nip: "${user}", sandi: "${password}"}}
      - {id: unggah, kind: upload, path: /absen, fields: {foto: "${picture}"}}
      - {id: catatan, kind: data, path: /api/hari-ini, requires_json: [masuk]}
calendars:
  - id: kantor
    check_in:
      - {days: mon-fri, opening: "07:00", limit: "07:30", close: "08:00"}
    peak:
      - {days: mon-fri, from: "07:00", to: "08:00"}
web:
  operated_by: Inspektorat
  contact: saksi@example
)";

std::string first_mistake(const std::string& from, const std::string& to) {
  std::string text = kReal;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  const Reading reading = read_text(text, "x.yaml");
  if (reading) return "";
  EXPECT_EQ(reading.error().lines.size(), 1U) << to;
  return reading.error().lines[0];
}

TEST(RealMode, IsReadWhereAllIsSaid) {
  const Reading reading = read_text(kReal, "x.yaml");
  ASSERT_TRUE(reading) << reading.error().lines[0];
  const RealSettings& real = reading->journeys.at(0).real;
  EXPECT_EQ(real.vantage.text, "serat");
  EXPECT_EQ(real.at, std::chrono::hours(7) + std::chrono::minutes(5));
  EXPECT_EQ(reading->journeys.at(0).most_requests(), 3U + 2 + 1);
}

TEST(RealMode, IsRefusedWithoutAnEndOfTheConsent) {
  EXPECT_NE(first_mistake(", consent_until: 2026-12-31", "").find("has no consent_until"),
            std::string::npos);
}

TEST(RealMode, IsRefusedWithoutTheOneVantageThatSends) {
  EXPECT_NE(
      first_mistake("    real: {vantage: serat, at: \"07:05\"}\n", "").find("mode real needs"),
      std::string::npos);
}

TEST(RealMode, IsRefusedWithoutALookAtTheRecord) {
  EXPECT_NE(
      first_mistake(
          "      - {id: catatan, kind: data, path: /api/hari-ini, requires_json: [masuk]}\n", "")
          .find("\"accepted\" is not \"recorded\""),
      std::string::npos);
}

TEST(RealMode, IsRefusedWithAnAccountThatLooksLikeAPersons) {
  for (const char* number : {"\"198001012005011001\"", "\"1771010101800001\""}) {
    EXPECT_NE(first_mistake("user: UJI-1", std::string("user: ") + number)
                  .find("looks like an employee's number"),
              std::string::npos)
        << number;
  }
  std::string agreed = kReal;
  agreed.replace(agreed.find("UJI-1"), 5, "\"198001012005011001\"");
  agreed.replace(agreed.find("\"07:05\"}"), 8, "\"07:05\", test_account: yes}");
  const Reading reading = read_text(agreed, "x.yaml");
  EXPECT_TRUE(reading) << reading.error().lines[0];
}

TEST(RealMode, AloneHasUseForItsSection) {
  EXPECT_NE(first_mistake("mode: real", "mode: dry").find("is about mode real alone"),
            std::string::npos);
}

}  // namespace
}  // namespace saksi::settings
