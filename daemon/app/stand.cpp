// SPDX-License-Identifier: Apache-2.0
#include "app/stand.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "app/translate.hpp"

namespace saksi::app {
namespace {

Result<net::Way> way_out(const Vantage& vantage) {
  net::Way way = way_of(vantage);
  if (vantage.name_space.empty()) return way;
  way.inside_name = vantage.name_space;
  SAKSI_TRY_ASSIGN(way.inside, net::NetworkNamespace::open(vantage.name_space));
  return way;
}

// A privilege that is missing is one for the whole life: better told now than of each sample.
Result<void> check_way(const net::Way& way) {
  const Fd fd = net::make_socket(way, AF_INET, SOCK_DGRAM, 0);
  net::Way interface_alone;
  interface_alone.device = way.device;
  if (!fd || net::bind_to(fd.get(), interface_alone) != EPERM) return {};
  return fail("binding a socket to interface " + way.device +
                  ": not permitted; it needs Linux 5.7 or CAP_NET_RAW",
              ErrorKind::usage);
}

}  // namespace

Result<Stand> Stand::make(net::Loop& loop, const Settings& settings, const Vantage& vantage) {
  const auto told = [&](Error error) {
    return fail("vantage \"" + vantage.id.text + "\": " + error.message, error.kind);
  };
  auto way = way_out(vantage);
  if (!way) return told(way.error());
  if (auto fit = check_way(*way); !fit) return told(fit.error());
  auto resolver = net::Resolver::create(loop, vantage.dns_servers, *way);
  if (!resolver) return told(resolver.error());
  auto controls = controls_of(settings, vantage);
  for (auto& control : controls) control.session.way = *way;
  return Stand{*way, std::move(*resolver), std::move(controls), net::Uplink(loop.clock(), *way)};
}

}  // namespace saksi::app
