// SPDX-License-Identifier: Apache-2.0
//
// The configured channels, each under the name that outbox rows carry: "alertmanager:0",
// "webhook:it".
#pragma once

#include <string>
#include <vector>

#include "settings/settings.hpp"

namespace saksi::alert {

enum class ChannelKind : std::uint8_t { alertmanager, webhook };

struct Channel {
  std::string id;
  ChannelKind kind = ChannelKind::webhook;
  std::string url;  // that is posted to
};

[[nodiscard]] std::vector<Channel> channels_of(const AlertSettings& settings);

// What a message is about: the outbox keeps order within it.
[[nodiscard]] std::string subject_of(const TargetId& target, const JourneyId& journey);

}  // namespace saksi::alert
