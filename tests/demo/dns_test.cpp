// SPDX-License-Identifier: Apache-2.0
#include "demo/dns.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "support/process.hpp"

namespace saksi::demo {
namespace {

using namespace std::string_literals;

const Names kNames{{"absen-maju.example", "kontrol-a.example"},
                   {{"absen-maju.example", "127.0.0.1"},
                    {"*.absen-maju.example", "127.0.0.1"},
                    {"kontrol-a.example", "127.0.0.2"}}};

constexpr unsigned kA = 1, kAaaa = 28;

std::string query(const std::string& wire_name, unsigned type, unsigned cls = 1) {
  std::string text = "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"s + wire_name;
  for (const unsigned value : {type, cls}) {
    text += static_cast<char>(value >> 8);
    text += static_cast<char>(value & 0xff);
  }
  return text;
}

const std::string kDisdik =
    "\x06"
    "disdik\x0a"
    "absen-maju\x07"
    "example\0"s;
const std::string kControl =
    "\x09"
    "kontrol-a\x07"
    "example\0"s;

unsigned code(const std::string& reply) { return static_cast<unsigned char>(reply.at(3)) & 0x0fU; }
unsigned count(const std::string& reply, std::size_t which) {
  return static_cast<unsigned char>(reply.at(5 + 2 * which));
}

TEST(NameServer, AnswersAnAgencysNameWithItsAddress) {
  const std::string reply = answer_query(query(kDisdik, kA), kNames);
  EXPECT_EQ(reply, "\x12\x34\x85\x00\x00\x01\x00\x01\x00\x00\x00\x00"s + kDisdik +
                       "\x00\x01\x00\x01"s +
                       "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x7f\x00\x00\x01"s);
}

TEST(NameServer, ReadsNamesWithoutRegardToCase) {
  const std::string shouted =
      "\x09"
      "KONTROL-A\x07"
      "Example\0"s;
  const std::string reply = answer_query(query(shouted, kA), kNames);
  EXPECT_EQ(code(reply), 0U);
  EXPECT_TRUE(reply.ends_with("\x7f\x00\x00\x02"s));
  EXPECT_NE(reply.find(shouted), std::string::npos) << "the question comes back as it was asked";
}

TEST(NameServer, SaysThatAKnownNameHasNoAddressOfAnotherKind) {
  const std::string reply = answer_query(query(kDisdik, kAaaa), kNames);
  EXPECT_EQ(code(reply), 0U);
  EXPECT_EQ(count(reply, 1), 0U);
  EXPECT_EQ(count(reply, 2), 1U) << "with the SOA of RFC 2308";
}

TEST(NameServer, SaysThatANameOfItsZoneDoesNotExist) {
  const std::string reply = answer_query(query("\x01"
                                               "x"s +
                                                   kControl,
                                               kA),
                                         kNames);
  EXPECT_EQ(code(reply), 3U);
  EXPECT_EQ(count(reply, 2), 1U);
}

TEST(NameServer, RefusesOtherPeoplesNames) {
  EXPECT_EQ(code(answer_query(query("\x07"
                                    "example\0"s,
                                    kA),
                              kNames)),
            5U);
  EXPECT_EQ(code(answer_query(query("\x0b"
                                    "xabsen-maju\x07"
                                    "example\0"s,
                                    kA),
                              kNames)),
            5U);
  EXPECT_EQ(code(answer_query(query(kDisdik, kA, 3), kNames)), 5U);
}

TEST(NameServer, SurvivesWhateverADatagramHolds) {
  EXPECT_TRUE(answer_query("", kNames).empty());
  EXPECT_TRUE(answer_query("\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00"s, kNames).empty());
  std::string answer = query(kDisdik, kA);
  answer[2] = '\x81';  // not a query: never answered, or two servers would talk for ever
  EXPECT_TRUE(answer_query(answer, kNames).empty());
  std::string update = query(kDisdik, kA);
  update[2] = '\x28';
  EXPECT_EQ(code(answer_query(update, kNames)), 4U);

  const std::string whole = query(kDisdik, kA);
  for (std::size_t size = 12; size < whole.size(); ++size)
    EXPECT_EQ(code(answer_query(whole.substr(0, size), kNames)), 1U) << size << " bytes";
  EXPECT_EQ(code(answer_query(query("\xc0\x0c"s, kA), kNames)), 1U)
      << "a name that points at itself";
  std::string many;
  for (int i = 0; i < 100; ++i) many += "\x3f" + std::string(63, 'a');
  EXPECT_EQ(code(answer_query(query(many + "\0"s, kA), kNames)), 1U);
}

// One question from `source` to the server; what comes back within half a second.
std::string ask(std::uint16_t port, const std::string& source, const std::string& text) {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const sockaddr_in from = test::loopback(0, source), to = test::loopback(port);
  EXPECT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from), 0);
  EXPECT_EQ(
      ::sendto(fd, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to),
      static_cast<ssize_t>(text.size()));
  pollfd ready{fd, POLLIN, 0};
  std::string reply(512, '\0');
  ssize_t size = 0;
  if (::poll(&ready, 1, 500) == 1) size = ::recv(fd, reply.data(), reply.size(), 0);
  ::close(fd);
  reply.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return reply;
}

TEST(NameServer, AnswersOverUdpExceptToASickNetwork) {
  std::atomic<int> asked = 0;
  const auto server = NameServer::start(kNames, [&](const std::string& peer) {
    ++asked;
    return peer == "127.0.0.13";
  });
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_EQ(ask((*server)->port(), "127.0.0.11", "junk"), "");
  EXPECT_EQ(ask((*server)->port(), "127.0.0.11", query(kDisdik, kA)),
            answer_query(query(kDisdik, kA), kNames));
  EXPECT_EQ(ask((*server)->port(), "127.0.0.13", query(kDisdik, kA)), "");
  EXPECT_EQ(asked, 3);
}

}  // namespace
}  // namespace saksi::demo
