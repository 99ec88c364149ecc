// SPDX-License-Identifier: Apache-2.0
#include "alert/reminder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alert/episode.hpp"
#include "alert/story.hpp"
#include "base/json.hpp"
#include "settings/cause.hpp"

namespace saksi::alert {
namespace {

constexpr std::int64_t kMost = 4;

// What the latest run on any of them found.
const Sample* latest_of(const Board& board, const Episode& episode) {
  const Sample* latest = nullptr;
  for (const Incident* incident : episode) {
    if (!is_open(*incident)) continue;
    for (const TargetView& view : board.targets) {
      if (view.state.target != incident->outage.target) continue;
      for (const auto& [vantage, sample] : view.latest)
        if (latest == nullptr || sample.end > latest->end) latest = &sample;
    }
  }
  return latest;
}

}  // namespace

std::vector<store::Message> reminders(const Settings& settings, const std::vector<Incident>& known,
                                      const std::vector<Acknowledgement>& acknowledged,
                                      const Board& board, Instant now, bool demo,
                                      const AckLinks& links) {
  std::vector<store::Message> messages;
  const Duration every = settings.alerts.remind;
  if (every <= Duration{0}) return messages;
  for (const Backend& backend : settings.backends) {
    const Episode episode = episode_of(settings, known, backend.id, now);
    if (std::none_of(episode.begin(), episode.end(), [](auto* one) { return is_open(*one); }))
      continue;
    if (std::any_of(acknowledged.begin(), acknowledged.end(), [&](const Acknowledgement& said) {
          return std::any_of(episode.begin(), episode.end(),
                             [&](auto* one) { return one->number == said.number; });
        }))
      continue;
    const Incident& lead = *episode.front();
    const Instant begun = lead.outage.opened;
    const std::int64_t turn = (now - begun) / every;
    if (turn < 1 || turn > kMost) continue;
    const Zone zone = place_of(settings, lead.outage).zone;
    for (const Channel& channel : people_of(settings.alerts)) {
      Lines lines(channel.language, demo);
      const auto at = [&](Instant when) { return clock_time(zone.local(when), channel.language); };
      const Instant since = since_of(episode);
      lines.add(Word::reminder_title,
                {{"number", lead.number},
                 {"agencies", agencies_of(settings, episode, channel.language)},
                 {"length", length_text(std::chrono::floor<std::chrono::minutes>(now - since),
                                        channel.language)},
                 {"time", at(since)}});
      if (const Sample* latest = latest_of(board, episode))
        lines.add(
            Word::reminder_last,
            {{"time", at(latest->end)},
             {"cause", cause_text(settings, latest->cls, latest->journey, channel.language)}});
      if (turn < kMost)
        lines.add(Word::reminder_next, {{"time", at(begun + every * (turn + 1))}});
      else
        lines.add(Word::reminder_end);
      const std::string link = links(lead.number, channel.language);
      if (link.empty())
        lines.add(Word::ack_command, {{"number", lead.number}});
      else
        lines.add(Word::ack_link, {{"url", link}});
      if (const std::string page = page_of(settings, episode); !page.empty()) lines.add(page);
      store::Message& message = messages.emplace_back();
      message.event_id = fmt::format("remind/{}/{}/{}", lead.number, turn, channel.id);
      message.incident = lead.number;
      message.subject = "backend/" + backend.id.text;
      message.kind = "reminder";
      message.channel = channel.id;
      message.payload = canonical(Json{{"text", lines.text()}});
      message.not_before = now;
    }
  }
  return messages;
}

}  // namespace saksi::alert
