// SPDX-License-Identifier: Apache-2.0
#include "alert/channels.hpp"

#include "alert/alert.hpp"
#include "base/json.hpp"

namespace saksi::alert {

const std::vector<ChannelType>& channel_types() {
  static const std::vector<ChannelType> kTypes{
      {"alertmanager", "Prometheus Alertmanager, API v2: repeated while the incident lasts"},
      {"webhook", "each event once, as JSON, with an id that a retry repeats"},
      {"telegram", "one message a backend, in words, to a chat"},
  };
  return kTypes;
}

std::vector<Channel> channels_of(const AlertSettings& settings) {
  std::vector<Channel> channels;
  for (std::size_t i = 0; i < settings.alertmanagers.size(); ++i) {
    std::string base = settings.alertmanagers[i];
    while (base.ends_with('/')) base.pop_back();
    channels.push_back({"alertmanager:" + std::to_string(i), ChannelKind::alertmanager,
                        base + "/api/v2/alerts", "", ""});
  }
  for (const auto& [id, url] : settings.webhooks)
    channels.push_back({"webhook:" + id, ChannelKind::webhook, url, "", ""});
  for (const TelegramSettings& chat : settings.telegram)
    channels.push_back({"telegram:" + chat.id, ChannelKind::telegram, chat.api, chat.token_file,
                        chat.chat,
                        chat.language == "en" ? Language::english : Language::indonesian});
  return channels;
}

bool is_for_people(ChannelKind kind) { return kind == ChannelKind::telegram; }

std::string telegram_body(const Channel& channel, const std::string& text) {
  return canonical(
      Json{{"chat_id", channel.chat}, {"text", text}, {"disable_web_page_preview", true}});
}

std::string subject_of(const TargetId& target, const JourneyId& journey) {
  return target.text + "/" + journey.text;
}

}  // namespace saksi::alert
