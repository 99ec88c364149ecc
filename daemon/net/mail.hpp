// SPDX-License-Identifier: Apache-2.0
//
// One message over SMTP (RFC 5321) by libcurl, on a thread of its own: a mail server may think for
// half a minute, and nobody else waits for it. The thread is named "mail".
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/secret.hpp"

namespace saksi::net {

enum class StartTls : std::uint8_t {
  required,       // RFC 3207; without it nothing is sent
  opportunistic,  // if the server offers it, whoever stands in between permitting
  none,
};

struct MailServer {
  std::string url;  // smtp://host:port, or smtps://host:port
  StartTls starttls = StartTls::required;
  std::string user;  // empty: without AUTH (RFC 4954)
  Secret password;
  std::string ca_file;  // empty: the system's
};

struct Mail {
  std::string from;
  std::vector<std::string> to;
  std::string message;  // RFC 5322, lines ended by CR LF
};

struct MailOutcome {
  int code = 0;  // of the server's last reply; 0 where there was none
  bool accepted = false;
  bool refused = false;  // for good: 5xx, but not of the login, which an operator can mend
  std::string detail;    // the server's last line, or why there was none; without the password
};

class Mailer {
 public:
  static std::unique_ptr<Mailer> start();
  virtual ~Mailer() = default;  // breaks off what is under way; what waits is not sent
  // Any thread. `done` is called once, on the mailer's thread; not at all after the destruction
  // began. At most half a minute of the outside world is given to one message.
  virtual void send(MailServer server, Mail mail, std::function<void(MailOutcome)> done) = 0;
};

}  // namespace saksi::net
