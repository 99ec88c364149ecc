// SPDX-License-Identifier: Apache-2.0
#include "app/agent_desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/stops.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/timestamp.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

// A second look that is asked for later than this is no second look any more.
constexpr Duration kConfirmHolds = 15s;
// A stop for ever, as far as a receipt says: each receipt says it anew.
constexpr Duration kMostStop = std::chrono::days(366);

net::ServerResponse answer(int status, const Json& json) {
  net::ServerResponse response;
  response.status = status;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

net::ServerResponse later(const Error& error) {
  log::error("an agent's delivery was not recorded: {}", error.message);
  net::ServerResponse response = answer(503, {{"error", "not recorded; deliver it again"}});
  response.headers.emplace_back("Retry-After", "10");
  return response;
}

}  // namespace

AgentDesk::AgentDesk(Parts parts) : parts_(std::move(parts)), files_(parts_.directory) {
  for (const Vantage& vantage : parts_.settings->vantages)
    if (vantage.agent) agents_[vantage.id] = {};
  keys_ = parts_.keys;
  for (const Backend& backend : parts_.settings->backends)
    lenders_.emplace(backend.id,
                     schedule::Lender(backend.requests_per_second, parts_.settings->machines()));
}

std::vector<std::pair<BackendId, double>> AgentDesk::lend(const std::string& who) {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<BackendId, double>> lent;
  for (auto& [backend, lender] : lenders_)
    lent.emplace_back(backend, lender.lend(who, parts_.clock->steady()));
  return lent;
}

// A vantage's id has no blank in it, so this is nobody's.
std::vector<std::pair<BackendId, double>> AgentDesk::lend_to_hub() { return lend("the hub"); }

net::ServerResponse AgentDesk::refuse(store::Refusal refusal, const std::string& why) {
  const std::string reason(store::code(refusal));
  {
    const std::lock_guard lock(mutex_);
    ++refused_[reason];
  }
  log::warning("a delivery was refused ({}): {}", reason, why);
  const bool stranger =
      refusal == store::Refusal::unknown_key || refusal == store::Refusal::revoked_key;
  return answer(stranger ? 403 : 422, {{"reason", reason}, {"error", why}});
}

net::ServerResponse AgentDesk::enrol(const net::ServerRequest& request) {
  if (!request.client_key)
    return answer(403, {{"error", "an agent shows its key in the handshake"}});
  const auto json = parse_json(request.body, 4096);
  if (!json || !json->is_object() || !json->contains("token") || !(*json)["token"].is_string())
    return answer(400, {{"error", "no token"}});
  const Instant now = parts_.clock->wall();
  const auto vantage = files_.use((*json)["token"].get<std::string>(), now);
  const auto known =
      std::find_if(parts_.settings->vantages.begin(), parts_.settings->vantages.end(),
                   [&](const Vantage& one) { return vantage && one.id == *vantage && one.agent; });
  if (known == parts_.settings->vantages.end()) {
    log::warning("{} tried to enrol an agent with a token that is not valid", request.peer);
    return answer(403, {{"error",
                         "this token is not valid: it was used, is over 15 minutes old, or names a "
                         "vantage without agent: true; make another with `saksi agents invite`"}});
  }
  if (files_.revoked(*request.client_key))
    return answer(403, {{"error", "this key was revoked; remove the agent's key, and join again"}});
  if (const auto enrolled = parts_.enrol(*vantage, *request.client_key); !enrolled) {
    if (enrolled.error().kind == ErrorKind::usage)
      return answer(409, {{"error", enrolled.error().message}});
    return later(enrolled.error());
  }
  log::info("vantage {}: an agent with the key {} is enrolled", vantage->text,
            hex(*request.client_key));
  {
    const std::lock_guard lock(mutex_);
    keys_[*request.client_key] = *vantage;
  }
  return answer(200, {{"vantage", vantage->text}});
}

bool AgentDesk::knows(const PublicKey& key) const {
  const std::lock_guard lock(mutex_);
  return keys_.contains(key) && !files_.revoked(key);
}

net::ServerResponse AgentDesk::plan(const net::ServerRequest& request) {
  if (!request.client_key || files_.revoked(*request.client_key))
    return refuse(store::Refusal::unknown_key, "the plan is given to an enrolled agent alone");
  std::optional<VantageId> vantage;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = keys_.find(*request.client_key); found != keys_.end())
      vantage = found->second;
  }
  const auto plan = vantage ? parts_.plans.find(*vantage) : parts_.plans.end();
  if (plan == parts_.plans.end())
    return refuse(store::Refusal::unknown_key, "no plan for the key " + hex(*request.client_key));
  net::ServerResponse response;
  response.content_type = "application/octet-stream";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = plan->second.document;
  return response;
}

net::ServerResponse AgentDesk::deliver(const net::ServerRequest& request) {
  const Instant received = parts_.clock->wall();
  auto delivery = store::read_delivery(request.body, parts_.hub.public_key());
  if (!delivery) return refuse(delivery.error().refusal, delivery.error().why);
  const store::DeliveryHead& head = delivery->head;
  if (request.client_key != head.key)
    return refuse(store::Refusal::other_client,
                  "the connection was made with another key than that of the delivery");
  if (files_.revoked(head.key))
    return refuse(store::Refusal::revoked_key, "the key " + hex(head.key) + " was revoked");
  delivery->arrival.received = received;
  delivery->arrival.offset_lo = head.offset_lo;
  delivery->arrival.offset_hi = head.offset_hi;
  const auto taken = parts_.take_in(std::move(delivery->arrival));
  if (!taken) return later(taken.error());
  if (taken->refused) return refuse(*taken->refused, taken->why);
  remember(head, *taken, received);

  store::Receipt receipt;
  receipt.received = received;
  receipt.next = taken->next;
  receipt.early_to = taken->early_to;
  if (const auto plan = parts_.plans.find(taken->vantage); plan != parts_.plans.end())
    receipt.plan = plan->second.serial;
  receipt.confirm = confirms(taken->vantage);
  for (const auto& [backend, per_second] : lend(taken->vantage.text))
    if (per_second > 0)
      receipt.lent.push_back(
          {backend, static_cast<std::int64_t>(per_second * 1000), schedule::kLoan});
  const Stops stops(parts_.directory);
  for (const Backend& backend : parts_.settings->backends)
    if (const auto until = stops.until(backend.id); until && received < *until)
      receipt.stopped.push_back({backend.id, std::min(*until, received + kMostStop)});
  receipt.answered = parts_.clock->wall();
  net::ServerResponse response;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = store::write_receipt(receipt);
  return response;
}

void AgentDesk::remember(const store::DeliveryHead& head, const store::Taken& taken,
                         Instant received) {
  const std::lock_guard lock(mutex_);
  AgentView& view = agents_[taken.vantage];
  view.heard = received;
  view.version = head.version;
  view.plan = head.plan;
  view.recorded = head.next;
  view.delivered = taken.next;
  view.journal_bytes = head.journal_bytes;
  view.disk_free = head.disk_free;
  view.troubles = head.troubles;
  view.waiting = head.waiting;
  view.offset_lo = head.offset_lo;
  view.offset_hi = head.offset_hi;
  for (const auto& [mute, count] : taken.mute) view.mute[std::string(store::code(mute))] += count;
}

void AgentDesk::want_confirm(const VantageId& vantage, const TargetId& target) {
  const std::lock_guard lock(mutex_);
  auto& wanted = confirms_[vantage];
  if (wanted.size() < 64) wanted.emplace_back(target, parts_.clock->wall());
}

std::vector<TargetId> AgentDesk::confirms(const VantageId& vantage) {
  const std::lock_guard lock(mutex_);
  std::vector<TargetId> fresh;
  for (const auto& [target, at] : confirms_[vantage])
    if (parts_.clock->wall() - at <= kConfirmHolds) fresh.push_back(target);
  confirms_[vantage].clear();
  return fresh;
}

void AgentDesk::fill(Board& board) const {
  const std::lock_guard lock(mutex_);
  board.agents = agents_;
  board.deliveries_refused = refused_;
  for (auto& [vantage, view] : board.agents)
    if (const auto plan = parts_.plans.find(vantage); plan != parts_.plans.end())
      view.plan_wanted = plan->second.serial;
}

}  // namespace saksi::app
