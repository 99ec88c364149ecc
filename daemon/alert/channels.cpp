// SPDX-License-Identifier: Apache-2.0
#include "alert/channels.hpp"

#include "alert/alert.hpp"

namespace saksi::alert {

const std::vector<ChannelType>& channel_types() {
  static const std::vector<ChannelType> kTypes{
      {"alertmanager", "Prometheus Alertmanager, API v2: repeated while the incident lasts"},
      {"webhook", "each event once, as JSON, with an id that a retry repeats"},
  };
  return kTypes;
}

std::vector<Channel> channels_of(const AlertSettings& settings) {
  std::vector<Channel> channels;
  for (std::size_t i = 0; i < settings.alertmanagers.size(); ++i) {
    std::string base = settings.alertmanagers[i];
    while (base.ends_with('/')) base.pop_back();
    channels.push_back(
        {"alertmanager:" + std::to_string(i), ChannelKind::alertmanager, base + "/api/v2/alerts"});
  }
  for (const auto& [id, url] : settings.webhooks)
    channels.push_back({"webhook:" + id, ChannelKind::webhook, url});
  return channels;
}

std::string subject_of(const TargetId& target, const JourneyId& journey) {
  return target.text + "/" + journey.text;
}

}  // namespace saksi::alert
