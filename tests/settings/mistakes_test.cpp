// SPDX-License-Identifier: Apache-2.0
//
// The mistakes that people make, and the exact words that they get. One good file; each case
// changes one place of it.
#include <gtest/gtest.h>

#include "settings/read.hpp"
#include "settings/values.hpp"

namespace saksi::settings {
namespace {

const std::string kGood = R"(backends:
  - {id: host, consent: Surat 1/2026}
targets:
  - id: disdik
    agency: Dinas Pendidikan
    short_name: DISDIK
    backend: host
    url: https://disdik.example
    journey: masuk
    calendar: kantor
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
    mode: dry
    steps:
      - {id: beranda, path: /login}
      - {id: login, kind: login, fields: {nip: $user, sandi: $password}}
      - {id: data, kind: data, path: /api, requires_json: [nama]}
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

struct Case {
  std::string name, from, to;
  std::vector<std::string> told;
};

// clang-format off
const std::vector<Case> kCases{
    {"an option of another kind", "{id: beranda, path: /login}", "{id: beranda, path: /login, port: 443, days_left: 5}",
     {"x.yaml:25:43: journey \"masuk\": step \"beranda\": \"port\" is for steps of kind tcp and tls alone; remove it or change the kind",
      "x.yaml:25:59: journey \"masuk\": step \"beranda\": \"days_left\" is for steps of kind tls alone; remove it or change the kind"}},
    {"a page's option", "{id: beranda, path: /login}", "{id: beranda, path: /login}\n      - {id: nama, kind: dns, path: /x, expect: [y]}",
     {"x.yaml:26:37: journey \"masuk\": step \"nama\": \"path\" is for steps that fetch a page; remove it or change the kind",
      "x.yaml:26:49: journey \"masuk\": step \"nama\": \"expect\" is for steps that fetch a page; remove it or change the kind"}},
    {"addresses and servers", "{id: beranda, path: /login}", "{id: beranda, path: /login}\n      - {id: nama, kind: dns, name: \"https://a\", server: dns.example, expect_addresses: [a]}",
     {"x.yaml:26:37: journey \"masuk\": step \"nama\": \"name\": \"https://a\" is not a host; write a name or an IP address without scheme, port and path",
      "x.yaml:26:58: journey \"masuk\": step \"nama\": \"server\": \"dns.example\" is not a name server's address, and names cannot be looked up without one; write 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53",
      "x.yaml:26:90: journey \"masuk\": step \"nama\": \"expect_addresses\" 1: \"a\" is not an IP address; write one as 192.0.2.10"}},
    {"unknown key with a near one", "    agency: Dinas", "    agnecy: Dinas",
     {"x.yaml:4:5: target \"disdik\": \"agency\" is missing: The agency's full name, as employees know it. Write agency: <text>",
      "x.yaml:5:5: target \"disdik\": \"agnecy\" is not an option; did you mean \"agency\"?"}},
    {"unknown key with nothing near", "  contact: saksi@example", "  contact: saksi@example\n  colour: red",
     {"x.yaml:37:3: web: \"colour\" is not an option; remove it, or write one of: title, operated_by, contact, public_url, operations_url, pages, operations, agents"}},
    {"duplicate key", "    short_name: DISDIK", "    short_name: DISDIK\n    short_name: DINKES",
     {"x.yaml:7:5: target \"disdik\": \"short_name\" is there twice (first in line 6), and only one can count; remove one"}},
    {"alias", "    agency: Dinas Pendidikan", "    agency: *name",
     {"x.yaml:5:13: not YAML (the referenced anchor is not defined); nothing after this place was read"}},
    {"anchor", "    agency: Dinas Pendidikan", "    agency: &name Dinas Pendidikan",
     {"x.yaml:5:13: an anchor (&name); aliases are not used here; remove it"}},
    {"tag", "    agency: Dinas Pendidikan", "    agency: !!str Dinas Pendidikan",
     {"x.yaml:5:13: tag \"tag:yaml.org,2002:str\"; types follow from the option; remove it"}},
    {"tab", "    agency: Dinas", "    agency:	Dinas",
     {"x.yaml:5:12: a tab; YAML's indentation is spaces, and tabs hide mistakes; write spaces"}},
    {"second document", "web:\n", "---\nweb:\n",
     {"x.yaml:34:1: a second document starts; one file is one configuration; remove \"---\""}},
    {"bytes", "Dinas Pendidikan", "Dinas \xff Pendidikan",
     {"x.yaml:5:19: byte 0xFF is not UTF-8; save the file as UTF-8"}},
    {"password literal", "password_file: /etc/saksi/uji-1", "password: rahasia",
     {"x.yaml:16:9: vantage \"serat\": account 1: \"password_file\" is missing: File whose first line is the password, or credential:NAME below $CREDENTIALS_DIRECTORY; never the password itself. Write password_file: <file or credential>",
      "x.yaml:16:38: vantage \"serat\": account 1: \"password\" is not an option; secrets are never written here, because configurations are copied and shown; put it in a file of mode 0600 and write its path, as in password_file: /etc/saksi/uji.password"}},
    {"field password", "sandi: $password", "sandi: rahasia",
     {"x.yaml:26:62: journey \"masuk\": step \"login\": \"fields\" sandi: looks like a password written out, and configurations are copied and shown; write ${password} and name its file in the vantage's accounts"}},
    {"unknown variable", "nip: $user", "nip: $nip",
     {"x.yaml:26:48: journey \"masuk\": step \"login\": \"fields\" nip: \"$nip\" is unknown; write ${user} or ${password}"}},
    {"bad id", "  - id: disdik", "  - id: Dis_Dik",
     {"x.yaml:4:9: target 1: \"id\": \"Dis_Dik\" is not an id, which stands in links and metrics; write 1 to 40 of a-z, 0-9 and -"}},
    {"duplicate id", "  - {id: k2,", "  - {id: k1,",
     {"x.yaml:19:10: control \"k1\": \"id\": is taken by line 18, and records could not be told apart; write another"}},
    {"unknown reference near", "    backend: host\n", "    backend: hots\n",
     {"x.yaml:7:14: target \"disdik\": \"backend\": \"hots\" is not in backends; did you mean \"host\"?"}},
    {"unknown reference far", "    journey: masuk", "    journey: pulang-kerja",
     {"x.yaml:9:14: target \"disdik\": \"journey\": \"pulang-kerja\" is not in journeys; write one of: masuk"}},
    {"short name", "short_name: DISDIK", "short_name: disdik",
     {"x.yaml:6:17: target \"disdik\": \"short_name\": \"disdik\" cannot stand in the number of an incident; write 2 to 12 of A-Z and 0-9, as in DISDIK"}},
    {"http", "https://disdik.example", "http://disdik.example",
     {"x.yaml:8:10: target \"disdik\": \"url\": \"http://disdik.example\" is not an https address, and a login sent without TLS can be read on the way; write https://host"}},
    {"path in url", "https://disdik.example", "https://disdik.example/absen",
     {"x.yaml:8:10: target \"disdik\": \"url\": \"https://disdik.example/absen\" has a path, but paths belong to the steps of the journey; write https://disdik.example"}},
    {"user in url", "https://disdik.example", "https://a:b@disdik.example",
     {"x.yaml:8:10: target \"disdik\": \"url\" holds a user name or a password, which would end up in logs; write https://host alone"}},
    {"host", "https://disdik.example", "https://dis dik.example",
     {"x.yaml:8:10: target \"disdik\": \"url\": \"https://dis dik.example\" has no valid host; write https://host or https://host:port"}},
    {"zone", "  - id: kantor", "  - id: kantor\n    zone: Asia/Bengkulu",
     {"x.yaml:30:11: calendar \"kantor\": \"zone\": \"Asia/Bengkulu\" is not in the IANA database; write Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)"}},
    {"unquoted time", "opening: \"07:00\"", "opening: 07:00",
     {"x.yaml:31:34: calendar \"kantor\": check_in 1: \"opening\": 07:00 is not in quotes, and other YAML readers take it for a number; write \"07:00\""}},
    {"bad time", "limit: \"07:30\"", "limit: \"7.30\"",
     {"x.yaml:31:50: calendar \"kantor\": check_in 1: \"limit\": \"7.30\" is not a time of day; write it in quotes as \"07:30\""}},
    {"limit before opening", "limit: \"07:30\"", "limit: \"06:30\"",
     {"x.yaml:31:50: calendar \"kantor\": check_in 1: \"limit\": 06:30 is before the opening at 07:00, so everybody would be late; write a later time"}},
    {"close before limit", "close: \"08:00\"", "close: \"07:15\"",
     {"x.yaml:31:66: calendar \"kantor\": check_in 1: \"close\": 07:15 is before the limit at 07:30; write a later time"}},
    {"weekday", "days: mon-fri, opening", "days: senin, opening",
     {"x.yaml:31:16: calendar \"kantor\": check_in 1: \"days\": \"senin\" is not a weekday; write mon, tue, wed, thu, fri, sat, sun, a range as mon-fri or a list of them"}},
    {"weekday twice in the rows", "close: \"08:00\"}", "close: \"08:00\"}\n      - {days: fri, opening: \"07:00\", limit: \"07:30\", close: \"08:00\"}",
     {"x.yaml:32:16: calendar \"kantor\": check_in 2: \"days\" has a weekday that an earlier row has too, and a day has one check-in; write it once"}},
    {"peak", "to: \"08:00\"}", "to: \"07:00\"}",
     {"x.yaml:33:44: calendar \"kantor\": peak 1: \"to\" is not after \"from\", so nothing lies between them; write a later one"}},
    {"holiday without decree", "    peak:", "    holidays: [{date: 2026-01-01, name: Tahun Baru}]\n    peak:",
     {"x.yaml:32:16: calendar \"kantor\": holiday 1: \"decree\" is missing: The decree that sets it. Write decree: <text>"}},
    {"late classes that overlap", "    peak:",
     "    late_classes: [{label: TL1, from: 1, to: 30}, {label: TL2, from: 30, to: 60}]\n    peak:",
     {"x.yaml:32:70: calendar \"kantor\": late class 2: \"from\": 30 to 60 minutes overlap TL1, 1 to 30, on the same days, and a lateness has one label; write other minutes or other days"}},
    {"late class backwards", "    peak:", "    late_classes: [{label: TL1, from: 30, to: 1}]\n    peak:",
     {"x.yaml:32:47: calendar \"kantor\": late class 1: \"to\": 1 is less than from, 30, so no lateness would be in it; write at least as many minutes"}},
    {"late class of days backwards", "    peak:",
     "    late_classes: [{label: TL1, from: 1, valid_from: 2026-02-01, valid_to: 2026-01-01}]\n    peak:",
     {"x.yaml:32:76: calendar \"kantor\": late class 1: \"valid_to\": 2026-01-01 is before valid_from, 2026-02-01; write a later date"}},
    {"holiday date", "    peak:", "    holidays: [{date: 2026-02-30, name: x, decree: y}]\n    peak:",
     {"x.yaml:32:23: calendar \"kantor\": holiday 1: \"date\": \"2026-02-30\" is not a date; write it as 2026-08-17"}},
    {"duration", "    mode: dry", "    mode: dry\n    timeout: 20",
     {"x.yaml:24:14: journey \"masuk\": \"timeout\": \"20\" is not a duration; write whole numbers with h, m, s or ms, as in 30s or 1h30m"}},
    {"duration range", "web:", "schedule: {peak: 5s}\nweb:",
     {"x.yaml:34:18: schedule: \"peak\": 5s is outside 10s to 1h; write a value within"}},
    {"late", "    mode: dry", "    mode: dry\n    late: 30s",
     {"x.yaml:24:11: journey \"masuk\": \"late\": 30s is not shorter than the timeout of 20s, so no request could ever be late; write a shorter one"}},
    {"slow", "    mode: dry", "    mode: dry\n    slow: 12s",
     {"x.yaml:24:11: journey \"masuk\": \"slow\": 12s is longer than late, 10s, so every slow step would be late; write a shorter one"}},
    {"mode", "    mode: dry", "    mode: sungguhan",
     {"x.yaml:23:11: journey \"masuk\": \"mode\": \"sungguhan\" is unknown; write one of: anonymous, login, dry, sink, real"}},
    {"anonymous login", "    mode: dry", "    mode: anonymous",
     {"x.yaml:26:27: journey \"masuk\": step \"login\": \"kind\" sends a form, but the journey's mode is anonymous, which looks at pages only; write mode: login or mode: dry"}},
    {"consent", "{id: host, consent: Surat 1/2026}", "{id: host}",
     {"x.yaml:2:5: backend \"host\": \"consent\" is missing, but journey \"masuk\" has mode dry, and nobody logs in to a system without its owner's written consent; write the reference of that letter, or mode: anonymous"}},
    {"burst", "{id: host, consent: Surat 1/2026}", "{id: host, consent: Surat 1/2026, burst: 2}",
     {"x.yaml:2:46: backend \"host\": \"burst\": 2 is less than the 3 requests that one run of journey \"masuk\" sends, so it could never start; write burst: 3 or shorten the journey"}},
    {"number", "{id: host, consent: Surat 1/2026}", "{id: host, consent: Surat 1/2026, requests_per_second: many}",
     {"x.yaml:2:60: backend \"host\": \"requests_per_second\": \"many\" is not a number; write digits, as in 2 or 0.5"}},
    {"account", "    accounts:\n      - {backend: host, user: UJI-1, password_file: /etc/saksi/uji-1}\n", "",
     {"x.yaml:12:5: vantage \"serat\": \"accounts\" has no account on backend \"host\", where journey \"masuk\" logs in; add {backend: host, user: <name>, password_file: <path>}"}},
    {"owner and group", "    owner: Inspektorat\n    group: isp-a\n", "",
     {"x.yaml:12:5: vantage \"serat\": \"owner\" is missing: Who answers for it; those of one owner on one network group count once. Write owner: <text>",
      "x.yaml:12:5: vantage \"serat\": \"group\" is missing: Network group: vantages that can fail together (same ISP, same building) carry the same one. Write group: <id>"}},
    {"ip", "    group: isp-a", "    group: isp-a\n    source_address: eth0",
     {"x.yaml:15:21: vantage \"serat\": \"source_address\": \"eth0\" is not an IP address, and a name could point anywhere; write one as 192.0.2.10"}},
    {"interface", "    group: isp-a", "    group: isp-a\n    interface: \"a/b\"",
     {"x.yaml:15:16: vantage \"serat\": \"interface\": \"a/b\" is not the name of an interface; write one as `ip link` shows it, as wwan0"}},
    {"long interface", "    group: isp-a", "    group: isp-a\n    interface: wwan012345678901",
     {"x.yaml:15:16: vantage \"serat\": \"interface\": \"wwan012345678901\" is not the name of an interface; write one as `ip link` shows it, as wwan0"}},
    {"namespace", "    group: isp-a", "    group: isp-a\n    dns_servers: [192.0.2.53]\n    namespace: ../seluler",
     {"x.yaml:16:16: vantage \"serat\": \"namespace\": \"../seluler\" is not a network namespace; write a name as `ip netns list` shows it, or a path"}},
    {"namespace without name servers", "    group: isp-a", "    group: isp-a\n    namespace: seluler",
     {"x.yaml:15:16: vantage \"serat\": \"namespace\" needs dns_servers, for the system's name servers are those of another network; name the ones that its provider gives"}},
    {"proxy", "    group: isp-a", "    group: isp-a\n    proxy: https://proxy.example:3128",
     {"x.yaml:15:12: vantage \"serat\": \"proxy\": \"https://proxy.example:3128\" is not a proxy; write http://host:port or socks5h://host:port, without a path and without a login"}},
    {"two families of one vantage", "    group: isp-a", "    group: isp-a\n    source_address: 192.0.2.7\n    family: 6",
     {"x.yaml:16:13: vantage \"serat\": \"family\" is 6, but source_address is of IPv4, from which no other can leave; leave one of them out"}},
    {"half a place", "    group: isp-a", "    group: isp-a\n    coordinates: {lat: \"-3.79\"}",
     {"x.yaml:15:18: vantage \"serat\": coordinates: \"long\" is missing, and a place has both; write it too"}},
    {"dns", "    group: isp-a", "    group: isp-a\n    dns_servers: [\"dns.example\"]",
     {"x.yaml:15:19: vantage \"serat\": \"dns_servers\" 1: \"dns.example\" is not a name server's address, and names cannot be looked up without one; write 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53"}},
    {"two controls", "  - {id: k3, url: \"tls://k3.example:443\"}\n", "",
     {"x.yaml:18:3: \"controls\" has 2 rows, and at least 3 are needed. Neutral hosts asked in the same round: when they fail too, the vantage is unfit. Add 1 more"}},
    {"control", "https://k1.example/", "http://k1.example/",
     {"x.yaml:18:19: control \"k1\": \"url\": \"http://k1.example/\" is not a control; write https://host/ (asked with HEAD) or tls://host:443 (a handshake alone)"}},
    {"no path", ", path: /api, requires", ", requires",
     {"x.yaml:27:9: journey \"masuk\": step \"data\": \"path\" is missing, and this kind of step has no form to take it from; write path: /..."}},
    {"path without slash", "path: /login", "path: login",
     {"x.yaml:25:29: journey \"masuk\": step \"beranda\": \"path\": \"login\" is not a path on the target; write it from the first /, as in /absensi/masuk, with other characters as %20"}},
    {"fields on a page", "path: /login", "path: /login, fields: {a: b}",
     {"x.yaml:25:45: journey \"masuk\": step \"beranda\": \"fields\" are sent by steps of kind login and upload alone; remove them or change the kind"}},
    {"half-written", "    calendar: kantor", "    calendar:",
     {"x.yaml:10:5: target \"disdik\": \"calendar\" has no value; write calendar: <id of a calendar> or remove the line"}},
    {"list for text", "    agency: Dinas Pendidikan", "    agency: [Dinas, Pendidikan]",
     {"x.yaml:5:13: target \"disdik\": \"agency\" is a list; it takes one value, so write agency: <text>"}},
    {"text for a list", "    accounts:\n      - {backend: host, user: UJI-1, password_file: /etc/saksi/uji-1}", "    accounts: UJI-1",
     {"x.yaml:15:15: vantage \"serat\": \"accounts\" is one value; it takes a list, so write accounts: <list>"}},
    {"line break", "agency: Dinas Pendidikan", "agency: \"Dinas\\nPendidikan\"",
     {"x.yaml:5:13: target \"disdik\": \"agency\" contains a line break or a control character, which could forge a header or a log line; remove it"}},
    {"ports", "web:\n", "web:\n  pages: {port: 9464}\n",
     {"x.yaml:35:3: web: \"operations\" listens on 127.0.0.1 port 9464 as the pages do, so a crowd of readers would shut the staff out; write another port"}},
    {"yes or no", "{id: host, consent", "{id: host, allow_private: maybe, consent",
     {"x.yaml:2:31: backend \"host\": \"allow_private\": \"maybe\" is neither yes nor no; write true or false"}},
    {"maintenance order", "web:\n", "maintenance: [{backend: host, from: \"2026-03-02T00:00:00Z\", to: \"2026-03-01T00:00:00Z\", reason: x}]\nweb:\n",
     {"x.yaml:34:65: maintenance 1: \"to\" is not after \"from\", so nothing lies between them; write a later one"}},
    {"syntax", "  - {id: k2, url", "  - {id: k2, url: [",
     {"x.yaml:19:43: not YAML (illegal flow end); nothing after this place was read"}},
    {"missing section", "web:\n  operated_by: Inspektorat\n  contact: saksi@example\n", "",
     {"x.yaml:1:1: \"web\" is missing: Pages for everybody, and the operations page for staff. Write web: <section>"}},
    {"expire", "web:\n", "alerts: {resend: 3m}\nweb:\n",
     {"x.yaml:34:9: alerts: \"expire\": 4m is shorter than two times resend, 3m, so one lost message would end an alert that still holds; write a longer one"}},
    {"account twice", "    accounts:\n", "    accounts:\n      - {backend: host, user: UJI-2, password_file: /etc/saksi/uji-2}\n",
     {"x.yaml:17:19: vantage \"serat\": account 2: \"backend\" is \"host\" again, and a vantage uses one account on a backend; remove one"}},
    {"agency too long", "Dinas Pendidikan", "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD",
     {"x.yaml:5:13: target \"disdik\": \"agency\" has 129 bytes, and pages and records have room for 128; shorten it"}},
    {"empty value", "agency: Dinas Pendidikan", "agency: \"\"",
     {"x.yaml:5:13: target \"disdik\": \"agency\" is empty: The agency's full name, as employees know it. Write agency: <text>"}},
    {"short name taken", "vantages:\n", "  - {id: dinkes, agency: Dinas Kesehatan, short_name: DISDIK, backend: host, url: \"https://a.example\", journey: masuk, calendar: kantor}\nvantages:\n",
     {"x.yaml:11:55: target \"dinkes\": \"short_name\": \"DISDIK\" is target \"disdik\"'s already, and incidents could not be told apart; write another"}},
    {"two at once", "    short_name: DISDIK\n    backend: host\n", "    short_name: d\n    backend: x\n",
     {"x.yaml:6:17: target \"disdik\": \"short_name\": \"d\" cannot stand in the number of an incident; write 2 to 12 of A-Z and 0-9, as in DISDIK",
      "x.yaml:7:14: target \"disdik\": \"backend\": \"x\" is not in backends; write one of: host"}},
};
// clang-format on

std::string changed(const Case& one) {
  std::string text = kGood;
  const auto at = text.find(one.from);
  EXPECT_NE(at, std::string::npos) << one.name << ": the text to change is not in the good file";
  if (at != std::string::npos) text.replace(at, one.from.size(), one.to);
  return text;
}

TEST(Mistakes, AreNoneInTheGoodFile) {
  const Reading reading = read_text(kGood, "x.yaml");

  EXPECT_TRUE(reading) << reading.error().lines[0];
}

TEST(Mistakes, SayWhereWhatWhyAndWhatToWriteInstead) {
  for (const Case& one : kCases) {
    const Reading reading = read_text(changed(one), "x.yaml");

    ASSERT_FALSE(reading) << one.name;
    EXPECT_EQ(reading.error().lines, one.told) << one.name;
  }
}

TEST(Mistakes, FindASourceAddressThatAStepCouldNeverLeaveFrom) {
  std::string text = kGood;
  const auto put = [&](const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
  };
  put("path: /login}", "path: /login, family: 6}");
  ASSERT_TRUE(read_text(text, "x.yaml")) << "the system chooses the address";
  put("    group: isp-a\n", "    group: isp-a\n    source_address: 192.0.2.7\n");

  const Reading reading = read_text(text, "x.yaml");

  ASSERT_FALSE(reading);
  EXPECT_EQ(
      reading.error().lines,
      std::vector<std::string>{
          "x.yaml:15:21: vantage \"serat\": \"source_address\" is of IPv4, but step \"beranda\" "
          "of journey \"masuk\" goes over IPv6 alone, which cannot leave from there; leave the "
          "address out, or write family: any"});
}

TEST(Mistakes, FindAStepThatAVantagesFamilyOrProxyCannotCarry) {
  const auto told = [](const std::string& option) {
    std::string text = kGood;
    const auto put = [&](const std::string& from, const std::string& to) {
      text.replace(text.find(from), from.size(), to);
    };
    put("      - {id: beranda, path: /login}",
        "      - {id: pintu, kind: tcp, family: 6}\n"
        "      - {id: beranda, path: /login}");
    put("    group: isp-a\n", "    group: isp-a\n    " + option + "\n");
    const Reading reading = read_text(text, "x.yaml");
    return reading ? std::vector<std::string>{} : reading.error().lines;
  };

  EXPECT_EQ(told("family: 6"), std::vector<std::string>{});
  EXPECT_EQ(told("family: 4"),
            std::vector<std::string>{
                "x.yaml:15:13: vantage \"serat\": \"family\" is of IPv4, but step \"pintu\" of "
                "journey \"masuk\" goes over IPv6 alone, which cannot leave from there; leave the "
                "family out, or write family: any"});
  EXPECT_EQ(
      told("proxy: socks5h://127.0.0.1:1080"),
      std::vector<std::string>{
          "x.yaml:15:12: vantage \"serat\": \"proxy\" cannot carry step \"pintu\" of journey "
          "\"masuk\": a proxy takes pages alone, and no dns, tcp, tls or icmp; leave the proxy "
          "out, or watch target \"disdik\" by pages"});
}

TEST(Vantages, AreReadWithTheWayTheyLeaveBy) {
  std::string text = kGood;
  const std::string from = "    group: isp-a\n";
  text.replace(text.find(from), from.size(),
               from +
                   "    interface: wwan0\n    namespace: seluler\n    dns_servers: [192.0.2.53]\n"
                   "    proxy: http://proxy.example:3128\n    family: 6\n    agency: Kecamatan\n"
                   "    coordinates: {lat: \"-3.7928\", long: \"102.2608\"}\n");
  const Reading reading = read_text(text, "x.yaml");
  ASSERT_TRUE(reading) << reading.error().lines[0];
  const Vantage& vantage = reading->vantages[0];

  EXPECT_EQ(vantage.interface, "wwan0");
  EXPECT_EQ(vantage.name_space, "seluler");
  EXPECT_EQ(vantage.proxy, "http://proxy.example:3128");
  EXPECT_EQ(vantage.family, 6U);
  EXPECT_EQ(vantage.agency, "Kecamatan");
  ASSERT_TRUE(vantage.coordinates);
  EXPECT_EQ(vantage.coordinates->longitude, "102.2608");
}

// "443" is 0.0.1.187 to libcurl and to browsers, and a name to whoever reads the configuration.
TEST(Hosts, AreReadOneWayByAll) {
  for (const char* host : {"443", "127.1", "0x7f.1", "0x7F000001", "192.0.2.010", "1.2.3.4.5",
                           "a.0", "192.0.2.256", "[0:0:0:0:0:0:0:1]", "[2001:db8::0:7]"}) {
    EXPECT_FALSE(check_https("https://" + std::string(host))) << host;
    EXPECT_FALSE(check_address("https://" + std::string(host) + "/a")) << host;
    EXPECT_FALSE(check_step_path("https://" + std::string(host) + "/a")) << host;
    if (host[0] != '[') {
      EXPECT_FALSE(check_host(host)) << host;
    }
  }
  for (const char* host : {"192.0.2.10", "disdik.example", "10.example", "0x.example", "[::1]",
                           "[2001:DB8::7]:8443", "192.0.2.10:443"})
    EXPECT_TRUE(check_https("https://" + std::string(host))) << host;
  EXPECT_EQ(host_in("https://[2001:DB8::7]:8443"), "2001:db8::7");
}

// A question to a name server is none to the backend; a clock step is as many as it sends.
TEST(Requests, OfStepsBelowHttpAreCountedAsTheBackendSeesThem) {
  std::string text = kGood;
  const auto at = text.find("      - {id: beranda");
  text.insert(at,
              "      - {id: nama, kind: dns}\n      - {id: tcp, kind: tcp}\n"
              "      - {id: tls, kind: tls, days_left: 14}\n      - {id: gema, kind: icmp}\n"
              "      - {id: jam, kind: clock, requests: 4, limit: 10s, family: 4}\n");
  const Reading before = read_text(kGood, "x.yaml"), reading = read_text(text, "x.yaml");
  ASSERT_TRUE(before);
  ASSERT_TRUE(reading) << reading.error().lines[0];
  const JourneySettings &old = before->journeys[0], &journey = reading->journeys[0];

  EXPECT_EQ(journey.least_requests(), old.least_requests() + 7);
  EXPECT_EQ(journey.most_requests(), old.most_requests() + 7);
  EXPECT_EQ(journey.steps[2].direct.days_left, 14u);
  EXPECT_EQ(journey.steps[4].direct.family, 4u);
  EXPECT_EQ(journey.steps[4].direct.limit, std::chrono::seconds(10));

  JourneySettings names;
  names.mode = Mode::anonymous;
  names.steps = {{.id = "nama", .kind = StepKind::dns}};
  EXPECT_EQ(names.least_requests(), 0u);
}

// Of two mistakes in one file, both are told, in the order of the file.
TEST(Mistakes, AreAllToldAtOnce) {
  std::string text = kGood;
  const auto put = [&](const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
  };
  put("short_name: DISDIK", "short_name: x");
  put("https://disdik.example", "ftp://disdik.example");
  put("group: isp-a", "grup: isp-a");
  put("https://k2.example/", "k2");
  put("limit: \"07:30\"", "limit: 07:30");
  put("contact:", "kontak:");

  const Reading reading = read_text(text, "x.yaml");

  ASSERT_FALSE(reading);
  std::vector<std::string> places;
  for (const std::string& line : reading.error().lines)
    places.push_back(line.substr(0, line.find(' ')));
  EXPECT_EQ(places, (std::vector<std::string>{
                        "x.yaml:6:17:", "x.yaml:8:10:", "x.yaml:12:5:", "x.yaml:14:5:",
                        "x.yaml:19:19:", "x.yaml:31:50:", "x.yaml:35:3:", "x.yaml:36:3:"}));
}

TEST(Mistakes, AreCountedWhenThereAreTooManyToRead) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "x" + std::to_string(i) + ": 1\n";

  const Reading reading = read_text(text, "x.yaml");

  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().lines.size(), 101U);
  EXPECT_NE(reading.error().lines.back().find("more mistakes from here on"), std::string::npos);
}

}  // namespace
}  // namespace saksi::settings
