// SPDX-License-Identifier: Apache-2.0
//
// Where agents knock: enrolment, their plans, their deliveries. Answers on the web's threads; what
// is to be written it hands to the keeper and waits, so that a receipt says what is synced. Any
// thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/agent_files.hpp"
#include "app/agent_plan.hpp"
#include "model/board.hpp"
#include "net/http_server.hpp"
#include "schedule/shares.hpp"
#include "settings/settings.hpp"
#include "store/delivery.hpp"

namespace saksi::app {

class AgentDesk {
 public:
  struct Parts {
    std::shared_ptr<const Settings> settings;
    const Clock* clock = nullptr;
    std::string directory;
    std::string demo;
    SigningKey hub;
    std::map<VantageId, store::AgentPlan> plans;  // the latest
    std::map<PublicKey, VantageId> keys;          // enrolled so far
    // Both wait for the keeper, seconds at most.
    std::function<Result<store::Taken>(store::Arrival)> take_in;
    std::function<Result<void>(const VantageId&, const PublicKey&)> enrol;
  };
  explicit AgentDesk(Parts parts);

  [[nodiscard]] net::ServerResponse enrol(const net::ServerRequest& request);
  [[nodiscard]] net::ServerResponse plan(const net::ServerRequest& request);
  [[nodiscard]] net::ServerResponse deliver(const net::ServerRequest& request);

  // Has this key been enrolled, and is it still taken from?
  [[nodiscard]] bool knows(const PublicKey& key) const;

  // What the hub itself may send on top of its share, per backend, for a minute.
  [[nodiscard]] std::vector<std::pair<BackendId, double>> lend_to_hub();

  // The judge wants a second look from there: told with the next receipt, if that is soon.
  void want_confirm(const VantageId& vantage, const TargetId& target);
  // What is known of each agent, and why deliveries were refused: for the board.
  void fill(Board& board) const;

 private:
  net::ServerResponse refuse(store::Refusal refusal, const std::string& why);
  std::vector<TargetId> confirms(const VantageId& vantage);
  std::vector<std::pair<BackendId, double>> lend(const std::string& who);
  void remember(const store::DeliveryHead& head, const store::Taken& taken, Instant received);

  const Parts parts_;
  const AgentFiles files_;
  mutable std::mutex mutex_;
  std::map<VantageId, std::vector<std::pair<TargetId, Instant>>> confirms_;  // GUARDED_BY(mutex_)
  std::map<VantageId, AgentView> agents_;                                    // GUARDED_BY(mutex_)
  std::map<std::string, std::uint64_t> refused_;                             // GUARDED_BY(mutex_)
  std::map<PublicKey, VantageId> keys_;                                      // GUARDED_BY(mutex_)
  std::map<BackendId, schedule::Lender> lenders_;                            // GUARDED_BY(mutex_)
};

}  // namespace saksi::app
