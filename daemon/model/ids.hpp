// SPDX-License-Identifier: Apache-2.0
//
// Names of things, each of its own type, so that two of them cannot be swapped. An id is 1 to 40
// characters of [a-z0-9-] (settings refuses others), so it needs no escaping anywhere.
#pragma once

#include <compare>
#include <functional>
#include <string>

namespace saksi {

template <class Tag>
struct Id {
  std::string text;
  friend auto operator<=>(const Id&, const Id&) = default;
};

using TargetId = Id<struct TargetTag>;    // one agency's address on a backend
using BackendId = Id<struct BackendTag>;  // what fails together on the target's side
using VantageId = Id<struct VantageTag>;  // titik pantau
using JourneyId = Id<struct JourneyTag>;  // ordered steps of one employee action
using CalendarId = Id<struct CalendarTag>;

}  // namespace saksi

template <class Tag>
struct std::hash<saksi::Id<Tag>> {
  std::size_t operator()(const saksi::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text);
  }
};
