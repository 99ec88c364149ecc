// SPDX-License-Identifier: Apache-2.0
//
// The same page, asked for in turn by us and by Debian's blackbox_exporter: do the phases agree?
// The page takes 20 ms, over a fresh TLS connection each time.
#include <fstream>
#include <thread>

#include "net/http_client.hpp"
#include "support/dns_server.hpp"
#include "support/nginx.hpp"
#include "support/raw_server.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_files.hpp"
#include "timing.hpp"

namespace saksi::prove {
namespace {

using namespace std::chrono_literals;

net::HttpObservation get(net::Loop& loop, net::Resolver& resolver, net::SessionOptions options,
                         const std::string& url) {
  const auto session = std::move(net::HttpSession::create(loop, resolver, options).value());
  net::HttpObservation result;
  session->fetch({.url = url}, loop.clock().steady() + 10s, [&](net::HttpObservation seen) {
    result = std::move(seen);
    loop.stop();
  });
  loop.run();
  return result;
}

// Of a phase in milliseconds, from the exporter's own metrics; -1 where it is not there.
double told(const std::string& metrics, const std::string& phase) {
  const std::string name = "probe_http_duration_seconds{phase=\"" + phase + "\"} ";
  const auto at = metrics.find(name);
  return at == std::string::npos ? -1
                                 : 1000 * std::strtod(metrics.c_str() + at + name.size(), nullptr);
}

}  // namespace

bool beside_the_exporter() {
  if (test::find_program("prometheus-blackbox-exporter").empty())
    return claim("phases agree with blackbox_exporter's", "it is not installed", false);
  const test::TempDir folder;
  test::TlsFiles ca(folder.path());
  const test::Leaf leaf = ca.leaf("server", "IP:127.0.0.1");
  const test::RawServer behind([](test::RawServer::Peer& peer) {
    peer.read_head();
    std::this_thread::sleep_for(20ms);
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nya");
  });
  const std::uint16_t port = test::free_port(), exporter_port = test::free_port();
  const test::Nginx nginx(folder.path(),
                          "server { listen 127.0.0.1:" + std::to_string(port) +
                              " ssl; ssl_certificate " + leaf.certificate_file +
                              "; ssl_certificate_key " + leaf.key_file +
                              "; location / { proxy_pass " + behind.url() + "; } }",
                          port);
  std::ofstream(folder / "blackbox.yml")
      << "modules:\n  https:\n    prober: http\n    timeout: 5s\n    http:\n"
         "      preferred_ip_protocol: ip4\n      tls_config: {ca_file: "
      << ca.ca_file() << "}\n";
  const test::Process exporter(
      {"prometheus-blackbox-exporter", "--config.file=" + (folder / "blackbox.yml"),
       "--web.listen-address=127.0.0.1:" + std::to_string(exporter_port)},
      folder / "blackbox.log");
  if (!test::wait_for_port(exporter_port))
    return claim("phases agree with blackbox_exporter's", test::slurp(folder / "blackbox.log"),
                 false);

  const SystemClock clock;
  const auto loop = std::move(net::Loop::create(clock).value());
  const auto resolver = std::move(net::Resolver::create(*loop, {"127.0.0.1:1"}, "").value());
  net::SessionOptions options;
  options.allow_private = true;
  options.ca_file = ca.ca_file();
  const std::string url = "https://127.0.0.1:" + std::to_string(port) + "/";
  const std::string asked =
      "http://127.0.0.1:" + std::to_string(exporter_port) + "/probe?module=https&target=" + url;
  struct Both {
    std::vector<double> ours, theirs;
  };
  std::map<std::string, Both> phases;
  std::size_t failed = 0;
  for (int i = 0; i < 40; ++i) {
    const net::HttpObservation seen = get(*loop, *resolver, options, url);
    const net::HttpObservation metrics = get(*loop, *resolver, options, asked);
    if (seen.transport != Class::ok || metrics.body.find("probe_success 1") == std::string::npos) {
      ++failed;
      note(seen.detail + metrics.detail + metrics.body.substr(0, 300));
      continue;
    }
    const auto add = [&](const char* name, std::optional<Duration> ours, const char* theirs) {
      phases[name].ours.push_back(milliseconds(ours.value_or(-1s)));
      phases[name].theirs.push_back(told(metrics.body, theirs));
    };
    add("dns", seen.phases.dns, "resolve");
    add("tcp", seen.phases.tcp, "connect");
    add("tls", seen.phases.tls, "tls");
    add("wait", seen.phases.wait, "processing");
    add("recv", seen.phases.recv, "transfer");
  }
  double most = 0;
  bool there = failed == 0;
  for (const auto& [name, both] : phases) {
    const double ours = quantile(both.ours, 0.5), theirs = quantile(both.theirs, 0.5);
    there = there && ours >= 0 && theirs >= 0;
    most = std::max(most, std::abs(ours - theirs));
    note(fmt::format("{:<5} ours {:7.3f} ms, theirs {:7.3f} ms at p50", name, ours, theirs));
  }
  return claim("phases agree with blackbox_exporter's within 5 ms on loopback",
               fmt::format("{:.3f} ms apart at most, {} pairs", most, phases["wait"].ours.size()),
               there && most <= 5);
}

}  // namespace saksi::prove
