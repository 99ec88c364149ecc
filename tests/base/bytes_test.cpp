// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "base/channel.hpp"
#include "base/compress.hpp"
#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/secret.hpp"
#include "support/temp_dir.hpp"

namespace saksi {
namespace {

TEST(Digest, KnowsTheVectorsOfTheStandards) {
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // RFC 8032, section 7.1, test 2.
  const auto key = unhex<32>("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const auto signature = unhex<64>(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_TRUE(verify(*key, "\x72", *signature));
  EXPECT_FALSE(verify(*key, "\x73", *signature));
}

TEST(Digest, ReadsHexadecimalStrictly) {
  EXPECT_TRUE(unhex<2>("00ff"));
  for (const char* text : {"", "0", "00f", "00FF", "00fg", "00ff0"})
    EXPECT_FALSE(unhex<2>(text)) << text;
}

TEST(SigningKey, IsMadeOnceKeptPrivateAndReadAgain) {
  const test::TempDir folder;
  const auto made = SigningKey::open_or_create(folder / "key.pem");
  ASSERT_TRUE(made);
  struct stat about {};
  ASSERT_EQ(::stat((folder / "key.pem").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);

  const auto again = SigningKey::open_or_create(folder / "key.pem");

  ASSERT_TRUE(again);
  EXPECT_EQ(again->public_key(), made->public_key());
  EXPECT_TRUE(verify(made->public_key(), "text", again->sign("text")));
}

TEST(SigningKey, RefusesAKeyThatOthersCanRead) {
  const test::TempDir folder;
  ASSERT_TRUE(SigningKey::open_or_create(folder / "key.pem"));
  ASSERT_EQ(::chmod((folder / "key.pem").c_str(), 0644), 0);

  EXPECT_FALSE(SigningKey::open_or_create(folder / "key.pem"));
}

TEST(Json, HasOneWayToWriteAValue) {
  EXPECT_EQ(canonical(Json::parse(R"({"b":1,"a":["x",null,true],"c":"\u0001/é"})")),
            "{\"a\":[\"x\",null,true],\"b\":1,\"c\":\"\\u0001/é\"}");
  EXPECT_EQ(canonical(Json("a\xff"
                           "b")),
            "\"a\xEF\xBF\xBD"
            "b\"");
}

TEST(Json, RefusesWhatWasNotWrittenCanonically) {
  EXPECT_TRUE(parse_canonical(R"({"a":1,"b":[]})"));
  for (const char* text :
       {R"({"b":1,"a":2})", R"({"a": 1})", R"({"a":1,"a":1})", R"({"a":1.0})", R"({"a":-0})",
        R"({"a":9007199254740993})", R"({"a":"\/"})", "", "{", "\xff"})
    EXPECT_FALSE(parse_canonical(text)) << text;
}

TEST(Json, CapsDepthAndSize) {
  EXPECT_FALSE(parse_json(std::string(100, '[') + std::string(100, ']')));
  EXPECT_TRUE(parse_json(std::string(60, '[') + std::string(60, ']')));
  EXPECT_FALSE(parse_json("[\"" + std::string(2000, 'x') + "\"]", 1000));
}

TEST(File, IsReplacedWholeAndReadWithACap) {
  const test::TempDir folder;
  ASSERT_TRUE(write_atomically(folder / "f", "first"));
  ASSERT_TRUE(write_atomically(folder / "f", "second"));
  EXPECT_EQ(*read_file(folder / "f", 100), "second");
  EXPECT_FALSE(read_file(folder / "f", 3));
  EXPECT_FALSE(read_file(folder.path(), 100));
  EXPECT_FALSE(read_file(folder / "none", 100));
}

TEST(File, CanBeLockedOnlyOnce) {
  const test::TempDir folder;
  auto held = lock_file(folder / "lock");
  ASSERT_TRUE(held);
  EXPECT_NE(lock_file(folder / "lock").error().message.find("another saksi"), std::string::npos);
  held->reset();
  EXPECT_TRUE(lock_file(folder / "lock"));
}

TEST(Secret, IsTheFirstLineOfItsFile) {
  const test::TempDir folder;
  std::ofstream(folder / "s") << "rahasia\r\nrest";
  std::ofstream(folder / "empty") << "\n";
  for (const char* name : {"s", "empty"}) ::chmod((folder / name).c_str(), 0600);
  EXPECT_EQ(Secret::read(folder / "s")->reveal(), "rahasia");
  EXPECT_FALSE(Secret::read(folder / "empty"));
}

TEST(Secret, IsACredentialBelowTheFolderOfTheServiceManager) {
  const test::TempDir folder;
  ASSERT_TRUE(write_atomically(folder / "absen-1", "rahasia\n", 0600));
  ASSERT_TRUE(write_atomically(folder / "saksi_absen-2", "dari folder\n", 0600));
  ::setenv("CREDENTIALS_DIRECTORY", folder.path().c_str(), 1);

  EXPECT_EQ(Secret::read("credential:absen-1")->reveal(), "rahasia");
  EXPECT_EQ(Secret::read("credential:absen-2")->reveal(), "dari folder")
      << "systemd puts the id of a folder before its files";
  const auto absent = Secret::read("credential:absen-3");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().message,
            "credential:absen-3: " + folder.path() +
                " holds no \"absen-3\"; put the password in /etc/saksi/credentials/absen-3 (root, "
                "mode 0600), then restart the service");
  for (const char* away : {"credential:", "credential:../absen-1", "credential:a/b", "credential:.",
                           "credential:a\nb"})
    EXPECT_NE(Secret::read(away).error().message.find("of letters, digits"), std::string::npos)
        << away;

  ::unsetenv("CREDENTIALS_DIRECTORY");
  const auto nowhere = Secret::read("credential:absen-1");
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().message.find("$CREDENTIALS_DIRECTORY is not set"), std::string::npos);
}

TEST(Secret, IsRefusedWhereOthersCouldReadItOrItsGroupChangeIt) {
  const test::TempDir folder;
  const std::string path = folder / "s";
  std::ofstream(path) << "rahasia\n";
  for (const mode_t mode : {0600U, 0400U, 0440U}) {  // 0440: how an ACL of systemd's shows
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    EXPECT_TRUE(Secret::read(path)) << std::oct << mode;
  }
  for (const mode_t mode : {0644U, 0604U, 0620U, 0601U}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    const auto refused = Secret::read(path);
    ASSERT_FALSE(refused) << std::oct << mode;
    EXPECT_NE(refused.error().message.find(path + ": "), std::string::npos);
    EXPECT_NE(refused.error().message.find("chmod 0600"), std::string::npos);
    EXPECT_EQ(refused.error().message.find("rahasia"), std::string::npos);
  }
}

TEST(Compression, ReturnsTheSameBytesAndCapsWhatItOpens) {
  const std::string bytes(100000, 'x');
  EXPECT_EQ(*decompress(compress(bytes), 100000), bytes);
  EXPECT_FALSE(decompress(compress(bytes), 99999));
  EXPECT_FALSE(decompress("not a frame", 1000));
}

TEST(Channel, RefusesWhenFullAndDrainsAfterClosing) {
  Channel<int> channel(2);
  EXPECT_TRUE(channel.offer(1));
  EXPECT_TRUE(channel.offer(2));
  EXPECT_FALSE(channel.offer(3));
  channel.close();
  EXPECT_FALSE(channel.offer(4));
  EXPECT_EQ(channel.take(10, std::chrono::seconds(0)), (std::vector<int>{1, 2}));
  EXPECT_TRUE(channel.finished());
}

}  // namespace
}  // namespace saksi
