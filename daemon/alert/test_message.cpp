// SPDX-License-Identifier: Apache-2.0
#include "alert/test_message.hpp"

#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "base/zone.hpp"

namespace saksi::alert {
namespace {

Json payload(const Settings& settings, const Channel& channel, const std::string& event_id,
             Instant now) {
  const Zone zone = *Zone::find(settings.calendars.front().zone);
  const LocalTime local = zone.local(now);
  const std::string text = fill(
      word(Word::test_told, channel.language),
      {{"title", settings.web.title},
       {"time", long_date(local, channel.language) + ", " + clock_time(local, channel.language)},
       {"channel", channel.id}});
  switch (channel.kind) {
    case ChannelKind::alertmanager:
      return {{"labels", {{"alertname", "SaksiTest"}, {"severity", "info"}}},
              {"annotations", {{"summary", text}}},
              {"startsAt", utc_text(now)},
              {"endsAt", utc_text(now + std::chrono::minutes(5))}};
    case ChannelKind::webhook:
      return {{"version", 1}, {"event_id", event_id}, {"event", "test"}, {"text", text}};
    case ChannelKind::telegram:
    case ChannelKind::smtp:
      return {{"text", text}};
  }
  return {};
}

}  // namespace

store::Pending test_message(const Settings& settings, const Channel& channel, Instant now) {
  store::Pending message;
  message.id = 1;
  message.event_id = "test/" + utc_text(now) + "/" + channel.id;
  message.kind = "test";
  message.subject = "test";
  message.channel = channel.id;
  message.payload = canonical(payload(settings, channel, message.event_id, now));
  message.created = message.not_before = now;
  return message;
}

}  // namespace saksi::alert
