// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/init.hpp"

namespace saksi::cli {
namespace {

// A double-quoted YAML scalar. A page is foreign: nothing of it may become more than a text. What a
// configuration cannot hold, control characters (U+0080 to U+009F too), is left as a blank.
std::string scalar(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (c == '"' || c == '\\') {
      out += std::string("\\") + c;
    } else if (byte < 0x20 || byte == 0x7F) {
      out += ' ';
    } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {
      out += ' ';
      ++i;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + scalar(text);
  return "[" + out + "]";
}

// An id as metrics and links want it: "Indi Home" -> "indi-home".
std::string id_of(std::string_view text, std::string_view fallback) {
  std::string id;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z')
      id += static_cast<char>(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      id += c;
    else if (!id.empty() && id.back() != '-')
      id += '-';
    if (id.size() == 40) break;
  }
  while (id.ends_with('-')) id.pop_back();
  return id.empty() ? std::string(fallback) : id;
}

// What was seen, for whoever edits the file. Names of a page in a comment: one line, no surprises.
std::string comment(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 80)) out += c >= ' ' && c < 0x7F ? c : '?';
  return out;
}

std::string about_page(const Seen& seen) {
  const probes::LoginPage& page = seen.page;
  std::string text = fmt::format(
      "# Title \"{}\"; {} forms, {} of them with a password; {} scripts, {} style sheets and {} "
      "pictures, which\n# Saksi does not fetch.\n",
      comment(page.title), page.forms, page.password_forms, page.scripts, page.styles, page.images);
  if (!page.hidden.empty()) {
    text += "# The form sends unseen, and so will Saksi, with the values of each page:";
    for (const std::string& name : page.hidden) text += " " + comment(name);
    text += page.csrf.empty() ? "\n" : fmt::format(" (token: {})\n", comment(page.csrf));
  }
  for (const std::string& name : page.others)
    text += fmt::format("# It also asks for: {}. Write it under fields if it is needed.\n",
                        comment(name));
  if (page.password_forms > 1) text += "# Of the forms with a password the first one is used.\n";
  if (!seen.obstacle.empty()) text += fmt::format("# Pages only: {}.\n", comment(seen.obstacle));
  return text;
}

std::string journey_yaml(const Seen& seen, const Answers& answers) {
  const bool login = !answers.account.empty();
  std::string yaml = fmt::format(
      R"yaml(
# What is done there, in steps on one session. `mode: {0}` {1}
# Texts decide before the status code does; put more of them in when you know the application (`saksi probe` shows).
journeys:
  - id: masuk
    mode: {0}
    steps:
      - id: halaman
        path: {2}
        expect: {3}        # shown by the page that was fetched
        forbidden: [SQLSTATE, Whoops]
)yaml",
      login ? "login" : "anonymous",
      login ? "logs in and goes no further; mode dry, which builds the check-in and\n# holds it "
              "back, "
              "is in /usr/share/doc/saksi and config/saksi.yaml."
            : "looks at the page and sends no form.",
      scalar(seen.path), quoted_list(seen.page.words));
  if (login)
    yaml += fmt::format(
        R"yaml(      - id: login
        kind: login                   # sends the form of the page before, with its hidden fields
        fields:
          {}: "${{user}}"
          {}: "${{password}}"
        expect: [{}]                  # shown after the login, and not by the login page
        probe_problem: []             # what it shows for a wrong password: never an outage
)yaml",
        scalar(seen.page.user_field), scalar(seen.page.password_field),
        scalar(answers.after_login));
  return yaml;
}

}  // namespace

std::string starter_yaml(const Seen& seen, const Answers& answers) {
  const std::string target = id_of(answers.short_name, "presensi");
  std::string yaml = fmt::format(
      R"yaml(# Saksi: written by `saksi init` from a look at {0}{1}
{2}# Next: saksi check, saksi probe {3}, saksi serve. Every option is in the manual (manual-options.md).

# What fails together: one host or one hosting account. All requests to it share one budget.
backends:
  - id: hosting
    requests_per_second: 2
    burst: 10
    consent: {4}
    allow_private: {5}
    ca_file: {6}

# One for each agency that has an address of its own.
targets:
  - {{id: {3}, agency: {7}, short_name: {8}, backend: hosting,
     url: {9}, journey: masuk, calendar: kantor}}

# From where. One network alone measures and records, and never says that the web is out: add a vantage on another
# network (a second uplink with its source_address), best of another owner, as soon as you can.
vantages:
  - id: {10}
    owner: {11}
    group: {10}
    isp: {12}
    place: {13}
    dns_servers: {14}
)yaml",
      comment(seen.base), comment(seen.path), about_page(seen), target, scalar(answers.consent),
      answers.allow_private, scalar(answers.ca_file), scalar(answers.agency),
      scalar(answers.short_name), scalar(seen.base), id_of(answers.network, "jaringan-1"),
      scalar(answers.owner), scalar(answers.network), scalar(answers.place),
      quoted_list(answers.dns_servers));
  if (!answers.account.empty())
    yaml += fmt::format(
        "    accounts:                         # the password stands in that file, never here\n"
        "      - {{backend: hosting, user: {}, password_file: {}}}\n",
        scalar(answers.account), scalar(answers.password_file));
  yaml +=
      "\n# Neutral hosts, asked in the same round: when they fail too, the vantage's own network "
      "is "
      "in trouble.\ncontrols:\n";
  char name = 'a';
  for (const std::string& control : answers.controls)
    yaml += fmt::format(
        "  - {{id: kontrol-{}, url: {}{}}}\n", name++, scalar(control),
        answers.allow_private ? ", allow_private: true, ca_file: " + scalar(answers.ca_file) : "");
  yaml += journey_yaml(seen, answers);
  yaml += fmt::format(
      R"yaml(
# Opening (buka), limit (batas), close (tutup) of the check-in. Add the holidays of the year from the decree.
calendars:
  - id: kantor
    zone: {0}
    check_in:
      - {{days: {1}, opening: "{2}", limit: "{3}", close: "{4}"}}
    peak:                             # watched most closely
      - {{days: {1}, from: "{2}", to: "{4}"}}
    holidays: []

# How often: nights and holidays are quiet.
schedule: {{seed: {5}, peak: 30s, day: 2m, quiet: 15m}}

# Who is told; without any, the pages still show everything.
alerts:
  alertmanagers: []

# The contact is sent with every request, so that the site's owner can call you.
web:
  operated_by: {6}
  contact: {7}
  pages: {{address: "127.0.0.1", port: 8080}}
  operations: {{address: "127.0.0.1", port: 9464}}

storage:
  directory: {8}
)yaml",
      scalar(answers.zone), scalar(answers.days), answers.opening, answers.limit, answers.close,
      scalar(target), scalar(answers.owner), scalar(answers.contact), scalar(answers.directory));
  return yaml;
}

}  // namespace saksi::cli
