// SPDX-License-Identifier: Apache-2.0
//
// The table of every option. section.cpp looks each one up here before it reads it, takes type,
// default and range from its row, and stops the process when there is none: an option that is not
// documented cannot be read. Rows stand in the order of the manual.
#include "settings/read.hpp"

namespace saksi::settings {

const std::vector<OptionHelp>& options() {
  // clang-format off
  static const std::vector<OptionHelp> table{
    // path, type, default, help, least, most
    {"backends", "list", "", "What fails together on the watched side: one host or hosting account. All requests to it share one budget.", "1", "32"},
    {"backends[].id", "id", "", "Its name in the other sections.", "", ""},
    {"backends[].name", "text", "\"\"", "Its name for people.", "", ""},
    {"backends[].requests_per_second", "number", "2", "Requests a second that all vantages, agencies and journeys together may send.", "0.1", "50"},
    {"backends[].burst", "whole number", "10", "Requests that may be sent at once; the steps of a journey must fit.", "1", "200"},
    {"backends[].consent", "text", "\"\"", "Reference to the owner's written consent; needed by journeys of mode login or dry.", "", ""},
    {"backends[].allow_private", "yes or no", "false", "May its addresses be private or loopback?", "", ""},
    {"backends[].ca_file", "file", "\"\"", "PEM file with the trust anchors for it; empty: the system's.", "", ""},

    {"targets", "list", "", "The watched addresses, one for each agency.", "1", "64"},
    {"targets[].id", "id", "", "Its name in records, metrics and links.", "", ""},
    {"targets[].agency", "text", "", "The agency's full name, as employees know it.", "", ""},
    {"targets[].short_name", "short name", "", "2 to 12 of A-Z and 0-9, for the numbers of incidents.", "", ""},
    {"targets[].backend", "id of a backend", "", "Where it runs.", "", ""},
    {"targets[].url", "https address", "", "https://host or https://host:port, without a path.", "", ""},
    {"targets[].journey", "id of a journey", "", "What is done there.", "", ""},
    {"targets[].calendar", "id of a calendar", "", "When its employees check in.", "", ""},

    {"vantages", "list", "", "The networks from which the probes go out (titik pantau).", "1", "32"},
    {"vantages[].id", "id", "", "Its name in records, metrics and votes.", "", ""},
    {"vantages[].owner", "text", "", "Who answers for it; those of one owner on one network group count once.", "", ""},
    {"vantages[].group", "id", "", "Network group: vantages that can fail together (same ISP, same building) carry the same one.", "", ""},
    {"vantages[].isp", "text", "\"\"", "Its internet provider, for people.", "", ""},
    {"vantages[].place", "text", "\"\"", "Where it stands, for people.", "", ""},
    {"vantages[].source_address", "IP address", "\"\"", "Local address that it sends from; empty: the system's choice.", "", ""},
    {"vantages[].dns_servers", "list of name servers", "[]", "Name servers that it asks, as 192.0.2.53 or 192.0.2.53:5353 or [2001:db8::53]:53; empty: the system's.", "0", "4"},
    {"vantages[].accounts", "list", "[]", "Its own test account on each backend where journeys log in.", "0", "32"},
    {"vantages[].accounts[].backend", "id of a backend", "", "Where the account exists.", "", ""},
    {"vantages[].accounts[].user", "text", "", "Name or number to log in with; visibly a test account.", "", ""},
    {"vantages[].accounts[].password_file", "file or credential", "", "File whose first line is the password, or credential:NAME below $CREDENTIALS_DIRECTORY; never the password itself.", "", ""},

    {"controls", "list", "", "Neutral hosts asked in the same round: when they fail too, the vantage is unfit.", "3", "8"},
    {"controls[].id", "id", "", "Its name in records.", "", ""},
    {"controls[].url", "control address", "", "https://host/ is asked with HEAD; tls://host:443 by a handshake alone.", "", ""},
    {"controls[].ca_file", "file", "\"\"", "PEM file with the trust anchors for it; empty: the system's.", "", ""},
    {"controls[].allow_private", "yes or no", "false", "May its addresses be private or loopback?", "", ""},

    {"journeys", "list", "", "What an employee does, in steps.", "1", "32"},
    {"journeys[].id", "id", "", "Its name in records and metrics.", "", ""},
    {"journeys[].mode", "one of: anonymous, login, dry", "dry", "How far it may go: pages only; log in; build the upload and hold it back.", "", ""},
    {"journeys[].late", "duration", "10s", "A request that has no answer after this time is counted as a vote already.", "1s", "2m"},
    {"journeys[].timeout", "duration", "20s", "A request that has no answer after this time has failed.", "2s", "2m"},
    {"journeys[].slow", "duration", "5s", "A step that worked but took longer is slow.", "100ms", "2m"},
    {"journeys[].user_agent", "text", "\"\"", "What the application demands of a browser; Saksi's own name is appended.", "0", "256"},
    {"journeys[].steps", "list", "", "The requests, in order, on one session.", "1", "32"},
    {"journeys[].steps[].id", "id", "", "Its name in records and metrics.", "", ""},
    {"journeys[].steps[].kind", "one of: page, login, data, upload", "page", "page: GET; login: sends the login form; data: a JSON answer; upload: sends the check-in form.", "", ""},
    {"journeys[].steps[].path", "path", "\"\"", "Path on the target, starting with /; login and upload may leave it out and use the form's own.", "", ""},
    {"journeys[].steps[].fields", "map of text", "{}", "Fields sent besides the form's hidden ones; $user and $password stand for the account.", "0", "32"},
    {"journeys[].steps[].expect", "list of text", "[]", "All must be in the answer; case and white space do not matter.", "0", "32"},
    {"journeys[].steps[].not_open", "list of text", "[]", "Any of them: the application says that it is not open. Never an outage.", "0", "32"},
    {"journeys[].steps[].rule_reject", "list of text", "[]", "Any of them: refused by the application's rules. Never an outage.", "0", "32"},
    {"journeys[].steps[].probe_problem", "list of text", "[]", "Any of them: our account or address is refused. Never an outage.", "0", "32"},
    {"journeys[].steps[].forbidden", "list of text", "[]", "Any of them: an error text, so the step failed.", "0", "32"},
    {"journeys[].steps[].requires_json", "list of text", "[]", "Keys that the JSON answer of a data step must have.", "0", "32"},

    {"calendars", "list", "", "Office hours, peaks and holidays.", "1", "32"},
    {"calendars[].id", "id", "", "Its name in the other sections.", "", ""},
    {"calendars[].zone", "time zone", "Asia/Jakarta", "IANA name: Asia/Jakarta (WIB), Asia/Makassar (WITA), Asia/Jayapura (WIT).", "", ""},
    {"calendars[].check_in", "list", "", "Hours of the check-in; a weekday that is in no row is free.", "1", "7"},
    {"calendars[].check_in[].days", "weekdays", "", "mon, tue, wed, thu, fri, sat, sun, ranges and lists of them: \"mon-thu, sat\".", "", ""},
    {"calendars[].check_in[].opening", "time of day", "", "Check-in opens (buka).", "", ""},
    {"calendars[].check_in[].limit", "time of day", "", "After it an employee is late (batas).", "", ""},
    {"calendars[].check_in[].close", "time of day", "", "Check-in closes (tutup).", "", ""},
    {"calendars[].peak", "list", "[]", "When the target is looked at most closely.", "0", "14"},
    {"calendars[].peak[].days", "weekdays", "", "As above.", "", ""},
    {"calendars[].peak[].from", "time of day", "", "First minute.", "", ""},
    {"calendars[].peak[].to", "time of day", "", "End, not included.", "", ""},
    {"calendars[].holidays", "list", "[]", "Days on which nobody checks in.", "0", "366"},
    {"calendars[].holidays[].date", "date", "", "As 2026-08-17.", "", ""},
    {"calendars[].holidays[].name", "text", "", "What people call it.", "", ""},
    {"calendars[].holidays[].decree", "text", "", "The decree that sets it.", "", ""},
    {"calendars[].late_classes", "list", "[]", "The labels of your rule for lateness; shown before and after what an outage explains. No money.", "0", "64"},
    {"calendars[].late_classes[].label", "text", "", "What the rule calls it, as TL1.", "1", "40"},
    {"calendars[].late_classes[].from", "whole number", "", "First minute of lateness.", "1", "1440"},
    {"calendars[].late_classes[].to", "whole number", "1440", "Last minute of lateness, included.", "1", "1440"},
    {"calendars[].late_classes[].valid_from", "date", "1970-01-01", "First day on which the rule holds.", "", ""},
    {"calendars[].late_classes[].valid_to", "date", "9999-12-31", "Last day on which it holds: a new rule is a new row, and days of the old one keep theirs.", "", ""},

    {"maintenance", "list", "[]", "Announced maintenance: nothing is sent, and the slots are named gaps.", "0", "64"},
    {"maintenance[].backend", "id of a backend", "", "Where.", "", ""},
    {"maintenance[].from", "instant", "", "From when, in UTC: \"2026-03-01T15:00:00Z\".", "", ""},
    {"maintenance[].to", "instant", "", "Until when, in UTC.", "", ""},
    {"maintenance[].reason", "text", "", "Why; it is shown on the pages.", "", ""},

    {"schedule", "section", "{}", "How often the probes go out.", "", ""},
    {"schedule.seed", "text", "saksi", "Keys the jitter of the slots; public, so that anyone can count them again.", "", ""},
    {"schedule.peak", "duration", "30s", "Between slots in the peak.", "10s", "1h"},
    {"schedule.day", "duration", "2m", "Between slots in the day.", "10s", "1h"},
    {"schedule.day_from", "time of day", "\"06:00\"", "The day begins.", "", ""},
    {"schedule.day_to", "time of day", "\"18:00\"", "The day ends.", "", ""},
    {"schedule.quiet", "duration", "15m", "Between slots at all other times, and on holidays.", "10s", "6h"},
    {"schedule.max_inflight", "whole number", "3", "Journeys at once from one vantage.", "1", "16"},

    {"judge", "section", "{}", "When an outage begins and ends.", "", ""},
    {"judge.bad_after", "whole number", "2", "Failures in a row that make a vantage bad.", "1", "10"},
    {"judge.good_after", "whole number", "2", "Successes in a row that make it good again.", "1", "10"},
    {"judge.confirm_after", "duration", "5s", "A first failure is looked at again after this time.", "1s", "1m"},
    {"judge.hold", "duration", "2m", "So long all must be good before an incident closes.", "10s", "1h"},
    {"judge.reopen", "duration", "5m", "A failure within this time after the end belongs to the same incident.", "10s", "1h"},

    {"alerts", "section", "{}", "Who is told.", "", ""},
    {"alerts.alertmanagers", "list of addresses", "[]", "Base addresses of Prometheus Alertmanagers; each of them is told.", "0", "8"},
    {"alerts.webhooks", "list", "[]", "Addresses that get each message as JSON.", "0", "8"},
    {"alerts.webhooks[].id", "id", "", "Its name in logs and metrics.", "", ""},
    {"alerts.webhooks[].url", "address", "", "Where the message is posted.", "", ""},
    {"alerts.telegram", "list", "[]", "Chats that get one message for each outage of a backend, in words.", "0", "8"},
    {"alerts.telegram[].id", "id", "", "Its name in logs and metrics.", "", ""},
    {"alerts.telegram[].token_file", "file", "", "File with the bot's token; relative to this file.", "", ""},
    {"alerts.telegram[].chat", "text", "", "Number of the chat (a group's is negative), or @name of a channel.", "", ""},
    {"alerts.telegram[].api", "address", "https://api.telegram.org", "Where the Bot API is; another one is for tests and relays.", "", ""},
    {"alerts.telegram[].language", "one of: id, en", "id", "Language of its messages.", "", ""},
    {"alerts.resend", "duration", "1m", "A firing alert is sent again after this time.", "10s", "10m"},
    {"alerts.expire", "duration", "4m", "An alert that is not sent again ends by itself after this time.", "1m", "1h"},
    {"alerts.resolved_for", "duration", "15m", "A resolved alert is repeated for so long.", "1m", "1h"},

    {"web", "section", "", "Pages for everybody, and the operations page for staff.", "", ""},
    {"web.title", "text", "Presensi", "What is watched, in the head of each page.", "", ""},
    {"web.operated_by", "text", "", "Who runs the monitor; shown on every page.", "", ""},
    {"web.contact", "text", "", "Whom readers and the owner of the target can ask.", "", ""},
    {"web.public_url", "address", "\"\"", "How readers reach the pages, for links in messages; empty: no links.", "", ""},
    {"web.pages", "section", "{}", "Listener of the pages and of the API.", "", ""},
    {"web.pages.address", "IP address", "\"127.0.0.1\"", "Local address.", "", ""},
    {"web.pages.port", "whole number", "8080", "0: any free one.", "0", "65535"},
    {"web.operations", "section", "{}", "Listener of /metrics and of operations; keep it inside.", "", ""},
    {"web.operations.address", "IP address", "\"127.0.0.1\"", "Local address.", "", ""},
    {"web.operations.port", "whole number", "9464", "0: any free one.", "0", "65535"},

    {"seal", "section", "{}", "The day's closing hash over all records.", "", ""},
    {"seal.at", "time of day", "\"23:59\"", "When a day is closed, in the zone of the first calendar.", "", ""},

    {"storage", "section", "{}", "Where records are kept.", "", ""},
    {"storage.directory", "file", "/var/lib/saksi", "Folder of the records and keys.", "", ""},
  };
  // clang-format on
  return table;
}

}  // namespace saksi::settings
