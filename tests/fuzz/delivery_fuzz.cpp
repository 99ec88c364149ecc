// SPDX-License-Identifier: Apache-2.0
//
// What goes between an agent and its hub: deliveries, receipts, plans and invitations. As the input
// has them, and as somebody signs them who has an enrolled key and means harm: whatever is accepted
// is signed, within its limits, and reads the same when it is written again.
#include "store/delivery.hpp"

#include "app/agent_plan.hpp"
#include "fuzz/fuzz.hpp"

using namespace saksi;
using namespace saksi::store;

namespace {

const SigningKey& key() {
  static const SigningKey made = SigningKey::generate();
  return made;
}

std::string signed_with_key(const std::string& context, const std::string& text) {
  std::string message = context + '\0';
  const Digest digest = sha256(text);
  message.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  return text + "sign " + hex(key().sign(message)) + "\n";
}

// "KEY" stands for the key that signs: no input could hit upon it.
std::string with_key(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    const bool here = bytes.substr(at, 3) == "KEY";
    text += here ? hex(key().public_key()) : std::string(1, bytes[at]);
    at += here ? 3 : 1;
  }
  return text;
}

void claim_delivery(const std::string& text) {
  const auto read = read_delivery(text, key().public_key());
  if (!read) {
    CLAIM(!read.error().why.empty());
    return;
  }
  CLAIM(text.size() <= kMostDelivery && read->arrival.records.size() <= kMostDelivered);
  CLAIM(read->head.hub == key().public_key() && read->arrival.key == read->head.key);
  for (const Arrival::One& one : read->arrival.records) {
    CLAIM(verify(read->head.key, message_to_sign(one.bytes), one.signature));
    CLAIM(text.find(one.bytes) != std::string::npos);
  }
  const std::string again = write_delivery(read->head, {}, read->arrival.bodies, key());
  const auto same = read_delivery(again, key().public_key());
  CLAIM(same && same->head == read->head && same->arrival.bodies == read->arrival.bodies);
}

void claim_receipt(std::string_view text) {
  const auto read = read_receipt(text);
  if (!read) return;
  const std::string again = write_receipt(*read);
  CLAIM(again == text);  // one receipt has one spelling
}

void claim_orders(const std::string& text) {
  const auto read = app::read_orders(text, key().public_key());
  if (!read) return;
  CLAIM(app::write_orders(*read, key()) == text);
}

void claim_invitation(std::string_view text) {
  const auto read = app::read_invitation(text);
  if (!read) return;
  const auto again = app::read_invitation(app::write_invitation(*read));
  CLAIM(again && again->url == read->url && again->hub == read->hub && again->token == read->token);
}

}  // namespace

SAKSI_FUZZ(bytes) {
  claim_delivery(std::string(bytes));
  claim_receipt(bytes);
  claim_orders(std::string(bytes));
  claim_invitation(bytes);
  const std::string text = with_key(bytes);
  claim_delivery(signed_with_key("saksi-delivery-1", "saksi-delivery-1\n" + text + "\n"));
  claim_orders(signed_with_key("saksi-agent-plan-1", text + "\n"));
}
