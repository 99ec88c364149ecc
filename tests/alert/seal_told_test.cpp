// SPDX-License-Identifier: Apache-2.0
#include "alert/seal_told.hpp"

#include "alert/channels.hpp"
#include "parts.hpp"

namespace saksi::alert::test {
namespace {

DaySeal seal_of_2_january() {
  DaySeal seal;
  seal.since = seal.date = "2023-01-02";
  seal.zone = "Asia/Jakarta";
  seal.at = utc("2023-01-02T16:59:00Z");
  seal.chains.resize(3);
  for (ChainHead& chain : seal.chains) chain.records = 1000;
  seal.revisions = 4;
  seal.digest = sha256("a day");
  return seal;
}

Settings with_everybody() {
  Settings settings = settings_with({"http://127.0.0.1:9"}, "http://127.0.0.1:9");
  settings.alerts.telegram = {{.id = "piket"}, {.id = "inspektorat", .tells = "seal"}};
  SmtpSettings mail;
  mail.from = "saksi@kabcontoh.example";
  mail.id = "piket";
  settings.alerts.smtp.push_back(mail);
  mail.id = "inspektorat";
  mail.tells = "seal";
  mail.language = "en";
  settings.alerts.smtp.push_back(mail);
  return settings;
}

TEST(SealTold, GoesByMailToAllAndToTheChatsThatAreThereForIt) {
  const auto messages =
      seal_told(with_everybody(), seal_of_2_january(), utc("2023-01-02T16:59:00Z"), false);
  std::vector<std::string> ids;
  for (const auto& message : messages) ids.push_back(message.event_id);
  EXPECT_EQ(ids, (std::vector<std::string>{"seal/2023-01-02/telegram:inspektorat",
                                           "seal/2023-01-02/smtp:piket",
                                           "seal/2023-01-02/smtp:inspektorat"}));
}

TEST(SealTold, SaysAll64DigitsAndHowToCompareThem) {
  const DaySeal seal = seal_of_2_january();
  const auto messages = seal_told(with_everybody(), seal, utc("2023-01-02T16:59:00Z"), false);
  const std::string text = Json::parse(messages[1].payload)["text"];
  EXPECT_TRUE(text.starts_with("[SEGEL HARIAN] Senin, 2 Januari 2023\n")) << text;
  EXPECT_NE(text.find(hex(seal.digest)), std::string::npos);
  EXPECT_NE(text.find("sampai pukul 23.59 WIB: 3000 catatan dari 3 titik pantau"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("saksi seal 2023-01-02 --against \"" + short_text(seal.digest) + "\""),
            std::string::npos);
  EXPECT_NE(Json::parse(messages[2].payload)["text"].get<std::string>().find("Please keep this"),
            std::string::npos);
}

TEST(SealTold, AnOutageIsNotToldToWhoKeepsSealsAlone) {
  for (const Channel& channel : channels_of(with_everybody().alerts))
    EXPECT_EQ(channel.seals_only, channel.id.ends_with("inspektorat")) << channel.id;
}

}  // namespace
}  // namespace saksi::alert::test
