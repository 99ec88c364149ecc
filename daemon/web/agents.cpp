// SPDX-License-Identifier: Apache-2.0
//
// The door for agents: what they bring is the hub's business, not a page's.
#include "web/site.hpp"

namespace saksi::web {

net::ServerResponse agent_enrol(const Site& site, const Call& call) {
  return site.context.agents->enrol(call.request);
}
net::ServerResponse agent_plan(const Site& site, const Call& call) {
  return site.context.agents->plan(call.request);
}
net::ServerResponse agent_deliver(const Site& site, const Call& call) {
  return site.context.agents->deliver(call.request);
}

}  // namespace saksi::web
