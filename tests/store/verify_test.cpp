// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "base/compress.hpp"
#include "store/records.hpp"
#include "store/support.hpp"

namespace saksi::store::test {
namespace {

// Five samples of pusat, one of timur; seq 2 of pusat has a body.
class Verify : public testing::Test {
 protected:
  void SetUp() override {
    const auto writer = open_writer(dir.path());
    body = writer->keep_blob("<html>").value();
    std::vector<Entry> entries{sample("timur", at("00:00:00"))};
    for (int i = 0; i < 5; ++i) {
      Sample s = sample("pusat", at("00:00:00") + i * std::chrono::seconds(30));
      if (i == 2) s.steps.push_back({.id = "login", .body = body});
      entries.emplace_back(s);
    }
    ASSERT_TRUE(writer->append(entries));
    ASSERT_EQ(troubles(dir.path()), std::vector<std::string>{});
  }
  // Puts other bytes, under the old signature, into pusat's record.
  void replace(std::int64_t seq, const std::function<void(std::string&)>& edit) {
    std::string bytes;
    ASSERT_TRUE(open_reader(dir.path())->records([&](const Record& record) -> Result<void> {
      if (record.vantage == "pusat" && record.seq == static_cast<std::uint64_t>(seq))
        bytes = record.bytes;
      return {};
    }));
    edit(bytes);
    const std::string frame = compress(bytes);
    tamper(dir.path(),
           kDropTriggers + ("UPDATE records SET frame = x'" +
                            hex(reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()) +
                            "' WHERE seq = " + std::to_string(seq) + " AND key_id = 1"));
  }
  void expect_trouble(const std::string& text) {
    const auto found = troubles(dir.path());
    std::string all;
    for (const auto& line : found) all += line + "\n";
    EXPECT_TRUE(mentions(found, text)) << "wanted: " << text << "\nfound:\n" << all;
  }
  TempDir dir;
  Digest body{};
};

TEST_F(Verify, CountsWhatItRead) {
  const auto done = verify(*open_reader(dir.path()), dir.path());
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(done->sound());
  EXPECT_EQ(done->records, 6U);
  EXPECT_EQ(done->chains, 2U);
  EXPECT_EQ(done->blobs, 1U);
}

TEST_F(Verify, FindsAnAlteredByte) {
  replace(1, [](std::string& bytes) { bytes.replace(bytes.find("\"ok\""), 4, "\"no\""); });
  expect_trouble("vantage pusat seq 1: signature does not match its bytes");
  expect_trouble("vantage pusat seq 2: prev is not the hash of the record before it");
}

TEST_F(Verify, FindsAByteAlteredOnDiskInsideTheFrame) {
  tamper(dir.path(),
         kDropTriggers +
             std::string("UPDATE records SET frame = x'00112233' WHERE seq = 1 AND key_id = 1"));
  expect_trouble("vantage pusat seq 1: stored bytes are not a zstd frame");
}

TEST_F(Verify, FindsARemovedRecord) {
  tamper(dir.path(),
         kDropTriggers + std::string("DELETE FROM records WHERE seq = 3 AND key_id = 1"));
  expect_trouble("vantage pusat seq 4: the record before it, seq 3, is missing");
  expect_trouble("has no record");
}

TEST_F(Verify, FindsALastRecordRemovedByItsRow) {
  tamper(dir.path(),
         kDropTriggers + std::string("DELETE FROM records WHERE seq = 4 AND key_id = 1"));
  expect_trouble("vantage pusat: a derived row (disdik, ok) has no record");
}

TEST_F(Verify, FindsSwappedRecords) {
  tamper(dir.path(),
         kDropTriggers + std::string("UPDATE records SET seq = 99 WHERE seq = 1 AND key_id = 1; "
                                     "UPDATE records SET seq = 1 WHERE seq = 2 AND key_id = 1;"
                                     "UPDATE records SET seq = 2 WHERE seq = 99"));
  expect_trouble("vantage pusat seq 1: its bytes say seq 2");
  expect_trouble("vantage pusat seq 2: prev is not the hash");
}

TEST_F(Verify, FindsARecordSignedByAnotherKey) {
  const auto forger = SigningKey::generate();
  std::string bytes;
  replace(4, [&](std::string& b) { bytes = b; });
  const Signature forged = forger.sign(message_to_sign(bytes));
  tamper(dir.path(),
         "UPDATE records SET signature = x'" + hex(forged) + "' WHERE seq = 4 AND key_id = 1");
  EXPECT_EQ(troubles(dir.path()),
            std::vector<std::string>{"vantage pusat seq 4: signature does not match its bytes"});
}

TEST_F(Verify, FindsAChainGivenToAnotherVantageOrKey) {
  tamper(dir.path(), kDropTriggers + std::string("UPDATE keys SET vantage = 'barat' WHERE id = 1"));
  expect_trouble("vantage barat seq 0: its bytes name vantage pusat");
  tamper(dir.path(), "UPDATE keys SET key = randomblob(32) WHERE id = 2");
  expect_trouble("vantage timur seq 0: its bytes name another key");
}

TEST_F(Verify, FindsAnotherPurpose) {
  tamper(dir.path(), "UPDATE about SET value = 'demo:2023-01-02:7' WHERE name = 'purpose'");
  expect_trouble("of another purpose than this store");
}

TEST_F(Verify, FindsAChangedALostAndAnInventedRow) {
  tamper(dir.path(), "UPDATE derived SET outcome = 'http_5xx' WHERE vantage = 'timur'");
  expect_trouble("vantage timur seq 0: the derived row is not what the record says");
  tamper(dir.path(), "DELETE FROM derived WHERE vantage = 'timur'");
  expect_trouble("vantage timur seq 0: the derived row is not what the record says");
  tamper(dir.path(),
         "INSERT INTO derived VALUES (999, 'timur', 'disdik', 'check-in', 5, 6, 'ok', 0, 0)");
  expect_trouble("vantage timur: a derived row (disdik, ok) has no record (row 999)");
}

TEST_F(Verify, FindsALostBody) {
  const std::string name = hex(body);
  std::filesystem::remove(dir / ("blobs/" + name.substr(0, 2) + "/" + name.substr(2)));
  expect_trouble("vantage pusat seq 2: the body of step login");
}

TEST_F(Verify, LeavesTheWriterUnableToBuildOnAnAlteredEnd) {
  replace(4, [](std::string& bytes) { bytes.replace(bytes.find("\"ok\""), 4, "\"no\""); });
  EXPECT_NE(refusal(dir.path()).find("was altered"), std::string::npos) << refusal(dir.path());
}

}  // namespace
}  // namespace saksi::store::test
