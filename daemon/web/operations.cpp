// SPDX-License-Identifier: Apache-2.0
//
// For machines that watch the watcher. A monitor that has stopped looking must say so itself: ready
// means that what was seen lately has been recorded.
#include <algorithm>
#include <optional>

#include "base/timestamp.hpp"
#include "metrics/metrics.hpp"
#include "web/site.hpp"

namespace saksi::web {
namespace {

net::ServerResponse text(int status, std::string body) {
  net::ServerResponse response;
  response.status = status;
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

// The longest wait between two slots of anything, by the plan.
Duration longest_interval(const ScheduleSettings& schedule) {
  return std::max({schedule.peak, schedule.day, schedule.quiet});
}

Duration longest_journey(const Settings& settings) {
  Duration longest{0};
  for (const JourneySettings& journey : settings.journeys)
    longest = std::max(longest, journey.timeout);
  return longest;
}

bool all_in_maintenance(const Settings& settings, Instant now) {
  return std::ranges::all_of(settings.backends, [&](const Backend& backend) {
    return std::ranges::any_of(settings.maintenance, [&](const Maintenance& planned) {
      return planned.backend == backend.id && planned.from <= now && now < planned.to;
    });
  });
}

// Since when samples could be expected: the start, or the end of the latest maintenance.
Instant expected_since(const Site& site, Instant now) {
  Instant since = site.started;
  for (const Maintenance& planned : site.context.settings->maintenance)
    if (planned.to <= now) since = std::max(since, planned.to);
  return since;
}

// How long after `latest` the next sample may be due: its own pace, or a slower one that may have
// begun since. By day, while the day's pace holds, that is not the night's.
Duration next_within(const Settings& settings, const Sample& latest, Instant now) {
  Duration slower = longest_interval(settings.schedule);
  const auto target = std::ranges::find(settings.targets, latest.target, &Target::id);
  if (target != settings.targets.end() && latest.interval <= settings.schedule.day) {
    const auto zone = Zone::find(settings.calendar(target->calendar).zone);
    if (zone && zone->local(latest.end).date == zone->local(now).date &&
        zone->local(now).of_day < settings.schedule.day_to)
      slower = std::max(settings.schedule.peak, settings.schedule.day);
  }
  return std::max(3 * latest.interval,
                  slower);  // three slots in a row may fail before it is silence
}

// Why not ready; nothing when it is.
std::optional<std::string> why_not(const Site& site, const Board& board, Instant now) {
  const Settings& settings = *site.context.settings;
  if (!board.store_ok) return "the store is in trouble: " + board.store_trouble;
  if (settings.targets.empty() || all_in_maintenance(settings, now)) return std::nullopt;

  const Sample* latest = nullptr;
  for (const TargetView& target : board.targets)
    for (const auto& [vantage, sample] : target.latest)
      if (latest == nullptr || sample.end > latest->end) latest = &sample;

  const Duration slack = longest_journey(settings) + std::chrono::minutes(2);
  const Instant grace = expected_since(site, now) + longest_interval(settings.schedule) + slack;
  if (now <= grace) return std::nullopt;
  if (latest == nullptr)
    return "no sample has been recorded since the start at " + utc_text(site.started);
  if (now <= latest->end + next_within(settings, *latest, now) + slack) return std::nullopt;
  return "the latest sample is from " + utc_text(latest->end) + ", and it is " + utc_text(now) +
         "; a sample was due every " + duration_text(latest->interval);
}

}  // namespace

net::ServerResponse metrics_text(const Site& site, const Call&) {
  net::ServerResponse response =
      text(200, metrics::exposition(*site.context.board->current(), site.context.identity));
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

net::ServerResponse alive(const Site&, const Call&) { return text(200, "alive\n"); }

net::ServerResponse ready(const Site& site, const Call&) {
  const auto board = site.context.board->current();
  if (const auto reason = why_not(site, *board, site.context.clock->wall()))
    return text(503, *reason + "\n");
  return text(200, "ready\n");
}

}  // namespace saksi::web
