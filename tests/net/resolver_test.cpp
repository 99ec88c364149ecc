// SPDX-License-Identifier: Apache-2.0
//
// On a real UDP server in the test.
#include "net/resolver.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "support/dns_server.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;
using test::DnsAnswer;
using test::DnsServer;

// Twenty times as fast as the world, so that time-outs of seconds are tested in fractions of one.
struct Rig {
  SystemClock machine;
  ScaledClock clock{Instant{}, machine.wall(), 20};
  std::unique_ptr<Loop> loop = std::move(Loop::create(clock).value());

  std::unique_ptr<Resolver> resolver(const std::vector<std::string>& servers,
                                     const std::string& source = {}) {
    auto made = Resolver::create(*loop, servers, source);
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
  }
  Resolution resolve(Resolver& resolver, const std::string& name, Duration timeout = 3s) {
    std::optional<Resolution> result;
    resolver.resolve(name, timeout, [&](Resolution answer) {
      result = std::move(answer);
      loop->stop();
    });
    EXPECT_FALSE(result) << "answered before resolve() returned";
    loop->run();
    return *result;
  }
};

TEST(Resolver, GivesIpv4AddressesFirstThenIpv6) {
  Rig rig;
  DnsServer server({{"absen.test", {.a = {"192.0.2.7", "192.0.2.8"}, .aaaa = {"2001:db8::7"}}}});
  const auto resolver = rig.resolver({server.address()});

  const Resolution answer = rig.resolve(*resolver, "absen.test");

  EXPECT_EQ(answer.cls, Class::ok);
  EXPECT_EQ(answer.addresses, (std::vector<std::string>{"192.0.2.7", "192.0.2.8", "2001:db8::7"}));
  EXPECT_GT(answer.took, 0us);
}

TEST(Resolver, AsksAgainEachTimeBecauseAPhoneInTheMorningKnowsNothing) {
  Rig rig;
  DnsServer server({{"absen.test", {.a = {"192.0.2.7"}}}});
  const auto resolver = rig.resolver({server.address()});

  rig.resolve(*resolver, "absen.test");
  rig.resolve(*resolver, "absen.test");

  EXPECT_EQ(server.questions(), 4) << "A and AAAA, twice";
}

TEST(Resolver, TellsTheWaysOfFailingApart) {
  Rig rig;
  DnsServer server({{"gagal.test", {.rcode = 2}},
                    {"tolak.test", {.rcode = 5}},
                    {"kosong.test", {}},
                    {"diam.test", {.silent = true}}});
  const auto resolver = rig.resolver({server.address()});

  EXPECT_EQ(rig.resolve(*resolver, "tidak-ada.test").cls, Class::dns_nxdomain);
  EXPECT_EQ(rig.resolve(*resolver, "gagal.test").cls, Class::dns_servfail);
  EXPECT_EQ(rig.resolve(*resolver, "tolak.test").cls, Class::dns_refused);
  EXPECT_EQ(rig.resolve(*resolver, "kosong.test").cls, Class::dns_nodata);
  EXPECT_EQ(rig.resolve(*resolver, std::string(64, 'x') + ".test").cls, Class::dns_nxdomain);
  const Resolution silent = rig.resolve(*resolver, "diam.test", 3s);
  EXPECT_EQ(silent.cls, Class::dns_timeout);
  EXPECT_GE(silent.took, 3s);
  EXPECT_LT(silent.took, 6s);
}

TEST(Resolver, SaysTimeoutWhenNobodyIsThereToAsk) {
  Rig rig;
  const auto resolver = rig.resolver({"127.0.0.1:" + std::to_string(test::free_port())});

  EXPECT_EQ(rig.resolve(*resolver, "absen.test").cls, Class::dns_timeout);
}

TEST(Resolver, TurnsToTheSecondServerWhenTheFirstIsSilent) {
  Rig rig;
  DnsServer dead({{"absen.test", {.silent = true}}});
  DnsServer good({{"absen.test", {.a = {"192.0.2.7"}}}});
  const auto resolver = rig.resolver({dead.address(), good.address()});

  const Resolution answer = rig.resolve(*resolver, "absen.test", 10s);

  EXPECT_EQ(answer.cls, Class::ok);
  EXPECT_EQ(answer.addresses, std::vector<std::string>{"192.0.2.7"});
}

TEST(Resolver, TurnsToTheSecondServerWhenTheFirstFailsAndSaysWhyWhenBothDo) {
  Rig rig;
  DnsServer broken({{"absen.test", {.rcode = 2}}, {"gagal.test", {.rcode = 2}}});
  DnsServer good({{"absen.test", {.a = {"192.0.2.7"}}}, {"gagal.test", {.rcode = 2}}});
  const auto resolver = rig.resolver({broken.address(), good.address()});

  EXPECT_EQ(rig.resolve(*resolver, "absen.test").cls, Class::ok);
  EXPECT_EQ(rig.resolve(*resolver, "gagal.test").cls, Class::dns_servfail);
}

TEST(Resolver, DoesNotWaitLongForAServerThatSwallowsIpv6Questions) {
  Rig rig;
  DnsServer server({{"absen.test", {.a = {"192.0.2.7"}, .silent_aaaa = true}}});
  const auto resolver = rig.resolver({server.address()});

  const Resolution answer = rig.resolve(*resolver, "absen.test", 60s);

  EXPECT_EQ(answer.cls, Class::ok);
  EXPECT_LT(answer.took, 20s)
      << "twenty fast seconds are one real one; the AAAA question ends at sixty";
}

TEST(Resolver, LetsADeadServerDelayNobodyElse) {
  Rig rig;
  DnsServer dead({{"absen.test", {.silent = true}}});
  DnsServer good({{"absen.test", {.a = {"192.0.2.7"}}}});
  const auto stuck = rig.resolver({dead.address()});
  const auto free = rig.resolver({good.address()});
  std::vector<std::string> order;

  for (int i = 0; i < 100; ++i)
    stuck->resolve("absen.test", 10s, [&](Resolution answer) {
      EXPECT_EQ(answer.cls, Class::dns_timeout);
      order.push_back("stuck");
      if (order.size() == 101) rig.loop->stop();
    });
  free->resolve("absen.test", 10s, [&](Resolution answer) {
    EXPECT_EQ(answer.cls, Class::ok);
    EXPECT_LT(answer.took, 5s);
    order.push_back("free");
  });
  rig.loop->run();

  ASSERT_EQ(order.size(), 101u);
  EXPECT_EQ(order.front(), "free");
}

TEST(Resolver, KeepsSixteenOfTooManyAddresses) {
  Rig rig;
  DnsAnswer many;
  for (int i = 0; i < 25; ++i) many.a.push_back("192.0.2." + std::to_string(i));
  DnsServer server({{"absen.test", many}});
  const auto resolver = rig.resolver({server.address()});

  EXPECT_EQ(rig.resolve(*resolver, "absen.test").addresses.size(), 16u);
}

TEST(Resolver, AsksFromItsSourceAddressAndOnlyForThatFamily) {
  Rig rig;
  DnsServer server({{"absen.test", {.a = {"192.0.2.7"}, .aaaa = {"2001:db8::7"}}}});
  const auto resolver = rig.resolver({server.address()}, "127.0.0.11");

  const Resolution answer = rig.resolve(*resolver, "absen.test");

  EXPECT_EQ(answer.addresses, std::vector<std::string>{"192.0.2.7"});
  EXPECT_EQ(server.questions(), 1);
  EXPECT_EQ(server.last_peer(), "127.0.0.11");
}

TEST(Resolver, AnswersALiteralWithoutAQuestion) {
  Rig rig;
  DnsServer server({});
  const auto resolver = rig.resolver({server.address()});

  EXPECT_EQ(rig.resolve(*resolver, "127.0.0.1").addresses, std::vector<std::string>{"127.0.0.1"});
  EXPECT_EQ(rig.resolve(*resolver, "::1").addresses, std::vector<std::string>{"::1"});
  EXPECT_EQ(server.questions(), 0);
}

TEST(Resolver, ReadsTheHostsFileOnlyWhenNoServerIsGiven) {
  Rig rig;
  DnsServer server({});

  EXPECT_EQ(rig.resolve(*rig.resolver({}), "localhost").addresses.at(0), "127.0.0.1");
  EXPECT_EQ(rig.resolve(*rig.resolver({server.address()}), "localhost").cls, Class::dns_nxdomain);
}

TEST(Resolver, CallsNobodyBackAfterItsEnd) {
  Rig rig;
  DnsServer dead({{"absen.test", {.silent = true}}});
  auto resolver = rig.resolver({dead.address()});
  bool called = false;
  resolver->resolve("absen.test", 1s, [&](Resolution) { called = true; });
  resolver->resolve("127.0.0.1", 1s, [&](Resolution) { called = true; });

  resolver.reset();
  rig.loop->after(5s, [&] { rig.loop->stop(); });
  rig.loop->run();

  EXPECT_FALSE(called);
}

TEST(Resolver, RefusesServersAndSourcesThatAreNoAddresses) {
  Rig rig;

  EXPECT_FALSE(Resolver::create(*rig.loop, {"dns.example"}, ""));
  EXPECT_FALSE(Resolver::create(*rig.loop, {}, "eth0"));
}

TEST(Bogon, KnowsTheAddressesThatNoPublicSiteHas) {
  for (const char* address : {"0.0.0.0",
                              "10.1.2.3",
                              "100.64.0.1",
                              "100.127.255.255",
                              "127.0.0.1",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.0.0.1",
                              "192.0.2.1",
                              "192.168.1.1",
                              "198.18.0.1",
                              "198.19.255.255",
                              "198.51.100.1",
                              "203.0.113.1",
                              "224.0.0.1",
                              "255.255.255.255",
                              "::",
                              "::1",
                              "::ffff:8.8.8.8",
                              "64:ff9b::10.0.0.1",
                              "64:ff9b:1::1",
                              "100::1",
                              "2001::1",
                              "2001:db8::1",
                              "2002:7f00:1::",
                              "3fff::1",
                              "fc00::1",
                              "fd12::1",
                              "fe80::1",
                              "fec0::1",
                              "ff02::1",
                              "4000::1",
                              "bukan alamat",
                              ""})
    EXPECT_TRUE(is_bogon(address)) << address;
  for (const char* address :
       {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "103.10.66.1", "126.255.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1",
        "198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:4860:4860::8888",
        "2606:4700::1111", "2404:8000::1", "64:ff9b::8.8.8.8", "2002:808:808::"})
    EXPECT_FALSE(is_bogon(address)) << address;
}

}  // namespace
}  // namespace saksi::net
