// SPDX-License-Identifier: Apache-2.0
//
// `saksi init URL`: looks at a login page once, asks for what it cannot see, and writes a commented
// starter configuration that passes `saksi check`.
#include "cli/init.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "app/translate.hpp"
#include "base/file.hpp"
#include "net/http_client.hpp"
#include "net/url.hpp"
#include "settings/read.hpp"

namespace saksi::cli {
namespace {

struct Question {
  const char* flag;
  std::string Answers::*answer;
  bool to_log_in;  // only asked where a run may log in
  const char* text;
};
const std::vector<Question> kQuestions{
    {"agency", &Answers::agency, false, "Agency, as its employees call it (Dinas Pendidikan)"},
    {"short-name", &Answers::short_name, false,
     "Its short name, 2 to 12 of A-Z and 0-9, for the numbers of incidents (DISDIK)"},
    {"zone", &Answers::zone, false,
     "Time zone: Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)"},
    {"opening", &Answers::opening, false, "Check-in opens at (06:30)"},
    {"limit", &Answers::limit, false, "Late after (07:30)"},
    {"owner", &Answers::owner, false, "Who runs this Saksi and answers for it"},
    {"contact", &Answers::contact, false,
     "Contact, sent with every request (an address or number)"},
    {"network", &Answers::network, false, "This machine's internet provider, its network"},
    {"account", &Answers::account, true, "Name of the test account"},
    {"password-file", &Answers::password_file, true,
     "File with its password (mode 0600), or credential:NAME"},
    {"consent", &Answers::consent, true, "Reference of the owner's written consent"},
    {"after-login", &Answers::after_login, true,
     "A text that the page after the login shows, and the login page does not"},
};

po::options_description init_options() {
  po::options_description options("options");
  auto add = options.add_options();
  add("url", po::value<std::string>()->required(), "address of the login page, https://...");
  add("output,o", po::value<std::string>()->default_value("saksi.yaml"), "the file to write");
  add("force", "write over a file that is there");
  add("anonymous", "look at the page only: no account, no consent needed");
  for (const Question& question : kQuestions)
    add(question.flag, po::value<std::string>(), question.text);
  add("control", po::value<std::vector<std::string>>(),
      "a neutral host, https://host/ or tls://host:443; three times or more");
  add("days", po::value<std::string>()->default_value("mon-fri"), "days of the check-in");
  add("close", po::value<std::string>(), "check-in closes at (else an hour after the limit)");
  add("place", po::value<std::string>()->default_value(""), "where this machine stands");
  add("directory", po::value<std::string>(),
      "folder of the records (else /var/lib/saksi for a file in /etc, \"state\" beside any other)");
  add("dns-server", po::value<std::vector<std::string>>(), "a name server (else the system's)");
  add("ca-file", po::value<std::string>()->default_value(""), "trust anchors of a test system");
  add("allow-private", "its addresses may be private: a test system");
  return options;
}

std::string given(const po::variables_map& values, const char* flag) {
  return values.count(flag) != 0 ? values[flag].as<std::string>() : std::string{};
}

std::vector<std::string> all_given(const po::variables_map& values, const char* flag) {
  return values.count(flag) != 0 ? values[flag].as<std::vector<std::string>>()
                                 : std::vector<std::string>{};
}

Answers from_flags(const po::variables_map& values, const std::string& output) {
  Answers answers;
  for (const Question& question : kQuestions)
    answers.*question.answer = given(values, question.flag);
  answers.controls = all_given(values, "control");
  answers.dns_servers = all_given(values, "dns-server");
  for (const auto& [flag, answer] : {std::pair{"close", &Answers::close},
                                     {"days", &Answers::days},
                                     {"place", &Answers::place},
                                     {"ca-file", &Answers::ca_file},
                                     {"directory", &Answers::directory}})
    answers.*answer = given(values, flag);
  answers.allow_private = values.count("allow-private") != 0;
  if (answers.directory.empty())
    answers.directory = output.starts_with("/etc/") ? "/var/lib/saksi" : "state";
  // Relative paths of a configuration are taken from its folder; what was typed, from here.
  for (std::string* path : {&answers.ca_file, &answers.password_file})
    if (!path->empty() && !is_credential(*path)) *path = std::filesystem::absolute(*path).string();
  return answers;
}

// The flags that are not answered yet, in one line for whoever has no terminal.
std::string missing(const Answers& answers, bool log_in) {
  std::string flags;
  for (const Question& question : kQuestions)
    if ((answers.*question.answer).empty() && (log_in || !question.to_log_in))
      flags += std::string(" --") + question.flag;
  for (std::size_t i = answers.controls.size(); i < 3; ++i) flags += " --control";
  return flags;
}

void ask_for(Answers& answers, const Ask& ask, bool log_in) {
  for (const Question& question : kQuestions)
    if ((answers.*question.answer).empty() && question.to_log_in == log_in)
      answers.*question.answer = ask(question.text);
  if (log_in && !answers.password_file.empty() && !is_credential(answers.password_file))
    answers.password_file = std::filesystem::absolute(answers.password_file).string();
  while (!log_in && answers.controls.size() < 3) {
    std::string control =
        ask(fmt::format("Neutral host {} of 3, of another operator each, https://host/",
                        answers.controls.size() + 1));
    if (control.empty()) return;
    answers.controls.push_back(std::move(control));
  }
}

void tell(const Seen& seen) {
  const probes::LoginPage& page = seen.page;
  fmt::print("{}{}: \"{}\", {} bytes\n", seen.base, seen.path, page.title, seen.body.size());
  fmt::print(
      "  {} forms, {} with a password; a browser would fetch {} scripts, {} style sheets "
      "and {} pictures more\n",
      page.forms, page.password_forms, page.scripts, page.styles, page.images);
  if (page.password_forms > 1)
    fmt::print("  of the forms with a password the first is used, as every run will\n");
  if (seen.obstacle.empty())
    fmt::print("  account in \"{}\", password in \"{}\", {} hidden fields, token: {}\n",
               page.user_field, page.password_field, page.hidden.size(),
               page.csrf.empty() ? "none" : page.csrf);
  else
    fmt::print("  no run can log in here: {}\n", seen.obstacle);
  if (page.words.empty()) fmt::print("  no text was found to expect on it: put one under expect\n");
}

// The file must be one that `serve` would take; its mistakes are told by the flag's own words.
Result<void> write_checked(const std::string& output, const std::string& yaml, bool force) {
  if (const auto reading = settings::read_text(yaml, output); !reading)
    return fail(fmt::format("an answer cannot be used, and nothing was written:\n{}",
                            fmt::join(reading.error().lines, "\n")),
                ErrorKind::usage);
  if (!force && std::filesystem::exists(output))
    return fail(output + " is there already; --force writes over it", ErrorKind::usage);
  return write_atomically(output, yaml, 0644);
}

Result<std::string> hour_after(const std::string& limit) {
  SAKSI_TRY_ASSIGN(const TimeOfDay time, parse_time_of_day(limit));
  return clock_text(std::min<TimeOfDay>(time + std::chrono::hours(1),
                                        std::chrono::hours(23) + std::chrono::minutes(59)));
}

}  // namespace

int init(const Arguments& arguments, const Ask& ask) {
  const Parsed parsed = parse("init", init_options(), arguments, "url");
  if (parsed.leave) return *parsed.leave;
  const std::string url = parsed.values["url"].as<std::string>();
  const std::string output =
      std::filesystem::absolute(parsed.values["output"].as<std::string>()).string();
  const bool force = parsed.values.count("force") != 0;
  const bool pages_only = parsed.values.count("anonymous") != 0;

  if (!net::parse_url(url))
    return report({"\"" + url + "\" is no address; write https://host/path", ErrorKind::usage});
  if (!force && std::filesystem::exists(output))
    return report({output + " is there already; --force writes over it", ErrorKind::usage});
  Answers answers = from_flags(parsed.values, output);
  if (ask) ask_for(answers, ask, false);
  // Before anything is sent: without a terminal, all of it; with one, what was left unanswered.
  if (const std::string flags = missing(answers, !ask && !pages_only); !flags.empty())
    return report({"missing:" + flags +
                       (ask || pages_only ? "" : " (or --anonymous, which needs no account)"),
                   ErrorKind::usage});
  if (answers.close.empty()) {
    auto close = hour_after(answers.limit);
    if (!close) return report({"--limit: " + close.error().message, ErrorKind::usage});
    answers.close = std::move(*close);
  }

  net::initialise();
  const auto seen = look_at(url, answers);
  if (!seen) {
    report(seen.error());
    return negative;
  }
  tell(*seen);
  const bool log_in = !pages_only && seen->obstacle.empty();
  if (log_in && ask) ask_for(answers, ask, true);
  if (log_in && !missing(answers, true).empty())
    return report({"missing:" + missing(answers, true), ErrorKind::usage});
  if (!log_in)
    for (const Question& question : kQuestions)
      if (question.to_log_in && question.answer != &Answers::consent)
        (answers.*question.answer).clear();
  if (log_in && seen->body.find(answers.after_login) != std::string::npos)
    return report({"--after-login: \"" + answers.after_login +
                       "\" stands on the login page itself, so it cannot show that a login worked",
                   ErrorKind::usage});
  if (auto wrote = write_checked(output, starter_yaml(*seen, answers), force); !wrote)
    return report(wrote.error());
  fmt::print("written: {}\n\n", output);
  return run_check({"--config", output});
}

int run_init(const Arguments& arguments) {
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0) return init(arguments, {});
  return init(arguments, [](const std::string& question) {
    fmt::print("{}: ", question);
    std::fflush(stdout);
    std::string line;
    std::getline(std::cin, line);
    return line;
  });
}

}  // namespace saksi::cli
