// SPDX-License-Identifier: Apache-2.0
//
// An agent as the hub sees one: a key, and a chain of records that it signs.
#pragma once

#include "store/delivery.hpp"
#include "store/support.hpp"

namespace saksi::store::test {

class FakeAgent {
 public:
  explicit FakeAgent(std::string vantage) : vantage_(std::move(vantage)) {}

  // Signs and chains; what was signed is kept in `chain`.
  const Record& add(const Entry& entry) {
    const Envelope envelope{vantage_, key.public_key(), chain.size(), prev_, random_nonce(), {},
                            {}};
    chain.push_back(signed_with(entry, envelope));
    prev_ = sha256(chain.back().bytes);
    return chain.back();
  }
  // Another record under a number that was given already.
  [[nodiscard]] Record lie(const Entry& entry, std::uint64_t seq) const {
    const Digest prev = seq == 0 ? Digest{} : sha256(chain[seq - 1].bytes);
    return signed_with(entry, {vantage_, key.public_key(), seq, prev, random_nonce(), {}, {}});
  }
  [[nodiscard]] DeliveryHead head() const {
    DeliveryHead head;
    head.key = key.public_key();
    head.hub = hub;
    head.sent = at("12:00:00");
    head.version = "0";
    head.next = chain.size();
    return head;
  }
  [[nodiscard]] std::string delivery(const std::vector<Record>& records) const {
    return write_delivery(head(), records, {}, key);
  }
  [[nodiscard]] Record signed_with(const Entry& entry, const Envelope& envelope) const {
    Record record{envelope.vantage, envelope.key, envelope.seq, {}, {}};
    record.bytes = seal(entry, envelope).value();
    record.signature = key.sign(message_to_sign(record.bytes));
    return record;
  }

  SigningKey key = SigningKey::generate();
  PublicKey hub = SigningKey::generate().public_key();
  std::vector<Record> chain;

 private:
  std::string vantage_;
  Digest prev_{};
};

}  // namespace saksi::store::test
