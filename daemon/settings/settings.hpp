// SPDX-License-Identifier: Apache-2.0
//
// The whole accepted configuration as one immutable value. read.hpp makes it or says everything
// that is wrong. Secrets are paths here, never values.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/answer_rules.hpp"
#include "model/calendar.hpp"
#include "model/direct.hpp"
#include "model/ids.hpp"
#include "model/sample.hpp"

namespace saksi {

struct Backend {
  BackendId id;
  std::string name;
  double requests_per_second = 2.0;  // over all agencies, journeys, vantages and confirms
  unsigned burst = 10;
  std::string consent;  // reference to the owner's written consent; needed beyond anonymous
  Date consent_until{std::chrono::year(1970) / 1 / 1};  // of real check-ins; 1970: none was given
  bool allow_private = false;                           // may its addresses be private or loopback?
  std::string ca_file;                                  // trust anchors for it; empty: the system's
  std::string sink_url;        // mode sink: where its owner lets uploads end
  unsigned full_journeys = 0;  // agencies that a slot walks whole; 0: as many as the budget carries
};

// The test place that was agreed with the owner, as it is written into requests.
struct Coordinates {
  std::string lat, longitude;
};

struct Target {
  TargetId id;
  std::string agency;      // "Dinas Pendidikan"
  std::string short_name;  // upper-case, for incident numbers: "DISDIK"
  BackendId backend;
  std::string url;  // https://host[:port], no path
  JourneyId journey;
  CalendarId calendar;
  std::vector<std::string> hosts;             // others that its journey may ask
  std::optional<Coordinates> coordinates;     // else the journey's
  std::map<std::string, std::string> values;  // for ${name} in its journey
};

struct Vantage {
  VantageId id;
  std::string owner;  // who answers for it
  std::string group;  // network group: vantages that can fail together
  std::string isp;
  std::string place;
  bool agent = false;          // a remote `saksi agent` probes from it; else this machine does
  std::string source_address;  // IP literal; empty: the system's choice
  std::string interface;       // sockets leave by it alone; empty: as the routes say
  std::string name_space;      // network namespace: a path, or a name below /run/netns
  std::string proxy;           // "http://host:port", "socks5h://host:port"; pages go through it
  unsigned family = 0;         // 4 or 6: that one alone; 0: both
  std::string agency;          // where it stands: a declared fact, for people
  std::optional<Coordinates> coordinates;  // of the place, likewise
  std::vector<std::string> dns_servers;    // "1.1.1.1" or "127.0.0.1:5353"; empty: the system's
  std::map<BackendId, std::pair<std::string, std::string>>
      accounts;  // backend -> user, password file
  std::map<TargetId, std::pair<std::string, std::string>>
      target_accounts;  // of one target alone, in the place of its backend's
};

// One control host: "https://host/" is asked with HEAD, "tls://host:443" by a handshake alone.
struct Control {
  std::string id;
  std::string url;
  std::string ca_file;
  bool allow_private = false;
};

enum class StepKind : std::uint8_t { page, login, data, upload, asset, dns, tcp, tls, icmp, clock };
enum class Sending : std::uint8_t { usual, form, multipart };  // how `fields` are written

// Asked below HTTP or beside the pages: the kinds from dns on. Needs no account and no consent.
[[nodiscard]] bool is_direct(StepKind kind);

// Redirects that a step may follow: one to a page (http to https, / to /login), two after a login,
// none from data, which is asked for by its final address.
[[nodiscard]] unsigned most_redirects(StepKind kind);

struct StepSettings {
  std::string id;
  StepKind kind = StepKind::page;
  std::string method;  // empty: as the kind has it
  bool safe = false;   // a POST of it changes nothing
  std::string path;    // "/absensi/masuk" or a whole address; login and upload may take the form's
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;
  std::map<std::string, std::string>
      fields;  // sent besides the form's hidden ones; ${user} and ${password}
  Sending sending = Sending::usual;
  std::optional<Json> json;  // sent in the place of fields
  std::vector<Extraction> extract;
  std::vector<Assertion> expect;           // all must hold
  std::vector<Assertion> not_open;         // any: the application says that it is not open
  std::vector<Assertion> rule_reject;      // any: refused by its rules
  std::vector<Assertion> probe_problem;    // any: our account or address is refused
  std::vector<Assertion> forbidden;        // any: an error text
  std::vector<std::string> requires_json;  // data: keys that must exist
  std::vector<int> status;                 // empty: 2xx
  std::string type;                        // "text/html"
  std::string title;
  SizeLimits size;
  bool token = false;
  std::optional<bool> complete;  // nothing: a page that began with <html> must end with </html>
  std::vector<std::string> from_preset;  // for people: what the journey's preset brought
  Direct direct;                         // dns, tcp, tls, icmp, clock; the family of all
  // What one run of it asks of the backend when nothing redirects. A question to a name server is
  // none.
  [[nodiscard]] unsigned requests() const;
};

// Mode real: one check-in a day that counts, by one vantage, with a dedicated account.
struct RealSettings {
  VantageId vantage;
  TimeOfDay at{0};
  bool test_account = false;
};

struct JourneySettings {
  JourneyId id;
  Mode mode = Mode::dry;
  Duration late = std::chrono::seconds(10);
  Duration timeout = std::chrono::seconds(20);
  Duration slow = std::chrono::seconds(5);
  std::string user_agent;  // what the app demands; ours is appended
  std::string preset;
  std::vector<std::string> hosts;  // others than the target's own that it may ask
  std::optional<Coordinates> coordinates;
  RealSettings real;
  std::vector<StepSettings> steps;
  // How many of the steps make a light check: up to the first page, where that is one that needs
  // no login and the journey goes on after it. 0: there is no lighter one than the whole.
  [[nodiscard]] std::size_t light_steps() const;
  [[nodiscard]] unsigned light_requests() const;  // of it, when nothing redirects
  // Requests that one run sends when all is well and nothing redirects, and at most.
  [[nodiscard]] unsigned least_requests() const;
  [[nodiscard]] unsigned most_requests() const;
};

struct ScheduleSettings {
  std::string seed = "saksi";
  Duration peak = std::chrono::seconds(30);
  Duration day = std::chrono::minutes(2);
  TimeOfDay day_from = std::chrono::hours(6);
  TimeOfDay day_to = std::chrono::hours(18);
  Duration quiet = std::chrono::minutes(15);
  unsigned max_inflight = 3;  // journeys at once, per vantage
  // A backend that failed everywhere for so long is asked seldom until it recovers; 0: never.
  Duration back_off_after = std::chrono::minutes(5);
  unsigned refusals = 3;  // in a row, after which an account is not used for a day; 0: never
};

struct JudgeSettings {
  unsigned bad_after = 2;   // K: failures in a row that make a vantage bad
  unsigned good_after = 2;  // R: successes in a row that make it good again
  Duration confirm_after = std::chrono::seconds(5);
  Duration hold = std::chrono::seconds(120);
  Duration reopen = std::chrono::seconds(300);
};

struct TelegramSettings {
  std::string id;
  std::string token_file;  // of the bot
  std::string chat;        // its number; a group's is negative. Or "@channel"
  std::string api = "https://api.telegram.org";
  std::string language = "id";  // or "en"
  std::string tells = "all";    // or "seal"
};

struct SmtpSettings {
  std::string id;
  std::string server;  // "smtp://host:587" or "smtps://host:465"
  std::string from;
  std::vector<std::string> to;
  std::string user, password_file;    // empty: without a login
  std::string starttls = "required";  // or "opportunistic", "none"
  std::string ca_file;                // empty: the system's
  std::string language = "id";        // or "en"
  std::string tells = "all";          // or "seal"
};

struct AlertSettings {
  std::vector<std::string> alertmanagers;                     // base URLs, every one is told
  std::vector<std::pair<std::string, std::string>> webhooks;  // id, URL
  std::vector<TelegramSettings> telegram;
  std::vector<SmtpSettings> smtp;
  Duration resend = std::chrono::seconds(60);
  Duration expire = std::chrono::minutes(4);         // endsAt of a firing alert, from now
  Duration resolved_for = std::chrono::minutes(15);  // a resolved one is repeated so long
  // For channels that people read; times of day are those of each calendar's zone.
  bool mornings = true;  // are ready_at and summary_at said at all?
  TimeOfDay ready_at = std::chrono::hours(6) + std::chrono::minutes(40);
  TimeOfDay summary_at = std::chrono::hours(8) + std::chrono::minutes(10);
  Duration remind = std::chrono::minutes(15);  // of an outage nobody has acknowledged; 0: never
};

struct Listener {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
};

struct WebSettings {
  std::string title = "Presensi";  // "Presensi Kabupaten Contoh"
  std::string operated_by;         // who runs the monitor; on every page
  std::string contact;
  std::string public_url;      // how readers reach it, for links in alerts
  std::string operations_url;  // how staff reach the operations listener; empty: no links there
  Listener pages{"127.0.0.1", 8080};
  Listener operations{"127.0.0.1", 9464};
  Listener agents{"127.0.0.1", 9465};  // the operations listener's door for agents, HTTPS
};

struct SealSettings {
  TimeOfDay at = std::chrono::hours(23) + std::chrono::minutes(59);
};

struct StorageSettings {
  std::string directory = "/var/lib/saksi";
};

// Planned maintenance: slots inside are gaps, and nothing is sent.
struct Maintenance {
  BackendId backend;
  Instant from, to;
  std::string reason;
};

struct Settings {
  std::vector<Backend> backends;
  std::vector<Target> targets;
  std::vector<Vantage> vantages;
  std::vector<JourneySettings> journeys;
  std::vector<Calendar> calendars;
  std::vector<Control> controls;
  std::vector<Maintenance> maintenance;
  ScheduleSettings schedule;
  JudgeSettings judge;
  AlertSettings alerts;
  WebSettings web;
  SealSettings seal;
  StorageSettings storage;
  VantageId self;  // of an agent: the vantage that it is; of a hub: none

  // Does this process itself probe from it?
  [[nodiscard]] bool probes_from(const Vantage& vantage) const {
    return self.text.empty() ? !vantage.agent : vantage.id == self;
  }
  [[nodiscard]] bool has_agents() const;
  // Machines that probe: this hub, where it does, and each agent.
  [[nodiscard]] unsigned machines() const;

  // Lookups by id; settings that were read refer only to things that exist.
  [[nodiscard]] const Backend& backend(const BackendId& id) const;
  [[nodiscard]] const Target& target(const TargetId& id) const;
  [[nodiscard]] const Vantage& vantage(const VantageId& id) const;
  [[nodiscard]] const JourneySettings& journey(const JourneyId& id) const;
  [[nodiscard]] const Calendar& calendar(const CalendarId& id) const;

  // Network groups of the vantages, each once. With a single one no outage can be confirmed.
  [[nodiscard]] std::set<std::string> network_groups() const;

  // How far a backend's budget may be overdrawn: by the redirects of one run of its largest
  // journey.
  [[nodiscard]] unsigned most_debt(const BackendId& id) const;
};

}  // namespace saksi
