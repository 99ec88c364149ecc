// SPDX-License-Identifier: Apache-2.0
//
// A chain carried from one saksi's store to another's.
#include <filesystem>

#include "schedule/slots.hpp"
#include "store/records.hpp"
#include "store/support.hpp"
#include "store/transfer.hpp"

namespace saksi::store::test {
namespace {

// A machine of its own at the campus, and ours.
class Imports : public testing::Test {
 protected:
  void campus_writes(const std::vector<Entry>& entries) {
    auto writer = Writer::open(campus.path(), {"live"}, {{"kampus"}});
    ASSERT_TRUE(writer) << writer.error().message;
    std::vector<Entry> kept = entries;
    for (Entry& entry : kept)
      if (auto* sample = std::get_if<Sample>(&entry); sample != nullptr && !sample->steps.empty()) {
        const auto body = (*writer)->keep_blob("<h1>508</h1>");
        ASSERT_TRUE(body);
        sample->steps[0].body = *body;
      }
    ASSERT_TRUE((*writer)->append(kept));
  }
  std::string file(std::uint64_t from = 0) {
    std::string text = std::string(kTransferHead) + "\n";
    const auto reader = open_reader(campus.path());
    EXPECT_TRUE(reader->records([&](const Record& record) -> Result<void> {
      key = record.key;
      if (record.seq < from) return {};
      SAKSI_TRY_ASSIGN(const Opened opened, open_record(record.bytes));
      if (const auto* sample = std::get_if<Sample>(&opened.entry))
        for (const StepFinding& step : sample->steps)
          if (step.body) text += body_line(*reader->blob(*step.body, 1000));
      text += record_line(record);
      return {};
    }));
    return text;
  }
  ImportRules rules() const { return {{key}, {{"pusat"}}, at("12:00:00")}; }
  Result<Imported> take(const std::string& text) { return take(text, rules()); }
  Result<Imported> take(const std::string& text, const ImportRules& by) {
    return open_writer(ours.path())->import(text, by);
  }
  std::string refused(const std::string& text) { return refused(text, rules()); }
  std::string refused(const std::string& text, const ImportRules& by) {
    const auto taken = take(text, by);
    const auto samples = open_reader(ours.path())->samples({});
    EXPECT_TRUE(samples && samples->empty()) << "something of it was taken";
    return taken ? "it was taken" : taken.error().message;
  }
  std::size_t samples() {
    const auto found = open_reader(ours.path())->samples({});
    return found ? found->size() : 0;
  }

  const TempDir campus, ours;
  PublicKey key{};
};

Sample failed(Instant slot) {
  Sample one = sample("kampus", slot, Class::http_resource_limit);
  one.steps.resize(1);
  one.steps[0].id = one.step = "login";
  return one;
}

TEST_F(Imports, KeepTheVerySameRecordsAndTheirBodies) {
  campus_writes(
      {sample("kampus", at("00:00:00")), failed(at("00:00:30")), gap("kampus", at("00:01:00"))});
  const auto taken = take(file());
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(taken->records, 3U);
  EXPECT_EQ(taken->from, at("00:00:02"));
  EXPECT_EQ(taken->to, at("00:01:00"));
  EXPECT_EQ(samples(), 2U);
  EXPECT_EQ(troubles(ours.path()), std::vector<std::string>{});
}

TEST_F(Imports, OfWhatIsHereAlreadyChangeNothingAndGoOnWithTheRest) {
  campus_writes({sample("kampus", at("00:00:00"))});
  const std::string first = file();
  ASSERT_TRUE(take(first));
  campus_writes({sample("kampus", at("00:00:30"))});
  const auto again = take(file());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->known, 1U);
  EXPECT_EQ(again->records, 1U);
  const auto once_more = take(file());
  ASSERT_TRUE(once_more);
  EXPECT_EQ(once_more->records, 0U);
  EXPECT_EQ(once_more->from, at("00:00:02")) << "a killed import is made good by the next";
  campus_writes({sample("kampus", at("00:01:00"))});
  ASSERT_TRUE(take(file(2), {{}, {}, at("12:00:00")})) << "its key is known by now";
  EXPECT_EQ(samples(), 3U);
  EXPECT_EQ(troubles(ours.path()), std::vector<std::string>{});
}

TEST_F(Imports, RefuseAKeyThatNobodyVouchedFor) {
  campus_writes({sample("kampus", at("00:00:00"))});
  const std::string text = file();
  EXPECT_NE(refused(text, {{}, {}, at("12:00:00")}).find("--trust " + hex(key)), std::string::npos);
}

TEST_F(Imports, RefuseWhatWasAltered) {
  campus_writes({sample("kampus", at("00:00:00")), sample("kampus", at("00:00:30"))});
  std::string text = file();
  const std::size_t at = text.rfind("disdik");
  text.replace(at, 6, "dinkes");
  EXPECT_NE(refused(text).find("line 3: the signature does not match"), std::string::npos);
}

TEST_F(Imports, RefuseAChainWithAHole) {
  campus_writes({sample("kampus", at("00:00:00")), sample("kampus", at("00:00:30")),
                 sample("kampus", at("00:01:00"))});
  std::string text = file();
  const std::size_t second = text.find("\nrecord", text.find("record")) + 1;
  text.erase(second, text.find('\n', second) + 1 - second);
  EXPECT_NE(refused(text).find("up to seq 0 only"), std::string::npos);
}

TEST_F(Imports, RefuseABodyThatIsMissingOrAnother) {
  campus_writes({failed(at("00:00:00"))});
  const std::string text = file();
  std::string without = text;
  const std::size_t body = without.find("body ");
  without.erase(body, without.find('\n', body) + 1 - body);
  EXPECT_NE(refused(without).find("is not in the file"), std::string::npos);
  std::string another = text;
  another.replace(another.find("body ") + 5, 2, "00");
  EXPECT_NE(refused(another).find("is not in the file"), std::string::npos);
  EXPECT_TRUE(std::filesystem::is_empty(ours / "blobs")) << "nothing of a refused file is kept";
}

TEST_F(Imports, RefuseTwoStoriesUnderOneNumber) {
  campus_writes({sample("kampus", at("00:00:00"))});
  ASSERT_TRUE(take(file()));
  // The same key on a copy of the machine, which tells another story.
  const TempDir copy;
  std::filesystem::create_directories(copy / "keys");
  std::filesystem::copy(campus / "keys/kampus.pem", copy / "keys/kampus.pem");
  std::string text = std::string(kTransferHead) + "\n";
  {
    const auto writer = Writer::open(copy.path(), {"live"}, {{"kampus"}});
    ASSERT_TRUE(writer && (*writer)->append({failed(at("00:00:00"))}));
  }
  ASSERT_TRUE(open_reader(copy.path())->records([&](const Record& record) -> Result<void> {
    text += record_line(record);
    return {};
  }));
  const auto taken = take(text);
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().message.find("two different records"), std::string::npos);
  EXPECT_EQ(samples(), 1U);
}

TEST_F(Imports, RefuseAVantageThatIsProbedHere) {
  campus_writes({sample("kampus", at("00:00:00"))});
  const std::string text = file();
  EXPECT_NE(refused(text, {{key}, {{"kampus"}}, at("12:00:00")}).find("an id of its own"),
            std::string::npos);
  // Nor can it be named in the configuration later.
  ASSERT_TRUE(take(text));
  const auto writer = Writer::open(ours.path(), {"live"}, {{"kampus"}});
  ASSERT_FALSE(writer);
  EXPECT_NE(writer.error().message.find("records of another saksi"), std::string::npos);
}

TEST_F(Imports, RefuseTimesThatHaveNotComeYet) {
  campus_writes({sample("kampus", at("12:06:00"))});
  const std::string text = file();
  EXPECT_NE(refused(text).find("has not come yet"), std::string::npos);
}

TEST_F(Imports, RefuseAnotherPurpose) {
  campus_writes({sample("kampus", at("00:00:00"))});
  const std::string text = file();
  const TempDir demo;
  const auto writer = Writer::open(demo.path(), {"demo:2023-01-02:1"}, {});
  const auto taken = (*writer)->import(text, rules());
  ASSERT_FALSE(taken);
  EXPECT_NE(taken.error().message.find("another purpose"), std::string::npos);
}

TEST_F(Imports, RefuseFilesThatAreNone) {
  EXPECT_NE(refused("tanggal;opd\n").find("line 1: not a file of"), std::string::npos);
  EXPECT_NE(refused("saksi-transfer-1\n").find("no record"), std::string::npos);
  EXPECT_NE(refused("saksi-transfer-1\nrecord 12 {}\n").find("line 2: no signature"),
            std::string::npos);
  EXPECT_NE(refused("saksi-transfer-1\nhello\n").find("line 2: neither"), std::string::npos);
  EXPECT_NE(refused("saksi-transfer-1\nbody 0g\n").find("line 2: a body"), std::string::npos);
  campus_writes({sample("kampus", at("00:00:00"))});
  std::string text = file();
  text.pop_back();
  EXPECT_NE(refused(text).find("cut off"), std::string::npos);
}

// Signed by a key that is trusted, and yet more slots than this machine could ever count.
TEST_F(Imports, RefuseAPlanOfSlotsAMicrosecondApart) {
  campus_writes({sample("kampus", at("00:00:00"))});
  static_cast<void>(file());  // which learns the key
  Plan plan{{"kampus"}, "seed", at("00:00:30"), {}};
  plan.entries.push_back({{"disdik"},
                          {"host-1"},
                          {"check-in"},
                          "Asia/Jakarta",
                          {},
                          {},
                          std::chrono::seconds(60),
                          0,
                          1});
  Json json = to_json(Entry(plan));
  json["entries"][0]["quiet_us"] = 1;
  json["key"] = hex(key);
  json["seq"] = 0;
  json["prev"] = hex(Digest{});
  json["nonce"] = hex(Nonce{});
  Record record{"kampus", key, 0, canonical(json) + '\n', {}};
  const auto signing = SigningKey::open_or_create(campus / "keys/kampus.pem");
  ASSERT_TRUE(signing);
  record.signature = signing->sign(message_to_sign(record.bytes));
  const std::string told = refused(std::string(kTransferHead) + "\n" + record_line(record));
  EXPECT_NE(told.find("line 2: field \"quiet_us\": expected a time between slots"),
            std::string::npos)
      << told;
}

// The other machine's slots are its own: this hub neither runs nor misses them.
TEST_F(Imports, LeaveTheDutyWithTheOtherMachine) {
  Plan plan{{"kampus"}, "seed", at("00:00:00"), {}};
  plan.entries.push_back({{"disdik"},
                          {"host-1"},
                          {"check-in"},
                          "Asia/Jakarta",
                          {},
                          {},
                          std::chrono::seconds(60),
                          0,
                          1});
  std::vector<Entry> entries{plan};
  const auto slots = schedule::slots(plan, at("00:00:00"), at("00:30:00"));
  ASSERT_TRUE(slots);
  for (const Slot& slot : *slots) {
    if (slot.nominal == at("00:10:00")) continue;  // never accounted for
    Sample one = sample("kampus", slot.nominal);
    one.planned = one.start = slot.planned;
    one.end = slot.planned + std::chrono::seconds(1);
    entries.emplace_back(one);
  }
  campus_writes(entries);
  ASSERT_TRUE(take(file()));
  const auto reader = open_reader(ours.path());
  const auto plans = reader->plans();
  ASSERT_EQ(plans->size(), 1U);
  EXPECT_TRUE(plans->front().elsewhere);
  EXPECT_TRUE(unaccounted(*reader, at("06:00:00"), GapReason::down)->empty());
  EXPECT_EQ(*reader->last_planned(std::chrono::minutes(2)), std::nullopt);
  const auto ledger = recount(*reader, at("06:00:00"));
  ASSERT_TRUE(ledger);
  EXPECT_EQ(ledger->missing,
            (std::vector<std::string>{"kampus disdik check-in 2023-01-02T00:10:00Z"}))
      << "of what its file brought, each slot is counted";
}

}  // namespace
}  // namespace saksi::store::test
