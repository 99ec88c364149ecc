// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "store/records.hpp"
#include "store/schema.hpp"
#include "store/support.hpp"

namespace saksi::store::test {
namespace {

TEST(Writer, NumbersEachVantagesRecordsInOrderAndGoesOnAfterReopening) {
  const TempDir dir;
  {
    const auto writer = open_writer(dir.path());
    const auto seqs =
        writer->append({sample("pusat", at("00:00:00")), sample("timur", at("00:00:00")),
                        gap("pusat", at("00:00:30"))});
    ASSERT_TRUE(seqs) << seqs.error().message;
    EXPECT_EQ(*seqs, (std::vector<std::uint64_t>{0, 0, 1}));
  }

  const auto writer = open_writer(dir.path());
  const auto next =
      writer->append({sample("pusat", at("00:01:00")), sample("timur", at("00:01:00"))});

  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(*next, (std::vector<std::uint64_t>{2, 1}));
  EXPECT_EQ(writer->next_seq(),
            (std::map<VantageId, std::uint64_t>{{{"pusat"}, 3}, {{"timur"}, 2}}));
  EXPECT_EQ(troubles(dir.path()), std::vector<std::string>{});
}

TEST(Writer, BeginsANewChainWhenTheKeyIsLostAndKeepsTheOldOne) {
  const TempDir dir;
  ASSERT_TRUE(open_writer(dir.path())->append({sample("pusat", at("00:00:00"))}));
  std::filesystem::remove(dir / "keys/pusat.pem");

  const auto seqs = open_writer(dir.path())->append({sample("pusat", at("00:00:30"))});

  ASSERT_TRUE(seqs) << seqs.error().message;
  EXPECT_EQ(seqs->front(), 0U);
  const auto checked = verify(*open_reader(dir.path()), dir.path());
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->troubles, std::vector<std::string>{});
  EXPECT_EQ(checked->records, 2U);
  EXPECT_EQ(checked->chains, 2U);
}

TEST(Writer, WritesNothingOfABatchThatWouldGiveASlotTwoRows) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  ASSERT_TRUE(writer->append({sample("pusat", at("00:00:00"))}));

  const auto refused =
      writer->append({sample("timur", at("00:00:00")), gap("pusat", at("00:00:00"))});

  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("already has a row"), std::string::npos)
      << refused.error().message;
  EXPECT_FALSE(writer->broken());
  EXPECT_EQ(open_reader(dir.path())->terminals(at("00:00:00"), at("01:00:00"))->size(), 1U);
  const auto after = writer->append({sample("timur", at("00:00:00"))});
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(after->front(), 0U);
  EXPECT_EQ(troubles(dir.path()), std::vector<std::string>{});
}

TEST(Writer, RefusesAnEntryThatCouldNotBeReadBackAndAVantageWithoutAKey) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  Sample upper = sample("pusat", at("00:00:00"));
  upper.target = {"DISDIK"};

  EXPECT_FALSE(writer->append({upper}));
  EXPECT_FALSE(writer->append({sample("barat", at("00:00:00"))}));

  EXPECT_EQ(writer->next_seq().at({"pusat"}), 0U);
}

TEST(Writer, KeepsKeysForItsOwnerAloneAndRefusesACopiedOne) {
  const TempDir dir;
  open_writer(dir.path());
  struct stat about {};
  ASSERT_EQ(::stat((dir / "keys/pusat.pem").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);

  std::filesystem::copy_file(dir / "keys/timur.pem", dir / "keys/pusat.pem",
                             std::filesystem::copy_options::overwrite_existing);

  EXPECT_NE(refusal(dir.path()).find("this is the key of vantage timur"), std::string::npos)
      << refusal(dir.path());
}

TEST(Writer, SaysInOneLineWhyItDoesNotOpen) {
  const TempDir dir;
  open_writer(dir / "live");
  open_writer(dir / "demo", "demo:2023-01-02:7");
  open_writer(dir / "newer");
  tamper(dir / "newer", "PRAGMA user_version=99");
  std::filesystem::create_directory(dir / "text");
  std::ofstream(dir / "text/saksi.db") << std::string(4096, 'x');
  tamper((std::filesystem::create_directory(dir / "other"), dir / "other"),
         "CREATE TABLE guests (name)");
  std::ofstream(dir / "file") << "x";

  const std::vector<std::pair<std::string, std::string>> cases{
      {refusal(dir / "live", "demo:2023-01-02:7"), "this store is for \"live\""},
      {refusal(dir / "demo"), "this store is for \"demo:2023-01-02:7\""},
      {refusal(dir / "demo", "demo:2023-01-02:8"), "this store is for \"demo:2023-01-02:7\""},
      {refusal(dir / "newer"), "written by a newer saksi (store version 99"},
      {refusal(dir / "text"), "this is not a saksi database"},
      {refusal(dir / "other"), "this is not a saksi database"},
      {refusal(dir / "file/inside"), "this is not a folder"},
      {refusal(dir / "fresh", "demo"), "a store is for"},
  };

  for (const auto& [message, wanted] : cases) {
    EXPECT_NE(message.find(wanted), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  }
}

TEST(Writer, RefusesADamagedDatabase) {
  const TempDir dir;
  {
    const auto writer = open_writer(dir.path());
    std::vector<Entry> entries;
    for (int i = 0; i < 300; ++i)
      entries.emplace_back(sample("pusat", at("00:00:00") + i * std::chrono::seconds(30)));
    ASSERT_TRUE(writer->append(entries));
  }
  std::fstream file(dir / "saksi.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096 * 20);
  file << std::string(8192, '\xff');
  file.close();

  EXPECT_NE(refusal(dir.path()).find("the database is damaged"), std::string::npos)
      << refusal(dir.path());
}

TEST(Writer, IsTheOnlyOne) {
  const TempDir dir;
  const auto first = open_writer(dir.path());

  EXPECT_NE(refusal(dir.path()).find("another saksi is using this store"), std::string::npos);
}

TEST(Writer, LetsNobodyEditOrDeleteRecords) {
  const TempDir dir;
  ASSERT_TRUE(open_writer(dir.path())->append({sample("pusat", at("00:00:00"))}));
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((dir / "saksi.db").c_str(), &database), SQLITE_OK);

  EXPECT_EQ(sqlite3_exec(database, "UPDATE records SET seq = 9", nullptr, nullptr, nullptr),
            SQLITE_CONSTRAINT);
  EXPECT_EQ(sqlite3_exec(database, "DELETE FROM records", nullptr, nullptr, nullptr),
            SQLITE_CONSTRAINT);

  sqlite3_close(database);
}

TEST(Writer, LeavesTheLogToItsOwnCheckpoints) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  const std::string wal = dir / "saksi.db-wal";
  for (int i = 0; i < 40; ++i)
    ASSERT_TRUE(writer->append({sample("pusat", at("00:00:00") + i * std::chrono::seconds(30))}));
  open_reader(dir.path());  // opens and closes: no checkpoint
  EXPECT_GT(std::filesystem::file_size(wal), 0U);

  ASSERT_TRUE(writer->checkpoint());

  EXPECT_EQ(std::filesystem::file_size(wal), 0U);
  EXPECT_EQ(open_reader(dir.path())->samples({})->size(), 40U);
}

TEST(Reader, GivesSamplesInTotalOrderAndByFilter) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  Sample confirm = sample("pusat", at("00:00:40"), Class::http_5xx);
  confirm.origin = Origin::confirm;
  confirm.slot.reset();
  Sample other = sample("pusat", at("00:01:30"));
  other.target = {"dinkes"};
  ASSERT_TRUE(writer->append({sample("timur", at("00:01:00"), Class::http_gateway), confirm,
                              sample("pusat", at("00:01:00")), sample("pusat", at("00:00:00")),
                              gap("pusat", at("00:00:30")), other}));
  const auto reader = open_reader(dir.path());

  const auto all = reader->samples({});
  ASSERT_TRUE(all) << all.error().message;
  std::vector<std::string> order;
  for (const Sample& s : *all) order.push_back(s.vantage.text + " " + std::to_string(s.seq));
  EXPECT_EQ(order,
            (std::vector<std::string>{"pusat 2", "pusat 0", "pusat 1", "timur 0", "pusat 4"}));

  SampleFilter filter;
  filter.failures_only = true;
  filter.target = TargetId{"disdik"};
  EXPECT_EQ(reader->samples(filter)->size(), 2U);
  filter.vantage = VantageId{"timur"};
  EXPECT_EQ(reader->samples(filter)->size(), 1U);
  filter = {};
  filter.from = at("00:01:02");
  filter.to = at("00:01:32");
  EXPECT_EQ(reader->samples(filter)->size(), 2U);  // from is in, to is not
  filter = {};
  filter.most = 2;
  EXPECT_EQ(reader->samples(filter)->size(), 2U);
  filter.target = TargetId{"x' OR '1'='1"};
  EXPECT_EQ(reader->samples(filter)->size(), 0U);
}

TEST(Acknowledgements, AreKeptOnceForEachNameAndNeverChanged) {
  const TempDir dir;
  auto writer = open_writer(dir.path());
  const Acknowledgement said{"K-20230102-DISDIK-1", at("00:10:00"), "Budi"};
  EXPECT_TRUE(*writer->acknowledge(said));
  EXPECT_FALSE(*writer->acknowledge({said.number, at("00:20:00"), "Budi"}));
  EXPECT_TRUE(*writer->acknowledge({said.number, at("00:20:00"), ""}));
  for (int i = 0; i < 30; ++i)
    ASSERT_TRUE(writer->acknowledge({"K-20230102-DINKES-1", at("00:30:00"), std::to_string(i)}));
  writer.reset();
  const auto reader = open_reader(dir.path());
  EXPECT_EQ(reader->acknowledgements(said.number)->front(), said);
  EXPECT_EQ(reader->acknowledgements(said.number)->size(), 2U);
  EXPECT_EQ(reader->acknowledgements("")->size(), 22U) << "twenty names are enough for one";
  auto database = Database::open(database_path(dir.path()), Database::Access::write);
  ASSERT_TRUE(database);
  EXPECT_FALSE(database->execute("UPDATE acknowledgements SET by = 'Ani'"));
  EXPECT_FALSE(database->execute("DELETE FROM acknowledgements"));
}

TEST(Reader, SaysThatThereIsNoStore) {
  const TempDir dir;
  const auto reader = Reader::open(dir.path());
  ASSERT_FALSE(reader);
  EXPECT_NE(reader.error().message.find("there is no saksi store here"), std::string::npos);
}

TEST(Blobs, AreKeptOnceUnderTheirHashAndCheckedWhenRead) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());

  const auto digest = writer->keep_blob("<html>508</html>");

  ASSERT_TRUE(digest) << digest.error().message;
  EXPECT_EQ(*digest, *writer->keep_blob("<html>508</html>"));
  const auto reader = open_reader(dir.path());
  EXPECT_EQ(*reader->blob(*digest, 1000), "<html>508</html>");
  EXPECT_FALSE(reader->blob(*digest, 3));
  EXPECT_FALSE(reader->blob(Digest{}, 1000));
  const std::string name = hex(*digest);
  std::ofstream(dir / ("blobs/" + name.substr(0, 2) + "/" + name.substr(2))) << "<html>200</html>";
  EXPECT_FALSE(reader->blob(*digest, 1000));
}

}  // namespace
}  // namespace saksi::store::test
