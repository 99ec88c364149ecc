// SPDX-License-Identifier: Apache-2.0
//
// What each channel is told of an incident's change. Payloads hold everything but what depends on
// the moment of sending (an alert's endsAt), which the worker fills in. Pure.
#include <fmt/format.h>

#include "alert/alert.hpp"
#include "alert/channels.hpp"
#include "alert/story.hpp"
#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "base/zone.hpp"
#include "model/words.hpp"
#include "settings/cause.hpp"

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

// A firing alert is repeated until its incident ends; no outage lasts so long without a new row.
constexpr Duration kUntilClosed = std::chrono::days(30);

std::string link_of(const Settings& settings, const Incident& incident) {
  return settings.web.public_url.empty() ? ""
                                         : settings.web.public_url + "/gangguan/" + incident.number;
}

std::string summary(const Settings& settings, const store::Change& change, Language language) {
  const Incident& incident = change.incident;
  const Bounds& bounds = incident.outage.bounds;
  const Place place = place_of(settings, incident.outage);
  const auto at = [&](Instant when) { return clock_time(place.zone.local(when), language); };
  if (incident.withdrawn)
    return fill(word(Word::alert_withdrawn, language),
                {{"number", incident.number}, {"agency", place.agency}});
  if (ends(change) && bounds.end_hi)
    return fill(word(Word::alert_closed, language), {{"number", incident.number},
                                                     {"agency", place.agency},
                                                     {"from", at(bounds.start_hi)},
                                                     {"to", at(*bounds.end_hi)}});
  return fill(
      word(Word::alert_opened, language),
      {{"number", incident.number}, {"agency", place.agency}, {"time", at(bounds.start_hi)}});
}

std::string detail(const Settings& settings, const Outage& outage, Language language) {
  return fill(word(outage.step.empty() ? Word::alert_detail : Word::alert_detail_step, language),
              {{"cause", cause_text(settings, outage.cause, outage.journey, language)},
               {"step", outage.step},
               {"networks", fmt::format("{}", fmt::join(outage.groups, ", "))}});
}

// Identity is the labels alone: no number, value or time among them.
Json alertmanager(const Settings& settings, const Clock& clock, const store::Change& change,
                  bool demo) {
  const Incident& incident = change.incident;
  const Outage& outage = incident.outage;
  Json labels{{"alertname", "JourneyOutage"},
              {"site", outage.target.text},
              {"backend", place_of(settings, outage).backend.text},
              {"journey", outage.journey.text},
              {"severity", "critical"}};
  if (demo) labels["demo"] = "true";
  Json alert{{"labels", labels},
             {"annotations",
              {{"summary", summary(settings, change, Language::indonesian)},
               {"summary_en", summary(settings, change, Language::english)},
               {"description", detail(settings, outage, Language::indonesian)},
               {"description_en", detail(settings, outage, Language::english)},
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
          {"revised_at", utc_text(incident.revised)},
          {"reason", incident.reason},
          {"summary", summary(settings, change, Language::indonesian)},
          {"summary_en", summary(settings, change, Language::english)},
          {"target", outage.target.text},
          {"agency", place_of(settings, outage).agency},
          {"backend", outage.backend.text},
          {"journey", outage.journey.text},
          {"step", outage.step},
          {"cause", code(outage.cause)},
          {"cause_id", cause_text(settings, outage.cause, outage.journey, Language::indonesian)},
          {"cause_en", cause_text(settings, outage.cause, outage.journey, Language::english)},
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
      if (is_for_people(channel.kind)) continue;  // bulletin.cpp
      store::Message message;
      message.event_id = fmt::format("{}/{}/{}/{}", change.incident.number, change.event,
                                     change.incident.revision, channel.id);
      message.incident = change.incident.number;
      message.subject = subject_of(change.incident.outage.target, change.incident.outage.journey);
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
