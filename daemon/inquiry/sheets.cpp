// SPDX-License-Identifier: Apache-2.0
#include "inquiry/sheets.hpp"

namespace saksi::inquiry {

std::string host_of(const Settings& settings) {
  std::string host = settings.web.public_url;
  while (host.ends_with('/')) host.pop_back();
  if (const auto scheme = host.find("://"); scheme != std::string::npos) host.erase(0, scheme + 3);
  return host.empty() ? settings.web.title : host;
}

std::string host_of(const Target& target) {
  const auto scheme = target.url.find("://");
  return scheme == std::string::npos ? target.url : target.url.substr(scheme + 3);
}

std::vector<verdict::KnownAgency> agencies_of(const Settings& settings, Instant now) {
  std::vector<verdict::KnownAgency> all;
  for (const Target& target : settings.targets) {
    // Settings accept only zones of the database.
    const auto zone = Zone::find(settings.calendar(target.calendar).zone);
    all.push_back({target.id,
                   {target.agency, target.short_name, target.id.text},
                   zone ? zone->local(now).letters : std::string()});
  }
  return all;
}

}  // namespace saksi::inquiry
