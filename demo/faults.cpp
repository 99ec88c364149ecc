// SPDX-License-Identifier: Apache-2.0
#include "demo/faults.hpp"

#include <algorithm>

namespace saksi::demo {
namespace {

enum class Stops : std::uint8_t { nothing, everything, login_page, login, form, data };

constexpr std::array kStops{
#define SAKSI_FAULT(name, stops, outage, words) Stops::stops,
    SAKSI_FAULTS(SAKSI_FAULT)
#undef SAKSI_FAULT
};

}  // namespace

const std::vector<FaultAbout>& faults() {
  static const std::vector<FaultAbout> kAll{
#define SAKSI_FAULT(name, stops, outage, words) {#name, outage, words},
      SAKSI_FAULTS(SAKSI_FAULT)
#undef SAKSI_FAULT
  };
  return kAll;
}

std::optional<Fault> fault_named(std::string_view name) {
  const auto found = std::find_if(faults().begin(), faults().end(),
                                  [&](const FaultAbout& one) { return one.name == name; });
  if (found == faults().end()) return std::nullopt;
  return static_cast<Fault>(found - faults().begin());
}

bool spoils(Fault fault, Work work) {
  switch (kStops[static_cast<std::size_t>(fault)]) {
    case Stops::nothing:
      return false;
    case Stops::everything:
      return true;
    case Stops::login_page:
      return work == Work::login_page;
    case Stops::login:
      return work == Work::login || (fault == Fault::csrf && work == Work::upload);
    case Stops::form:
      return work == Work::form;
    case Stops::data:
      return work == Work::data;
  }
  return false;
}

}  // namespace saksi::demo
