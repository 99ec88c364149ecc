// SPDX-License-Identifier: Apache-2.0
//
// The parts of `saksi init`: what was seen of a login page, what had to be told, and the
// configuration that follows from both.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "probes/login_page.hpp"

namespace saksi::cli {

struct Answers {
  std::string agency, short_name, zone, opening, limit, owner, contact, network;
  std::vector<std::string> controls;  // three or more neutral hosts
  // To log in; all empty where only pages are looked at.
  std::string account, password_file, consent, after_login;
  // Not asked for: told by a flag, or following from the rest.
  std::string close, days, place, ca_file, directory;
  std::vector<std::string> dns_servers;
  bool allow_private = false;
};

// What came of the one look.
struct Seen {
  std::string base;  // https://host[:port]
  std::string path;  // of the page itself, redirects followed
  std::string body;
  probes::LoginPage page;
  // Why no run may log in here; empty: one may.
  std::string obstacle;
};

// A line of an answer to a question; none: there is nobody to ask.
using Ask = std::function<std::string(const std::string& question)>;

// One GET, and at most three redirects on the same host.
Result<Seen> look_at(const std::string& url, const Answers& answers);
// Judges a page that was fetched: is there a form that a run could send?
[[nodiscard]] Seen seen_at(const std::string& url, std::string body);

// A commented starter configuration. Pure.
[[nodiscard]] std::string starter_yaml(const Seen& seen, const Answers& answers);

int init(const Arguments& arguments, const Ask& ask);

}  // namespace saksi::cli
