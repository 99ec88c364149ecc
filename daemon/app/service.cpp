// SPDX-License-Identifier: Apache-2.0
#include "app/service.hpp"

#include <fmt/format.h>

#include "base/log.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

// Without a watchdog to go by: long enough for the worst sync of a bad disk.
constexpr Duration kPatience = 30s;
// A first plan takes effect a minute after the first start, and may have to wait for slots of the
// night: the start's time-out is moved on for as long as that is all that is waited for.
constexpr Duration kExtend = 30s;

bool passed(Duration since, Duration length, Duration now) {
  return since == Duration::min() || now - since >= length;
}

}  // namespace

Service::Service(std::function<void(const std::string&)> say, Duration watchdog)
    : say_(std::move(say)),
      watchdog_(watchdog),
      patience_(watchdog > Duration{0} ? watchdog / 2 : kPatience) {}

void Service::look(const Vitals& vitals, Duration steady) {
  const std::string trouble = stuck(vitals, steady);
  if (!trouble.empty()) return show(trouble);  // and the watchdog goes hungry
  if (!ready_) {
    bool begun = vitals.rules;
    for (const Vitals::Beat& beat : vitals.beats) begun = begun && beat.count > 0;
    if (!begun) {
      show("pages listen, the store is open; waiting for the first plan to rule");
      if (passed(extended_, kExtend / 3, steady)) {
        extended_ = steady;
        say_(fmt::format("EXTEND_TIMEOUT_USEC={}", kExtend.count()));
      }
      return;
    }
    ready_ = true;
    say_("READY=1");
  }
  show(fmt::format("{} target{}, {} open incident{}", vitals.targets,
                   vitals.targets == 1 ? "" : "s", vitals.open, vitals.open == 1 ? "" : "s"));
  if (watchdog_ > Duration{0} && passed(fed_, watchdog_ / 4, steady)) {
    fed_ = steady;
    say_("WATCHDOG=1");
  }
}

std::string Service::stuck(const Vitals& vitals, Duration steady) {
  std::string found;
  for (const Vitals::Beat& beat : vitals.beats) {
    const auto [seen, fresh] = seen_.try_emplace(beat.who, Seen{beat.count, steady});
    if (!fresh && seen->second.count != beat.count) seen->second = {beat.count, steady};
    if (steady - seen->second.moved < patience_) continue;
    if (!found.empty()) found += ", ";
    found += beat.who;
  }
  return found.empty() ? found : "stuck, and the watchdog is not fed: " + found;
}

void Service::stopping(const std::string& why) { say_("STOPPING=1\nSTATUS=" + why); }

void Service::show(const std::string& status) {
  if (status == status_) return;
  if (status.starts_with("stuck")) log::error("{}", status);
  status_ = status;
  say_("STATUS=" + status);
}

}  // namespace saksi::app
