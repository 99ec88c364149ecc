// SPDX-License-Identifier: Apache-2.0
#include "settings/settings.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>

namespace saksi {
namespace {

// Settings that were read refer only to things that exist, so a miss is a bug of ours.
template <class Item, class Id>
const Item& find(const std::vector<Item>& items, const Id& id) {
  for (const Item& item : items)
    if (item.id == id) return item;
  assert(!"an id that the settings do not have");
  std::abort();
}

// Only sink and real let an upload go, and an anonymous journey looks: it sends no login.
bool sends(Mode mode, StepKind kind) {
  if (kind == StepKind::upload) return mode >= Mode::sink;
  return kind != StepKind::login || mode != Mode::anonymous;
}

}  // namespace

bool is_direct(StepKind kind) { return kind >= StepKind::dns; }

unsigned StepSettings::requests() const {
  return kind == StepKind::dns ? 0 : kind == StepKind::clock ? direct.requests : 1;
}

unsigned most_redirects(StepKind kind) {
  switch (kind) {
    case StepKind::page:
      return 1;
    case StepKind::login:
      return 2;
    case StepKind::upload:
    case StepKind::asset:
      return 1;
    case StepKind::data:
    case StepKind::dns:
    case StepKind::tcp:
    case StepKind::tls:
    case StepKind::icmp:
    case StepKind::clock:
      return 0;
  }
  std::abort();
}

std::size_t JourneySettings::light_steps() const {
  const auto page = std::find_if(steps.begin(), steps.end(), [](const StepSettings& step) {
    return !is_direct(step.kind) && step.kind != StepKind::asset;
  });
  if (page == steps.end() || page->kind != StepKind::page || page->method == "POST") return 0;
  const auto count = static_cast<std::size_t>(page - steps.begin()) + 1;
  const bool goes_on = std::any_of(
      page + 1, steps.end(), [&](const StepSettings& step) { return sends(mode, step.kind); });
  return goes_on ? count : 0;
}

unsigned JourneySettings::light_requests() const {
  unsigned sum = 0;
  for (std::size_t i = 0; i < light_steps(); ++i) sum += steps[i].requests();
  return sum;
}

unsigned JourneySettings::least_requests() const {
  unsigned sum = 0;
  for (const StepSettings& step : steps)
    if (sends(mode, step.kind)) sum += step.requests();
  return sum;
}

unsigned JourneySettings::most_requests() const {
  unsigned sum = 0;
  for (const StepSettings& step : steps)
    if (sends(mode, step.kind)) sum += step.requests() + most_redirects(step.kind);
  return sum;
}

bool Settings::has_agents() const {
  return std::any_of(vantages.begin(), vantages.end(), [](const Vantage& v) { return v.agent; });
}

unsigned Settings::machines() const {
  const auto agents = std::count_if(vantages.begin(), vantages.end(),
                                    [](const Vantage& vantage) { return vantage.agent; });
  const bool here = static_cast<std::size_t>(agents) < vantages.size();
  return static_cast<unsigned>(agents) + (here ? 1 : 0);
}

std::set<std::string> Settings::network_groups() const {
  std::set<std::string> groups;
  for (const Vantage& vantage : vantages) groups.insert(vantage.group);
  return groups;
}

unsigned Settings::most_debt(const BackendId& id) const {
  unsigned most = 0;
  for (const Target& target : targets)
    if (target.backend == id)
      most = std::max(
          most, journey(target.journey).most_requests() - journey(target.journey).least_requests());
  return most;
}

const Backend& Settings::backend(const BackendId& id) const { return find(backends, id); }
const Target& Settings::target(const TargetId& id) const { return find(targets, id); }
const Vantage& Settings::vantage(const VantageId& id) const { return find(vantages, id); }
const JourneySettings& Settings::journey(const JourneyId& id) const { return find(journeys, id); }
const Calendar& Settings::calendar(const CalendarId& id) const { return find(calendars, id); }

}  // namespace saksi
