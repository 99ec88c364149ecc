// SPDX-License-Identifier: Apache-2.0
#include "model/incident.hpp"

#include <algorithm>
#include <tuple>

namespace saksi {

std::vector<Outage> standing(const std::vector<Incident>& incidents) {
  std::vector<Outage> outages;
  for (const Incident& incident : incidents)
    if (!incident.withdrawn) outages.push_back(incident.outage);
  std::sort(outages.begin(), outages.end(), [](const Outage& a, const Outage& b) {
    return std::tie(a.opened, a.target, a.journey) < std::tie(b.opened, b.target, b.journey);
  });
  return outages;
}

std::string_view code(State state) {
  switch (state) {
    case State::working:
      return "working";
    case State::slow:
      return "slow";
    case State::down:
      return "down";
    case State::one_network:
      return "one_network";
    case State::unconfirmed:
      return "unconfirmed";
    case State::not_open:
      return "not_open";
    case State::probe:
      return "probe";
    case State::no_data:
      return "no_data";
  }
  return "";
}

std::string_view code(MinuteState state) {
  switch (state) {
    case MinuteState::good:
      return "good";
    case MinuteState::slow:
      return "slow";
    case MinuteState::intermittent:
      return "intermittent";
    case MinuteState::bad:
      return "bad";
    case MinuteState::one_network:
      return "one_network";
    case MinuteState::not_open:
      return "not_open";
    case MinuteState::unknown:
      return "unknown";
  }
  return "";
}

}  // namespace saksi
