// SPDX-License-Identifier: Apache-2.0
//
// By which way a socket leaves, in networks that the tests make with the system's own `ip`.
#include "net/way.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>

#include "base/clock.hpp"
#include "net/socket_address.hpp"
#include "net/uplink.hpp"
#include "net/usable.hpp"
#include "support/fake_clock.hpp"
#include "support/net_space.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;
using saksi::test::in_net_space;

bool ip(const std::string& words) {
  return std::system(("PATH=$PATH:/usr/sbin:/sbin ip " + words).c_str()) == 0;  // NOLINT
}

Way by(const std::string& address, const std::string& device) {
  Way way(address);
  way.device = device;
  return way;
}

// wan0 and wan1 are a cable: without the far end up there is no carrier.
void lay_cable() {
  ASSERT_TRUE(ip("link add wan0 type veth peer name wan1"));
  ASSERT_TRUE(ip("addr add 192.0.2.7/24 dev wan0"));
  ASSERT_TRUE(ip("addr add 2001:db8::7/64 dev wan0 nodad"));
}

TEST(Uplink, IsThereWhenItsInterfaceHasACarrierAndTheAddress) {
  SAKSI_NEEDS_PROGRAM("ip");
  in_net_space([] {
    lay_cable();
    EXPECT_EQ(missing_of(by("", "wan0")), "interface wan0 is down");
    EXPECT_EQ(missing_of(by("192.0.2.7", "")), "interface wan0 is down");
    ASSERT_TRUE(ip("link set wan0 up"));
    EXPECT_EQ(missing_of(by("", "wan0")), "interface wan0 has no carrier");
    EXPECT_EQ(missing_of(by("192.0.2.7", "")), "interface wan0 has no carrier");
    ASSERT_TRUE(ip("link set wan1 up"));
    ASSERT_TRUE(ip("addr replace 2001:db8::7/64 dev wan0 nodad"));  // it went when the link did
    EXPECT_EQ(missing_of(by("", "wan0")), "");
    EXPECT_EQ(missing_of(by("192.0.2.7", "wan0")), "");
    EXPECT_EQ(missing_of(by("2001:db8::7", "")), "");
    EXPECT_EQ(missing_of(by("192.0.2.8", "")), "no interface has the address 192.0.2.8");
    EXPECT_EQ(missing_of(by("192.0.2.7", "wan1")), "wan1 does not have the address 192.0.2.7");
    EXPECT_EQ(missing_of(by("2001:db8::8", "")), "no interface has the address 2001:db8::8");
    EXPECT_EQ(missing_of(by("", "wan2")), "interface wan2 is not there");
    EXPECT_EQ(missing_of(by("127.0.0.11", "")), "") << "all of 127/8 is ours, and none lists it";
    ASSERT_TRUE(ip("link set wan1 down"));
    EXPECT_EQ(missing_of(by("2001:db8::7", "")), "interface wan0 has no carrier");
  });
}

TEST(Uplink, IsAskedOfTheKernelOnceASecond) {
  SAKSI_NEEDS_PROGRAM("ip");
  in_net_space([] {
    lay_cable();
    ASSERT_TRUE(ip("link set wan0 up") && ip("link set wan1 up"));
    saksi::test::FakeClock clock(Instant{});
    Uplink uplink(clock, by("", "wan0"));
    EXPECT_EQ(uplink.missing(), "");
    ASSERT_TRUE(ip("link set wan1 down"));
    clock.advance(900ms);
    EXPECT_EQ(uplink.missing(), "");
    clock.advance(100ms);
    EXPECT_EQ(uplink.missing(), "interface wan0 has no carrier");
  });
}

TEST(Way, ThroughAnInterfaceFindsNoRouteWhereItHasNone) {
  SAKSI_NEEDS_PROGRAM("ip");
  in_net_space([] {
    lay_cable();
    ASSERT_TRUE(ip("link set wan0 up") && ip("link set wan1 up"));
    ASSERT_TRUE(ip("link add wan8 type veth peer name wan9"));
    ASSERT_TRUE(ip("link set wan8 up") && ip("link set wan9 up"));
    ASSERT_TRUE(ip("route add default via 192.0.2.1 dev wan0"));
    EXPECT_EQ(cannot_route("198.51.100.1", by("", "wan0")), 0);
    EXPECT_EQ(cannot_route("198.51.100.1", Way()), 0);
    // Of IPv4 the kernel takes what has no route for a neighbour on the link; of IPv6 it does not.
    EXPECT_EQ(cannot_route("2001:db8:1::1", by("", "wan8")), ENETUNREACH);
    EXPECT_EQ(cannot_route("198.51.100.1", by("", "wan7")), ENODEV);
  });
}

// A socket stays where it was made; the thread is back when the call is over.
TEST(Way, IntoANamespaceMakesSocketsThereAndComesBack) {
  SAKSI_NEEDS_PROGRAM("ip");
  in_net_space([] {
    lay_cable();
    ASSERT_TRUE(ip("link set wan0 up") && ip("link set wan1 up"));
    const Fd there(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    ASSERT_EQ(::unshare(CLONE_NEWNET), 0);  // and here is loopback alone
    ASSERT_TRUE(saksi::test::loopback_up());
    Way way("192.0.2.7");
    EXPECT_EQ(missing_of(way), "no interface has the address 192.0.2.7");
    way.inside = NetworkNamespace::open("/proc/self/fd/" + std::to_string(there.get())).value();
    EXPECT_EQ(missing_of(way), "");
    const Fd inside = make_socket(way, AF_INET, SOCK_STREAM, 0);
    ASSERT_TRUE(inside);
    EXPECT_EQ(bind_to(inside.get(), way), 0);
    const Fd outside(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(bind_to(outside.get(), Way("192.0.2.7")), EADDRNOTAVAIL);

    Way any;
    any.inside = way.inside;
    EXPECT_EQ(missing_of(any), "");
    {
      const NetworkNamespace::Visit visit(way.inside.get());
      ASSERT_TRUE(ip("link set wan1 down"));
    }
    EXPECT_EQ(missing_of(any), "no interface of the namespace is up with a carrier");
  });
}

TEST(Way, NamesANamespaceThatIsNotThere) {
  const auto none = NetworkNamespace::open("tidak-ada");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message,
            "opening the network namespace /run/netns/tidak-ada: No such file or directory; `ip "
            "netns list` says which there are");
}

TEST(Way, OfOneFamilyTriesNoOther) {
  Way way;
  way.family = 6;
  Resolution answer;
  answer.addresses = {"192.0.2.1", "2001:db8::1"};
  EXPECT_EQ(usable_addresses("a.example", answer, way, 0, true).addresses,
            std::vector<std::string>{"2001:db8::1"});
  answer.addresses = {"192.0.2.1"};
  const Usable none = usable_addresses("a.example", answer, way, 0, true);
  EXPECT_EQ(none.cls, Class::dns_nodata);
  EXPECT_EQ(none.detail, "a.example: no IPv6 address");
  EXPECT_EQ(usable_addresses("a.example", answer, way, 4, true).cls, Class::invalid_monitor);
}

}  // namespace
}  // namespace saksi::net
