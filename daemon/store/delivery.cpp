// SPDX-License-Identifier: Apache-2.0
#include "store/delivery.hpp"

#include <fmt/format.h>

#include "base/timestamp.hpp"
#include "store/fields.hpp"
#include "store/transfer.hpp"

namespace saksi::store {
namespace {

constexpr std::string_view kFirst = "saksi-delivery-1\n", kHead = "head ", kSign = "sign ";
constexpr std::size_t kSignLine = kSign.size() + 128 + 1;
constexpr std::int64_t kLargest = std::int64_t{1} << 53;

// No other signature of saksi, nor of a Sigsum log or TLS, is over a text that begins so.
std::string to_sign(std::string_view delivery) {
  std::string message("saksi-delivery-1");
  message += '\0';
  const Digest digest = sha256(delivery);
  message.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  return message;
}

std::string head_line(const DeliveryHead& head) {
  Json json{{"key", hex(head.key)},
            {"hub", hex(head.hub)},
            {"sent", utc_text(head.sent)},
            {"version", head.version},
            {"plan", head.plan},
            {"next", head.next},
            {"journal_bytes", head.journal_bytes},
            {"disk_free", head.disk_free},
            {"troubles", head.troubles},
            {"waiting", head.waiting}};
  if (head.offset_lo && head.offset_hi) {
    json["offset_lo_us"] = head.offset_lo->count();
    json["offset_hi_us"] = head.offset_hi->count();
  }
  return std::string(kHead) + canonical(json) + "\n";
}

Result<DeliveryHead> read_head(std::string_view text) {
  SAKSI_TRY_ASSIGN(const Json json, parse_canonical(text, 4096));
  std::string mistake;
  Fields fields(json, mistake);
  DeliveryHead head;
  const auto count = [&](const char* name) {
    return static_cast<std::uint64_t>(fields.integer(name, 0, kLargest));
  };
  head.key = fields.bytes<32>("key");
  head.hub = fields.bytes<32>("hub");
  head.sent = fields.time("sent");
  head.version = fields.text("version", 40);
  head.plan = count("plan");
  head.next = count("next");
  head.journal_bytes = count("journal_bytes");
  head.disk_free = count("disk_free");
  head.troubles = count("troubles");
  head.waiting = fields.flag("waiting");
  if (const auto lo = fields.maybe_integer("offset_lo_us", -kLargest, kLargest)) {
    head.offset_lo = Duration(*lo);
    head.offset_hi = Duration(fields.integer("offset_hi_us", *lo, kLargest));
  }
  fields.finish();
  if (!mistake.empty()) return fail(mistake);
  return head;
}

tl::unexpected<Refused> refuse(Refusal refusal, std::string why) {
  return tl::unexpected(Refused{refusal, std::move(why)});
}

}  // namespace

std::string write_delivery(const DeliveryHead& head, const std::vector<Record>& records,
                           const std::vector<std::string>& bodies, const SigningKey& key) {
  std::string text(kFirst);
  text += head_line(head);
  for (const std::string& body : bodies) text += body_line(body);
  for (const Record& record : records) text += record_line(record);
  const Signature signature = key.sign(to_sign(text));
  return text + std::string(kSign) + hex(signature) + "\n";
}

tl::expected<AgentDelivery, Refused> read_delivery(std::string_view text, const PublicKey& hub) {
  if (text.size() > kMostDelivery) return refuse(Refusal::malformed, "it is too large");
  if (!text.starts_with(kFirst) || text.size() < kFirst.size() + kSignLine || !text.ends_with('\n'))
    return refuse(Refusal::malformed, "it is not a whole delivery of version 1");
  const std::string_view last = text.substr(text.size() - kSignLine);
  const std::string_view signed_part = text.substr(0, text.size() - kSignLine);
  const auto signature = unhex<64>(last.substr(kSign.size(), 128));
  if (!last.starts_with(kSign) || !signature || !signed_part.ends_with('\n'))
    return refuse(Refusal::malformed, "its last line is no signature");
  std::string_view rest = signed_part.substr(kFirst.size());
  const std::size_t end = rest.find('\n');
  if (!rest.starts_with(kHead) || end == std::string_view::npos)
    return refuse(Refusal::malformed, "its second line is no head");
  const auto head = read_head(rest.substr(kHead.size(), end - kHead.size()));
  if (!head) return refuse(Refusal::malformed, "head: " + head.error().message);
  if (!saksi::verify(head->key, to_sign(signed_part), *signature))
    return refuse(Refusal::bad_signature, "its signature is not that of its key");
  if (head->hub != hub)
    return refuse(Refusal::other_hub, "it was made for the hub " + hex(head->hub));

  Transfer transfer;
  rest.remove_prefix(end + 1);
  for (std::size_t number = 3; !rest.empty(); ++number) {
    const std::size_t feed = rest.find('\n');  // there is one: signed_part ends with it
    if (const auto taken = take_line(rest.substr(0, feed + 1), number, transfer); !taken)
      return refuse(Refusal::malformed, taken.error().message);
    rest.remove_prefix(feed + 1);
  }
  if (transfer.records.size() > kMostDelivered)
    return refuse(Refusal::malformed, fmt::format("more than {} records", kMostDelivered));
  AgentDelivery delivery{*head, {}};
  delivery.arrival.key = head->key;
  delivery.arrival.bodies = std::move(transfer.bodies);
  for (const Transfer::Signed& one : transfer.records) {
    if (!saksi::verify(head->key, message_to_sign(one.bytes), one.signature))
      return refuse(Refusal::bad_signature,
                    fmt::format("line {}: the signature is not that of its key", one.line));
    auto opened = open_record(one.bytes);
    if (!opened)
      return refuse(Refusal::malformed,
                    fmt::format("line {}: {}", one.line, opened.error().message));
    delivery.arrival.records.push_back({one.signature, std::string(one.bytes), std::move(*opened)});
  }
  return delivery;
}

std::string write_receipt(const Receipt& receipt) {
  Json json{{"received", utc_text(receipt.received)},
            {"answered", utc_text(receipt.answered)},
            {"next", receipt.next},
            {"early_to", receipt.early_to},
            {"plan", receipt.plan},
            {"confirm", Json::array()},
            {"lent", Json::array()},
            {"stopped", Json::array()}};
  for (const TargetId& target : receipt.confirm)
    json["confirm"].push_back({{"target", target.text}});
  for (const Receipt::Share& share : receipt.lent)
    json["lent"].push_back({{"backend", share.backend.text},
                            {"milli", share.milli},
                            {"holds_us", share.holds.count()}});
  for (const Receipt::Stopped& stop : receipt.stopped)
    json["stopped"].push_back({{"backend", stop.backend.text}, {"until", utc_text(stop.until)}});
  return canonical(json) + "\n";
}

Result<Receipt> read_receipt(std::string_view text) {
  if (!text.ends_with('\n')) return fail("a receipt ends with a line feed");
  SAKSI_TRY_ASSIGN(const Json json, parse_canonical(text.substr(0, text.size() - 1), 64U << 10));
  std::string mistake;
  Fields fields(json, mistake);
  Receipt receipt;
  receipt.received = fields.time("received");
  receipt.answered = fields.time("answered");
  receipt.next = static_cast<std::uint64_t>(fields.integer("next", 0, kLargest));
  receipt.early_to = static_cast<std::uint64_t>(fields.integer("early_to", 0, kLargest));
  receipt.plan = static_cast<std::uint64_t>(fields.integer("plan", 0, kLargest));
  for (const Json* one : fields.array("confirm", 256)) {
    Fields its(*one, mistake);
    receipt.confirm.push_back(its.id<TargetTag>("target"));
    its.finish();
  }
  for (const Json* one : fields.array("lent", 256)) {
    Fields its(*one, mistake);
    Receipt::Share share;
    share.backend = its.id<BackendTag>("backend");
    share.milli = its.integer("milli", 0, 1'000'000'000);
    share.holds = its.duration("holds_us");
    its.finish();
    receipt.lent.push_back(std::move(share));
  }
  for (const Json* one : fields.array("stopped", 256)) {
    Fields its(*one, mistake);
    Receipt::Stopped stop;
    stop.backend = its.id<BackendTag>("backend");
    stop.until = its.time("until");
    its.finish();
    receipt.stopped.push_back(std::move(stop));
  }
  fields.finish();
  if (!mistake.empty()) return fail("the hub's receipt cannot be read: " + mistake);
  return receipt;
}

}  // namespace saksi::store
