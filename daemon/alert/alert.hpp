// SPDX-License-Identifier: Apache-2.0
//
// From an incident's change to messages, and from messages to the world. Messages are composed by
// the keeper and stored in the incident's own transaction; a worker with a loop and a thread of its
// own delivers them and reports back, so that a hanging receiver delays nothing else.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace saksi::alert {

// One row a channel type, in channels.cpp. To add one: a file and a row.
struct ChannelType {
  std::string_view name;  // "alertmanager", "webhook"
  std::string_view summary;
};
[[nodiscard]] const std::vector<ChannelType>& channel_types();

// The messages of a set of changes, for every configured channel. Pure.
[[nodiscard]] std::vector<store::Message> compose(const Settings& settings, const Clock& clock,
                                                  const std::vector<store::Change>& changes,
                                                  Instant now, bool demo);

struct WorkerOptions {
  bool demo = false;
  bool greets = true;  // tells each Alertmanager at the start that the store works
};

class Worker {
 public:
  // Reports are handed to `report` on the worker's thread.
  static Result<std::unique_ptr<Worker>> start(const Settings& settings, const Clock& clock,
                                               std::function<void(store::DeliveryReport)> report,
                                               WorkerOptions options = {});
  virtual ~Worker() = default;  // stops, cancelling what is under way
  // Any thread. A message already under way (same id) is ignored.
  virtual void deliver(std::vector<store::Pending> messages) = 0;
  // Told directly, without the outbox: the store itself has failed. Best effort to every channel.
  // Waits for three seconds of the outside world at most.
  virtual void store_failed(const std::string& trouble, Instant since) = 0;
};

}  // namespace saksi::alert
