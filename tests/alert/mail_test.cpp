// SPDX-License-Identifier: Apache-2.0
//
// Mails to a real mail server, from the worker that serve uses.
#include <filesystem>

#include "alert/letter.hpp"
#include "parts.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_files.hpp"

namespace saksi::alert::test {
namespace {

using saksi::test::Process;
using saksi::test::slurp;
using saksi::test::TempDir;

class MailTest : public WorkerTest {
 protected:
  // The server, with its own words as arguments; it listens when this returns.
  void serve(const std::vector<std::string>& arguments) {
    std::vector<std::string> argv{"/usr/bin/python3",
                                  SAKSI_SOURCE_DIR "/tests/support/smtp_server.py", dir_ / "port",
                                  dir_ / "mailbox"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    server_ = Process(argv, dir_ / "log");
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (!std::filesystem::exists(dir_ / "port")) {
      ASSERT_TRUE(server_.running()) << slurp(dir_ / "log");
      ASSERT_LT(std::chrono::steady_clock::now(), until);
      std::this_thread::sleep_for(5ms);
    }
    port_ = slurp(dir_ / "port");
  }
  Settings settings(const std::string& scheme = "smtp") {
    Settings all = settings_with({}, "");
    SmtpSettings mail;
    mail.id = "piket";
    mail.server = scheme + "://127.0.0.1:" + port_;
    mail.from = "saksi@kabcontoh.example";
    mail.to = {"piket@kabcontoh.example", "gone@kabcontoh.example"};
    mail.starttls = "none";
    all.alerts.smtp = {mail};
    return all;
  }
  static store::Pending words(std::int64_t id, unsigned attempts = 0) {
    auto message = pending(id, "smtp:piket",
                           canonical(Json{{"text",
                                           "[GANGGUAN] Presensi Dinas Pendidikan sejak "
                                           "pukul 07.12 WIB.\nTahap: login – “508”."}}));
    message.attempts = attempts;
    return message;
  }
  std::vector<Json> mailbox() {
    std::vector<Json> letters;
    std::stringstream lines(slurp(dir_ / "mailbox"));
    for (std::string line; std::getline(lines, line);) letters.push_back(Json::parse(line));
    return letters;
  }
  static std::string header(const std::string& data, const std::string& name) {
    const auto at = data.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "(no " + name + ")";
    const auto from = at + name.size() + 4;
    return data.substr(from, data.find("\r\n", from) - from);
  }
  TempDir dir_;
  Process server_;
  std::string port_;
};

TEST_F(MailTest, ReachesWhoeverTheServerKnowsAndSaysThatARobotWroteIt) {
  SAKSI_NEEDS_PROGRAM("python3");
  ASSERT_NO_FATAL_FAILURE(serve({}));
  const auto worker = start(settings());
  worker->deliver({words(1)});
  const auto report = reports.wait_for(1)[0];
  ASSERT_EQ(report.outcome, store::Delivery::delivered) << report.detail;

  const auto letters = mailbox();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0]["from"], "saksi@kabcontoh.example");
  EXPECT_EQ(letters[0]["to"], Json::array({"piket@kabcontoh.example"}));
  const std::string data = letters[0]["data"];
  EXPECT_EQ(header(data, "From"), "Saksi <saksi@kabcontoh.example>");
  EXPECT_EQ(header(data, "Auto-Submitted"), "auto-generated");
  EXPECT_EQ(header(data, "Content-Type"), "text/plain; charset=utf-8");
}

TEST_F(MailTest, IsTriedAgainAfterAPassingRefusalUnderTheSameMessageId) {
  SAKSI_NEEDS_PROGRAM("python3");
  ASSERT_NO_FATAL_FAILURE(serve({"--answers", "450,250"}));
  const auto worker = start(settings());
  worker->deliver({words(1)});
  const auto first = reports.wait_for(1)[0];
  EXPECT_EQ(first.outcome, store::Delivery::retry);
  EXPECT_EQ(first.detail, "450 4.2.1 Mailbox busy, try again later");
  worker->deliver({words(1, 1)});
  EXPECT_EQ(reports.wait_for(2)[1].outcome, store::Delivery::delivered);

  const auto letters = mailbox();
  ASSERT_EQ(letters.size(), 2U);
  EXPECT_EQ(header(letters[0]["data"], "Message-ID"), header(letters[1]["data"], "Message-ID"));
}

TEST_F(MailTest, IsHeldBackOnceTwentyWereSentWithinTenMinutes) {
  SAKSI_NEEDS_PROGRAM("python3");
  ASSERT_NO_FATAL_FAILURE(serve({}));
  Settings all = settings();
  all.alerts.smtp.push_back(all.alerts.smtp[0]);
  all.alerts.smtp[1].id = "lain";
  const auto worker = start(all);
  for (std::int64_t id = 1; id <= 20; ++id) {
    worker->deliver({words(id)});
    ASSERT_EQ(reports.wait_for(static_cast<std::size_t>(id)).back().outcome,
              store::Delivery::delivered);
  }
  store::Pending other = words(22);  // of one mailer, in order: had 21 gone out, it were before it
  other.channel = "smtp:lain";
  worker->deliver({words(21), other});
  EXPECT_EQ(reports.wait_for(21)[20].id, 22) << "the mail stays due in the store";
  EXPECT_EQ(mailbox().size(), 21U);
}

TEST_F(MailTest, IsGivenUpWithTheServersWordsWhenItIsRefusedForGood) {
  SAKSI_NEEDS_PROGRAM("python3");
  ASSERT_NO_FATAL_FAILURE(serve({"--answers", "550"}));
  const auto worker = start(settings());
  worker->deliver({words(1)});
  const auto report = reports.wait_for(1)[0];
  EXPECT_EQ(report.outcome, store::Delivery::dead);
  EXPECT_EQ(report.detail, "550 5.7.1 Refused by policy");
}

TEST_F(MailTest, LogsInOverStartTlsAlone) {
  SAKSI_NEEDS_PROGRAM("python3");
  saksi::test::TlsFiles tls(dir_.path());
  const auto leaf = tls.leaf("mail", "IP:127.0.0.1");
  ASSERT_NO_FATAL_FAILURE(serve(
      {"--cert", leaf.certificate_file, "--key", leaf.key_file, "--login", "saksi:rahasia-uji"}));
  std::ofstream(dir_ / "password") << "rahasia-uji\n";
  std::filesystem::permissions(dir_ / "password", std::filesystem::perms::owner_read);
  Settings all = settings();
  all.alerts.smtp[0].user = "saksi";
  all.alerts.smtp[0].password_file = dir_ / "password";
  all.alerts.smtp[0].starttls = "required";
  all.alerts.smtp[0].ca_file = tls.ca_file();
  {
    const auto worker = start(all);
    worker->deliver({words(1)});
    const auto report = reports.wait_for(1)[0];
    EXPECT_EQ(report.outcome, store::Delivery::delivered) << report.detail;
  }
  ASSERT_EQ(mailbox().size(), 1U);
  EXPECT_EQ(mailbox()[0]["tls"], true);
  EXPECT_EQ(mailbox()[0]["login"], true);

  std::filesystem::permissions(dir_ / "password", std::filesystem::perms::owner_all);
  std::ofstream(dir_ / "password") << "an older one\n";
  std::filesystem::permissions(dir_ / "password", std::filesystem::perms::owner_read);
  const auto worker = start(all);
  worker->deliver({words(2)});
  const auto denied = reports.wait_for(2)[1];
  EXPECT_EQ(denied.outcome, store::Delivery::retry) << "whoever runs it can mend a password";
  EXPECT_EQ(denied.detail.find("an older one"), std::string::npos) << denied.detail;
}

TEST_F(MailTest, IsNotSentInTheClearWhereTlsIsRequired) {
  SAKSI_NEEDS_PROGRAM("python3");
  ASSERT_NO_FATAL_FAILURE(serve({}));
  Settings all = settings();
  all.alerts.smtp[0].starttls = "required";
  const auto worker = start(all);
  worker->deliver({words(1)});
  EXPECT_EQ(reports.wait_for(1)[0].outcome, store::Delivery::retry);
  EXPECT_TRUE(mailbox().empty());
}

TEST_F(MailTest, IsNotSentToAServerThatNobodyVouchesFor) {
  SAKSI_NEEDS_PROGRAM("python3");
  saksi::test::TlsFiles tls(dir_.path());
  const auto leaf = tls.leaf("mail", "IP:127.0.0.1");
  ASSERT_NO_FATAL_FAILURE(
      serve({"--cert", leaf.certificate_file, "--key", leaf.key_file, "--smtps"}));
  Settings all = settings("smtps");
  const auto worker = start(all);
  worker->deliver({words(1)});
  EXPECT_EQ(reports.wait_for(1)[0].outcome, store::Delivery::retry);
  EXPECT_TRUE(mailbox().empty());
  all.alerts.smtp[0].ca_file = tls.ca_file();
  const auto trusting = start(all);
  trusting->deliver({words(2)});
  EXPECT_EQ(reports.wait_for(2)[1].outcome, store::Delivery::delivered)
      << reports.wait_for(2)[1].detail;
}

TEST_F(MailTest, ASilentServerDelaysNobodyElse) {
  SAKSI_NEEDS_PROGRAM("python3");
  const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(silent, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(silent, 1), 0);
  socklen_t size = sizeof address;
  ::getsockname(silent, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = std::to_string(ntohs(address.sin_port));
  Receiver quick({200});
  Settings all = settings();
  all.alerts.webhooks = {{"it", quick.url()}};
  auto worker = start(all);
  worker->deliver({words(1), pending(2, "webhook:it", "{}")});
  EXPECT_EQ(reports.wait_for(1)[0].id, 2);
  const auto began = std::chrono::steady_clock::now();
  worker.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s) << "the end waits for no mail server";
  ::close(silent);
}

Channel mail_channel() {
  Channel channel;
  channel.kind = ChannelKind::smtp;
  channel.from = "saksi@kabcontoh.example";
  channel.to = {"satu@kabcontoh.example", "dua@kabcontoh.example"};
  return channel;
}

TEST(Letter, IsAsciiWithShortLinesWhateverTheWords) {
  std::string text = "[GANGGUAN] ";
  for (int i = 0; i < 60; ++i) text += "Presensi “Sekretariat” – ";
  text += "\nbaris dua\r\nBcc: orang@lain.example";
  const std::string mail = letter(mail_channel(), "e1", text, utc("2023-01-02T00:12:05Z"));
  std::size_t longest = 0, since = 0;
  for (std::size_t i = 0; i < mail.size(); ++i) {
    EXPECT_LT(static_cast<unsigned char>(mail[i]), 0x80);
    if (mail[i] == '\n') {
      EXPECT_EQ(mail[i - 1], '\r');
      longest = std::max(longest, i - 1 - since);
      since = i + 1;
    }
  }
  EXPECT_LE(longest, 78U);
  EXPECT_EQ(mail.find("Bcc"), std::string::npos) << "what the words say is never a header";
  EXPECT_NE(mail.find("Date: Mon, 02 Jan 2023 00:12:05 +0000\r\n"), std::string::npos) << mail;
  EXPECT_NE(mail.find("To: satu@kabcontoh.example,\r\n dua@kabcontoh.example\r\n"),
            std::string::npos);
}

TEST(Letter, KeepsItsSubjectWholeCharactersAndItsTextAsItWas) {
  const std::string mail = letter(mail_channel(), "e1", "(SIMULASI)\n[PULIH] – baik\nlanjut",
                                  utc("2023-01-02T00:12:05Z"));
  // "(SIMULASI) [PULIH] – baik" and "(SIMULASI)\r\n[PULIH] – baik\r\nlanjut\r\n" in base64
  EXPECT_NE(mail.find("Subject: =?UTF-8?B?KFNJTVVMQVNJKSBbUFVMSUhdIOKAkyBiYWlr?=\r\n"),
            std::string::npos)
      << mail;
  EXPECT_NE(mail.find("\r\n\r\nKFNJTVVMQVNJKQ0KW1BVTElIXSDigJMgYmFpaw0KbGFuanV0DQo=\r\n"),
            std::string::npos)
      << mail;
}

}  // namespace
}  // namespace saksi::alert::test
