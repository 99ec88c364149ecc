// SPDX-License-Identifier: Apache-2.0
//
// A mail server that says anything, line for line, and may repeat what it was told: a letter is
// accepted or refused or neither, and no word about it holds the password in any dress.
#include "net/mail.hpp"

#include <future>
#include <thread>

#include "fuzz/net_rig.hpp"

using namespace saksi;

namespace {

constexpr std::string_view kPassword = "R4hasiaKunci", kUser = "akun";
// base64 of it, and of "\0akun\0R4hasiaKunci" from the place where the password stands alone.
constexpr std::string_view kPacked = "UjRoYXNpYUt1bmNp", kPlain = "AGFrdW4AUjRoYXNpYUt1bmNp";

// Each line of the script answers one line of the client; "{}" in it is what the client said.
void serve(int listener, std::string_view script) {
  const Fd peer(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
  // A client that was answered nonsense may wait for more, and for longer than we have.
  const timeval patience{0, 50'000};
  ::setsockopt(peer.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  std::string heard;
  while (!script.empty()) {
    std::string line(script.substr(0, script.find('\n')));
    script.remove_prefix(std::min(script.size(), line.size() + 1));
    if (const auto at = line.find("{}"); at != std::string::npos) line.replace(at, 2, heard);
    if (!fuzz::send_all(peer.get(), line + "\r\n")) return;
    if (line.size() > 3 && line[3] == '-') continue;  // more lines of the same reply
    heard.clear();
    for (char c = 0; c != '\n' && ::recv(peer.get(), &c, 1, 0) == 1;)
      if (c != '\r' && c != '\n' && heard.size() < 500) heard += c;
  }
}

}  // namespace

SAKSI_FUZZ(script) {
  // Never destroyed: its thread would end among the libraries that it uses.
  static auto* const mailer = net::Mailer::start().release();
  static const fuzz::Listener listener;
  net::MailServer server;
  server.url = "smtp://127.0.0.1:" + std::to_string(listener.port);
  server.starttls = net::StartTls::none;
  server.user = kUser;
  server.password = Secret(std::string(kPassword));
  std::thread serving([&] { serve(listener.fd.get(), script); });
  std::promise<net::MailOutcome> told;
  mailer->send(server,
               {"saksi@absen.example", {"piket@absen.example"}, "Subject: uji\r\n\r\nisi\r\n"},
               [&](net::MailOutcome outcome) { told.set_value(std::move(outcome)); });
  const net::MailOutcome outcome = told.get_future().get();
  serving.join();
  CLAIM(!(outcome.accepted && outcome.refused));
  CLAIM(!outcome.refused || outcome.code >= 500);
  CLAIM(!outcome.accepted || outcome.code < 400);
  CLAIM(outcome.detail.size() <= 400 && fuzz::is_utf8(outcome.detail));
  CLAIM(!fuzz::has_control(outcome.detail));
  for (const std::string_view secret : {kPassword, kPacked, kPlain})
    CLAIM(outcome.detail.find(secret) == std::string::npos);
}
