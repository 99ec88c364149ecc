// SPDX-License-Identifier: Apache-2.0
#include "alert/seal_told.hpp"

#include "alert/channels.hpp"
#include "base/json.hpp"
#include "base/zone.hpp"
#include "model/words.hpp"

namespace saksi::alert {
namespace {

std::string text_of(const DaySeal& seal, Language language, bool demo) {
  std::uint64_t records = 0;
  for (const ChainHead& chain : seal.chains) records += chain.records;
  const Zone zone = *Zone::find(seal.zone);  // it made the seal
  LocalTime day = zone.local(seal.at);
  const std::string time = clock_time(day, language);
  day.date = *parse_date(seal.date);
  day.weekday = std::chrono::weekday(std::chrono::sys_days(day.date));
  std::string text = demo ? std::string(word(Word::bulletin_demo, language)) + "\n" : "";
  return text +
         fill(word(Word::seal_told, language), {{"date", long_date(day, language)},
                                                {"hash", hex(seal.digest)},
                                                {"time", time},
                                                {"records", std::to_string(records)},
                                                {"chains", std::to_string(seal.chains.size())},
                                                {"revisions", std::to_string(seal.revisions)},
                                                {"day", seal.date},
                                                {"short", short_text(seal.digest)}});
}

}  // namespace

std::vector<store::Message> seal_told(const Settings& settings, const DaySeal& seal, Instant now,
                                      bool demo) {
  std::vector<store::Message> messages;
  for (const Channel& channel : channels_of(settings.alerts)) {
    if (channel.kind != ChannelKind::smtp && !channel.seals_only) continue;
    store::Message message;
    message.event_id = "seal/" + seal.date + "/" + channel.id;
    message.subject = "seal";
    message.kind = "seal";
    message.channel = channel.id;
    message.payload = canonical(Json{{"text", text_of(seal, channel.language, demo)}});
    message.not_before = now;
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace saksi::alert
