// SPDX-License-Identifier: Apache-2.0
//
// What a mail server's words may bring back. Letters themselves are tested with the alerts.
#include "net/mail.hpp"

#include <gtest/gtest.h>

#include <future>

#include "support/raw_server.hpp"

namespace saksi::net {
namespace {

// The line that it is asked, up to its end.
std::string line_of(const test::RawServer::Peer& peer) {
  std::string line;
  while (!line.ends_with("\r\n")) {
    const std::string next = peer.read_bytes(1);
    if (next.empty()) break;
    line += next;
  }
  return line.substr(0, line.find('\r'));
}

MailOutcome sent_to(const test::RawServer& server) {
  MailServer to;
  to.url = "smtp://127.0.0.1:" + std::to_string(server.port());
  to.starttls = StartTls::none;
  to.user = "akun";
  to.password = Secret("r4hasia-kunci");
  std::promise<MailOutcome> told;
  const auto mailer = Mailer::start();
  mailer->send(to, {"saksi@absen.example", {"piket@absen.example"}, "Subject: uji\r\n\r\nisi\r\n"},
               [&](MailOutcome outcome) { told.set_value(std::move(outcome)); });
  return told.get_future().get();
}

TEST(Mail, KeepsThePasswordOutOfWhatAServerRepeats) {
  for (const char* methods : {"PLAIN", "LOGIN"}) {
    const test::RawServer server([&](test::RawServer::Peer& peer) {
      peer.write("220 mail.example\r\n");
      line_of(peer);  // EHLO
      peer.write(std::string("250-mail.example\r\n250 AUTH ") + methods + "\r\n");
      std::string said = line_of(peer);
      if (methods == std::string("LOGIN")) {
        // "AUTH LOGIN" asks for the name first, unless it came with the command.
        if (said == "AUTH LOGIN") {
          peer.write("334 VXNlcm5hbWU6\r\n");
          line_of(peer);
        }
        peer.write("334 UGFzc3dvcmQ6\r\n");
        said = line_of(peer);
      }
      peer.write("535 5.5.2 what is \"" + said + "\" (r4hasia-kunci)\r\n");
      peer.wait_until_closed();
    });
    const MailOutcome outcome = sent_to(server);
    EXPECT_FALSE(outcome.accepted);
    EXPECT_EQ(outcome.code, 535) << methods;
    EXPECT_NE(outcome.detail.find("***"), std::string::npos) << outcome.detail;
    for (const char* secret : {"r4hasia", "cjRoYXNpYS1rdW5jaQ", "AGFrdW4AcjRoYXNpYS1rdW5jaQ"})
      EXPECT_EQ(outcome.detail.find(secret), std::string::npos) << outcome.detail;
  }
}

}  // namespace
}  // namespace saksi::net
