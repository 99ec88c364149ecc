// SPDX-License-Identifier: Apache-2.0
#include "alert/channels.hpp"

#include "alert/alert.hpp"
#include "alert/people.hpp"
#include "base/json.hpp"

namespace saksi::alert {
namespace {

constexpr std::size_t kMostUnits = 4096;  // of UTF-16, in one message of Telegram

}  // namespace

const std::vector<ChannelType>& channel_types() {
  static const std::vector<ChannelType> kTypes{
      {"alertmanager", "Prometheus Alertmanager, API v2: repeated while the incident lasts"},
      {"webhook", "each event once, as JSON, with an id that a retry repeats"},
      {"telegram", "one message a backend, in words, to a chat"},
      {"smtp", "the same words as a mail"},
  };
  return kTypes;
}

std::vector<Channel> channels_of(const AlertSettings& settings) {
  std::vector<Channel> channels;
  const auto add = [&](ChannelKind kind, const std::string& id, const std::string& url) -> auto& {
    Channel& channel = channels.emplace_back();
    channel.id = id;
    channel.kind = kind;
    channel.url = url;
    return channel;
  };
  const auto language = [](const std::string& text) {
    return text == "en" ? Language::english : Language::indonesian;
  };
  for (std::size_t i = 0; i < settings.alertmanagers.size(); ++i) {
    std::string base = settings.alertmanagers[i];
    while (base.ends_with('/')) base.pop_back();
    add(ChannelKind::alertmanager, "alertmanager:" + std::to_string(i), base + "/api/v2/alerts");
  }
  for (const auto& [id, url] : settings.webhooks) add(ChannelKind::webhook, "webhook:" + id, url);
  for (const TelegramSettings& chat : settings.telegram) {
    Channel& channel = add(ChannelKind::telegram, "telegram:" + chat.id, chat.api);
    channel.token_file = chat.token_file;
    channel.chat = chat.chat;
    channel.language = language(chat.language);
    channel.seals_only = chat.tells == "seal";
  }
  for (const SmtpSettings& mail : settings.smtp) {
    Channel& channel = add(ChannelKind::smtp, "smtp:" + mail.id, mail.server);
    channel.from = mail.from;
    channel.to = mail.to;
    channel.language = language(mail.language);
    channel.seals_only = mail.tells == "seal";
    channel.password_file = mail.password_file;
    channel.server.url = mail.server;
    channel.server.user = mail.user;
    channel.server.ca_file = mail.ca_file;
    channel.server.starttls = mail.starttls == "none"            ? net::StartTls::none
                              : mail.starttls == "opportunistic" ? net::StartTls::opportunistic
                                                                 : net::StartTls::required;
  }
  return channels;
}

bool is_for_people(ChannelKind kind) {
  return kind == ChannelKind::telegram || kind == ChannelKind::smtp;
}

std::string telegram_body(const Channel& channel, const std::string& text) {
  return canonical(Json{{"chat_id", channel.chat},
                        {"text", shortened(text, kMostUnits)},
                        {"disable_web_page_preview", true}});
}

std::string subject_of(const TargetId& target, const JourneyId& journey) {
  return target.text + "/" + journey.text;
}

}  // namespace saksi::alert
