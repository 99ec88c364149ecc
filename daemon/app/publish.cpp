// SPDX-License-Identifier: Apache-2.0
//
// The last station of the pipeline: what is true now, put on the board.
#include <algorithm>
#include <tuple>

#include "app/pipeline.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

// Today's peak of the calendar, as far as it has come: the minutes that pages draw.
std::pair<Instant, Instant> strip_range(const Calendar& calendar, const Zone& zone, Instant now) {
  const LocalTime local = zone.local(now);
  if (calendar.holiday(local.date) != nullptr) return {now, now};
  for (const PeakWindow& peak : calendar.peak) {
    if (std::find(peak.weekdays.begin(), peak.weekdays.end(), local.weekday.c_encoding()) ==
        peak.weekdays.end())
      continue;
    const Instant from = zone.instant(local.date, peak.from),
                  to = zone.instant(local.date, peak.to);
    const Instant begun(std::chrono::floor<std::chrono::minutes>(now) + 1min);
    return {from, std::clamp(begun, from, to)};
  }
  return {now, now};
}

// Whoever opens today's page at nine must still read of the outage that was over at eight.
bool ended_today(const Incident& incident, const Zone& zone, Instant now) {
  const auto& end = incident.outage.bounds.end_hi;
  return incident.outage.closed && end && !incident.withdrawn &&
         zone.local(*end).date == zone.local(now).date;
}

}  // namespace

void Pipeline::publish() {
  const Instant now = parts_.clock->wall();
  if (!news_ && now - published_ < 5s) return;
  news_ = false;
  published_ = now;
  const Settings& settings = *parts_.settings;
  auto board = std::make_shared<Board>();
  board->at = now;
  board->store_ok = !since_trouble_;

  const std::vector<TargetState> states = judge_.states(now);
  for (const Target& target : settings.targets) {
    TargetView view;
    view.state.target = target.id;
    view.state.since = now;
    for (const TargetState& state : states)
      if (state.target == target.id) view.state = state;
    const auto [from, to] =
        strip_range(settings.calendar(target.calendar), zones_.at(target.id), now);
    view.strip_from = from;
    if (from < to) view.strip = judge_.minutes(target.id, from, to, now);
    for (const Incident& incident : known_) {
      if (incident.outage.target == target.id && !incident.outage.closed && !incident.withdrawn)
        view.incident = incident.number;
    }
    board->targets.push_back(std::move(view));
  }
  for (const Incident& incident : known_)
    if (!incident.outage.closed && !incident.withdrawn) board->open.push_back(incident);
  for (const Acknowledgement& said : acknowledged_)
    if (std::any_of(board->open.begin(), board->open.end(),
                    [&](const Incident& open) { return open.number == said.number; }))
      board->acknowledged.push_back(said);
  for (const Incident& incident : known_) {
    const auto zone = zones_.find(incident.outage.target);
    if (zone != zones_.end() && ended_today(incident, zone->second, now))
      board->ended.push_back(incident);
  }
  std::sort(board->ended.begin(), board->ended.end(), [](const Incident& a, const Incident& b) {
    return std::tie(b.outage.bounds.start_hi, a.number) <
           std::tie(a.outage.bounds.start_hi, b.number);
  });

  const auto recorded = parts_.writer->next_seq();
  for (const Vantage& vantage : settings.vantages) {
    VantageView view{vantage.id, false, std::nullopt, 0};
    const auto next = recorded.find(vantage.id);
    if (next != recorded.end()) view.recorded = next->second;
    const auto& runs = tally_.last_runs();
    if (const auto last = runs.find(vantage.id); last != runs.end()) {
      view.last_end = last->second.end;
      view.controls_ok = last->second.controls_ok;
    }
    board->vantages.push_back(view);
  }
  tally_.fill(*board);
  if (parts_.agents) parts_.agents(*board);
  for (VantageView& view : board->vantages)
    if (const auto agent = board->agents.find(view.id); agent != board->agents.end())
      view.recorded = agent->second.delivered;
  board->seal = seal_;
  if (const auto counts = parts_.reader->outbox())
    for (const auto& [channel, count] : *counts)
      board->outbox[channel] = {count.pending, count.oldest, count.sent};
  parts_.board->publish(std::move(board));
}

void Pipeline::show_trouble(const std::string& trouble) {
  since_trouble_ = parts_.clock->wall();
  auto board = std::make_shared<Board>(*parts_.board->current());
  board->at = *since_trouble_;
  board->store_ok = false;
  board->store_trouble = trouble;
  parts_.board->publish(std::move(board));
}

}  // namespace saksi::app
