// SPDX-License-Identifier: Apache-2.0
#include "alert/episode.hpp"

#include <algorithm>
#include <tuple>

#include "alert/story.hpp"
#include "model/announcement.hpp"

namespace saksi::alert {

bool is_open(const Incident& incident) { return !incident.withdrawn && !incident.outage.closed; }

// Backwards from the youngest, as long as each touches what is already there.
Episode episode_of(const Settings& settings, const std::vector<Incident>& known,
                   const BackendId& backend, Instant now) {
  Episode all;
  for (const Incident& incident : known)
    if (!incident.withdrawn && place_of(settings, incident.outage).backend == backend)
      all.push_back(&incident);
  std::sort(all.begin(), all.end(), [](const Incident* a, const Incident* b) {
    return std::tie(a->outage.opened, a->number) > std::tie(b->outage.opened, b->number);
  });
  Episode episode;
  Instant earliest = now;
  for (const Incident* incident : all) {
    if (!episode.empty() && incident->outage.closed.value_or(now) < earliest) continue;
    earliest = std::min(earliest, incident->outage.bounds.start_lo);
    episode.push_back(incident);
  }
  std::reverse(episode.begin(), episode.end());
  return episode;
}

std::string agencies_of(const Settings& settings, const Episode& episode, Language language) {
  std::vector<std::string> names;
  for (const Incident* incident : episode) {
    const std::string name = place_of(settings, incident->outage).agency;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return few_names(std::move(names), language);
}

Instant since_of(const Episode& episode) {
  Instant first = episode.front()->outage.bounds.start_hi;
  for (const Incident* incident : episode)
    first = std::min(first, incident->outage.bounds.start_hi);
  return first;
}

std::string page_of(const Settings& settings, const Episode& episode) {
  const std::string& site = settings.web.public_url;
  if (site.empty()) return {};
  return site + (episode.size() == 1 ? "/gangguan/" + episode.front()->number : "/");
}

}  // namespace saksi::alert
