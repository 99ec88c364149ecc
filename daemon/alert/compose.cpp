// SPDX-License-Identifier: Apache-2.0
//
// What each channel is told of an incident's change. Payloads hold everything but what depends on
// the moment of sending (an alert's endsAt), which the worker fills in. Pure.
#include <fmt/format.h>

#include "alert/alert.hpp"
#include "alert/channels.hpp"
#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "base/zone.hpp"
#include "model/words.hpp"

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

// A firing alert is repeated until its incident ends; no outage lasts so long without a new row.
constexpr Duration kUntilClosed = std::chrono::days(30);

bool ends(const store::Change& change) {
  return change.event == "closed" || change.event == "withdrawn";
}
bool begins(const store::Change& change) {
  return change.event == "opened" || change.event == "reopened";
}

std::string link_of(const Settings& settings, const Incident& incident) {
  return settings.web.public_url.empty() ? ""
                                         : settings.web.public_url + "/gangguan/" + incident.number;
}

std::string cause_of(const Outage& outage) { return std::string(about(outage.cause).indonesian); }

Json alertmanager(const Settings& settings, const Clock& clock, const store::Change& change,
                  bool demo) {
  const Incident& incident = change.incident;
  const Outage& outage = incident.outage;
  const Target& target = settings.target(outage.target);
  const auto zone = Zone::find(settings.calendar(target.calendar).zone);
  const std::string since = clock_time(zone->local(outage.bounds.start_hi), Language::indonesian);
  // Identity is the labels alone: no number, value or time among them.
  Json labels{{"alertname", "JourneyOutage"},
              {"site", target.id.text},
              {"backend", target.backend.text},
              {"journey", outage.journey.text},
              {"severity", "critical"}};
  if (demo) labels["demo"] = "true";
  Json alert{{"labels", labels},
             {"annotations",
              {{"summary", fmt::format("{} {}: gangguan presensi sejak pukul {}", incident.number,
                                       target.agency, since)},
               {"description", fmt::format("{} Langkah: {}. Jaringan: {}.", cause_of(outage),
                                           outage.step, fmt::join(outage.groups, ", "))},
               {"incident", incident.number}}},
             // Always given: without it Alertmanager takes endsAt for the start.
             {"startsAt", utc_text(clock.outside(outage.bounds.start_hi))}};
  if (const std::string link = link_of(settings, incident); !link.empty())
    alert["generatorURL"] = link;
  if (ends(change))
    alert["endsAt"] = utc_text(
        clock.outside(outage.bounds.end_hi.value_or(outage.closed.value_or(incident.revised))));
  return alert;
}

Json webhook(const Settings& settings, const store::Change& change, const std::string& event_id,
             bool demo) {
  const Incident& incident = change.incident;
  const Outage& outage = incident.outage;
  const Bounds& bounds = outage.bounds;
  const auto maybe = [](const std::optional<Instant>& at) {
    return at ? Json(utc_text(*at)) : Json();
  };
  return {{"version", 1},
          {"event_id", event_id},
          {"event", change.event},
          {"demo", demo},
          {"incident", incident.number},
          {"revision", incident.revision},
          {"target", outage.target.text},
          {"agency", settings.target(outage.target).agency},
          {"backend", outage.backend.text},
          {"journey", outage.journey.text},
          {"step", outage.step},
          {"cause", code(outage.cause)},
          {"cause_id", cause_of(outage)},
          {"cause_en", about(outage.cause).english},
          {"networks", outage.groups},
          {"start_lo", utc_text(bounds.start_lo)},
          {"start_hi", utc_text(bounds.start_hi)},
          {"end_lo", maybe(bounds.end_lo)},
          {"end_hi", maybe(bounds.end_hi)},
          {"at_least_us", bounds.at_least().count()},
          {"link", link_of(settings, incident)}};
}

}  // namespace

std::vector<store::Message> compose(const Settings& settings, const Clock& clock,
                                    const std::vector<store::Change>& changes, Instant now,
                                    bool demo) {
  std::vector<store::Message> messages;
  for (const store::Change& change : changes) {
    if (!begins(change) && !ends(change)) continue;
    for (const Channel& channel : channels_of(settings.alerts)) {
      store::Message message;
      message.event_id = fmt::format("{}/{}/{}/{}", change.incident.number, change.event,
                                     change.incident.revision, channel.id);
      message.incident = change.incident.number;
      message.kind = ends(change) ? "closed" : "opened";
      message.channel = channel.id;
      message.not_before = now;
      if (channel.kind == ChannelKind::alertmanager) {
        message.payload = canonical(alertmanager(settings, clock, change, demo));
        message.repeat_until = now + (ends(change) ? settings.alerts.resolved_for : kUntilClosed);
      } else {
        message.payload = canonical(webhook(settings, change, message.event_id, demo));
      }
      messages.push_back(std::move(message));
    }
  }
  return messages;
}

}  // namespace saksi::alert
