// SPDX-License-Identifier: Apache-2.0
#include "store/records.hpp"

#include <sys/random.h>

#include <cstdlib>

#include "store/fields.hpp"

namespace saksi::store {

std::string message_to_sign(std::string_view bytes) {
  const Digest checksum = sha256(sha256(bytes));
  std::string message("sigsum.org/v1/tree-leaf");
  message += '\0';
  message.append(reinterpret_cast<const char*>(checksum.data()), checksum.size());
  return message;
}

const VantageId& vantage_of(const Entry& entry) {
  return std::visit([](const auto& value) -> const VantageId& { return value.vantage; }, entry);
}

std::string demo_of(const Purpose& purpose) {
  constexpr std::string_view prefix = "demo:";
  return purpose.text.starts_with(prefix) ? purpose.text.substr(prefix.size()) : std::string();
}

Nonce random_nonce() {
  Nonce nonce{};
  if (::getentropy(nonce.data(), nonce.size()) != 0)
    std::abort();  // the kernel has had it since boot
  return nonce;
}

Result<std::string> seal(const Entry& entry, const Envelope& envelope) {
  Json json = to_json(entry);
  // What is written must be readable for ever, so it is read once before it is signed.
  if (const auto readable = entry_from_json(json); !readable)
    return fail("this cannot be a record: " + readable.error().message);
  json["key"] = hex(envelope.key);
  json["seq"] = envelope.seq;
  json["prev"] = hex(envelope.prev);
  json["nonce"] = hex(envelope.nonce);
  if (!envelope.demo.empty()) json["demo"] = envelope.demo;
  if (!envelope.boot.empty()) json["boot"] = envelope.boot;
  std::string bytes = canonical(json) + '\n';
  if (bytes.size() > kMostRecordBytes)
    return fail("this cannot be a record: larger than " + std::to_string(kMostRecordBytes) +
                " bytes");
  return bytes;
}

Result<Opened> open_record(std::string_view bytes) {
  if (!bytes.ends_with('\n')) return fail("the record does not end in a line feed");
  SAKSI_TRY_ASSIGN(Json json, parse_canonical(bytes.substr(0, bytes.size() - 1), kMostRecordBytes));
  if (!json.is_object()) return fail("the record is not an object");
  Opened opened;
  std::string mistake;
  Fields fields(json, mistake);
  Envelope& envelope = opened.envelope;
  envelope.vantage = fields.id<VantageTag>("vantage").text;
  envelope.key = fields.bytes<32>("key");
  envelope.seq = static_cast<std::uint64_t>(fields.integer("seq", 0, std::int64_t{1} << 53));
  envelope.prev = fields.bytes<32>("prev");
  envelope.nonce = fields.bytes<16>("nonce");
  if (json.contains("demo")) envelope.demo = fields.text("demo", 80);
  if (json.contains("boot")) envelope.boot = fields.text("boot", 40);
  if (!mistake.empty()) return fail(mistake);
  for (const char* name : {"key", "seq", "prev", "nonce", "demo", "boot"}) json.erase(name);
  SAKSI_TRY_ASSIGN(opened.entry, entry_from_json(json));
  if (auto* sample = std::get_if<Sample>(&opened.entry)) sample->seq = envelope.seq;
  if (auto* gap = std::get_if<Gap>(&opened.entry)) gap->seq = envelope.seq;
  return opened;
}

std::optional<Derived> derive(const Entry& entry) {
  if (const auto* sample = std::get_if<Sample>(&entry)) {
    std::optional<std::int64_t> slot;
    if (sample->slot) slot = to_us(*sample->slot);
    return Derived{sample->vantage.text,
                   sample->target.text,
                   sample->journey.text,
                   slot,
                   to_us(sample->end),
                   std::string(code(sample->cls)),
                   false,
                   is_failure(sample->cls)};
  }
  if (const auto* gap = std::get_if<Gap>(&entry))
    return Derived{gap->vantage.text,
                   gap->target.text,
                   gap->journey.text,
                   to_us(gap->slot),
                   to_us(gap->planned),
                   std::string(code(gap->reason)),
                   true,
                   false};
  return std::nullopt;
}

}  // namespace saksi::store
