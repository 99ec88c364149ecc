// SPDX-License-Identifier: Apache-2.0
#include "alert/store_failed.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "model/words.hpp"

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

// Said once, by a daemon that then ends, so nothing repeats it: it stands for a day, or until a
// start that finds the store in order. Without an endsAt it would end after minutes, mended or not.
constexpr Duration kStands = 24h;

Json alert(const Clock& clock, Instant starts, Instant ends, bool demo) {
  Json labels{{"alertname", "StoreFailed"}, {"severity", "critical"}};
  if (demo) labels["demo"] = "true";
  return {{"labels", labels},
          {"startsAt", utc_text(clock.outside(starts))},
          {"endsAt", utc_text(clock.outside(ends))}};
}

}  // namespace

std::string store_failed_id(const Channel& channel, Instant since) {
  return fmt::format("store_failed/{}/{}", utc_text(since), channel.id);
}

std::string store_failed(const Channel& channel, const Clock& clock, const std::string& trouble,
                         Instant since, bool demo) {
  if (channel.kind == ChannelKind::telegram)
    return telegram_body(channel,
                         fill(word(Word::store_failed, channel.language), {{"trouble", trouble}}));
  if (channel.kind == ChannelKind::smtp)
    return fill(word(Word::store_failed, channel.language), {{"trouble", trouble}});
  if (channel.kind == ChannelKind::webhook)
    return canonical(Json{{"version", 1},
                          {"event_id", store_failed_id(channel, since)},
                          {"event", "store_failed"},
                          {"demo", demo},
                          {"trouble", trouble},
                          {"since", utc_text(since)}});
  Json told = alert(clock, since, since + clock.inside(kStands), demo);
  told["annotations"] = {{"summary", "Saksi: " + trouble}};
  return canonical(Json::array({told}));
}

std::string store_works(const Clock& clock, Instant now, bool demo) {
  return canonical(Json::array({alert(clock, now - clock.inside(1s), now, demo)}));
}

}  // namespace saksi::alert
