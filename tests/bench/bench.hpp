// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the bench share: the targets, and one kind of probe as ours and as the peer's.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "probes/probes.hpp"
#include "support/dns_server.hpp"
#include "support/nginx.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_files.hpp"

namespace saksi::bench {

// What is probed: one nginx, one name server, on the second core.
struct Targets {
  explicit Targets(const std::string& folder, std::uint16_t dns);
  std::string http, https;            // "http://127.0.0.1:1234"
  std::string slow_http, slow_https;  // never answers
  std::uint16_t http_port, https_port, dns_port;
  std::string bundle;  // the system's trust anchors and the targets' own
  std::unique_ptr<test::TlsFiles> ca;
  std::unique_ptr<test::Nginx> nginx;
  int stuck = -1;  // listens behind the slow pages, and accepts nobody
};

// So many probes cost so much CPU of this one program.
struct Cost {
  double cpu_ms = 0;
  double probing_ms = 0;  // of that, the probing thread's: without recording and judging
  std::size_t probes = 0, failed = 0;
  [[nodiscard]] double each() const {
    return probes == 0 ? 0 : cpu_ms / static_cast<double>(probes);
  }
};

// Runs, one after the other in each of a few places, through all that the daemon does with them:
// steps, sample, signed record, synced store, judge, board, metrics.
class Ours {
 public:
  virtual ~Ours() = default;
  virtual Cost measure(Duration length) = 0;
};
std::unique_ptr<Ours> ours(const Targets& targets, const std::string& base,
                           std::vector<probes::Step> steps, Mode mode);

class Peer {
 public:
  virtual ~Peer() = default;
  virtual Cost measure(Duration length) = 0;
};
// Debian's blackbox_exporter, asked over connections that are kept.
std::unique_ptr<Peer> exporter(const Targets& targets, const std::string& folder);
std::unique_ptr<Peer> exporter_module(Peer& exporter, const std::string& module,
                                      const std::string& target);
// check_http of the monitoring plugins, one process a probe.
std::unique_ptr<Peer> check_http(const Targets& targets, bool tls);

// What a hub takes from agents, in samples a second of CPU and of time.
struct IntakeRate {
  double of_cpu = 0, of_time = 0;
};
IntakeRate intake_rate(std::size_t records_a_delivery);

// Resident memory of a slow probe in flight, in bytes.
double memory_in_flight(const Targets& targets, bool tls, std::size_t count);

}  // namespace saksi::bench
