// SPDX-License-Identifier: Apache-2.0
//
// The configured channels, each under the name that outbox rows carry: "alertmanager:0",
// "webhook:it".
#pragma once

#include <string>
#include <vector>

#include "model/words.hpp"
#include "net/mail.hpp"
#include "settings/settings.hpp"

namespace saksi::alert {

enum class ChannelKind : std::uint8_t { alertmanager, webhook, telegram, smtp };

// Is it read by people, or by programs? People get one message for a backend, programs one for each
// incident.
[[nodiscard]] bool is_for_people(ChannelKind kind);

struct Channel {
  std::string id;
  ChannelKind kind = ChannelKind::webhook;
  std::string url;            // that is posted to; of telegram, its API's base; of smtp, the server
  std::string password_file;  // smtp
  std::string token_file;     // telegram
  std::string chat;           // telegram
  Language language = Language::indonesian;
  bool seals_only = false;      // a person outside, who keeps the daily seals and gets nothing else
  std::string from;             // smtp
  std::vector<std::string> to;  // smtp
  net::MailServer server;       // smtp; its password is read by the worker
};

[[nodiscard]] std::vector<Channel> channels_of(const AlertSettings& settings);

// Bot API, sendMessage. Plain text: nothing in it is markup.
[[nodiscard]] std::string telegram_body(const Channel& channel, const std::string& text);

// What a message is about: the outbox keeps order within it.
[[nodiscard]] std::string subject_of(const TargetId& target, const JourneyId& journey);

}  // namespace saksi::alert
