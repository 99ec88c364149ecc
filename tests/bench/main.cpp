// SPDX-License-Identifier: Apache-2.0
//
// Our CPU per probe beside the peers', on the same targets, in turn: ours, the exporter's, ours,
// the exporter's ... The ratio is the median of those of neighbours, so that what else the machine
// does falls on both. Ours includes record, signature, synced store, judge, board and metrics.
//   saksi_bench [ROUNDS [SECONDS [ROW]]]
#include "../prove/timing/timing.hpp"
#include "bench.hpp"
#include "net/echo.hpp"

namespace saksi::bench {
namespace {

using namespace std::chrono_literals;
using probes::Step;
using probes::StepKind;

int rounds = 12;
Duration length = 2s;
std::string only;  // rows with this in their name
bool all_reached = true;

Step step(const char* id, StepKind kind, const std::string& path) {
  Step made;
  made.id = id;
  made.kind = kind;
  made.path = path;
  return made;
}

// `each` probes of the peer's do what one of ours does.
void compare(const std::string& name, Ours& mine, Peer& peer, double each, double wanted) {
  if (name.find(only) == std::string::npos) return;
  std::vector<double> our, their, ratio, probing;
  std::size_t our_count = 0, their_count = 0, failed = 0;
  mine.measure(length / 4);
  peer.measure(length / 4);
  for (int i = 0; i < rounds; ++i) {
    const Cost ours = mine.measure(length), theirs = peer.measure(length);
    our.push_back(ours.each());
    their.push_back(theirs.each() * each);
    probing.push_back(ours.probing_ms / static_cast<double>(ours.probes));
    ratio.push_back(their.back() / our.back());
    our_count += ours.probes;
    their_count += theirs.probes;
    failed += ours.failed + theirs.failed;
  }
  const auto figure = [](const std::vector<double>& values) {
    return fmt::format("{:8.4f} [{:.4f}-{:.4f}]", prove::quantile(values, 0.5),
                       prove::quantile(values, 0), prove::quantile(values, 1));
  };
  const double got = prove::quantile(ratio, 0.5);
  const bool reached = wanted == 0 || (got >= wanted && failed == 0);
  all_reached = all_reached && reached;
  fmt::print("{:<22} {} ms of {:>6}   {} ms of {:>6}   {:6.2f}x [{:.2f}-{:.2f}]", name, figure(our),
             our_count, figure(their), their_count, got, prove::quantile(ratio, 0.25),
             prove::quantile(ratio, 0.75));
  if (wanted != 0) fmt::print("   {} {:.0f}x", reached ? "reached" : "MISSED", wanted);
  // Where the rest goes: a signed record, its sync and the judge cost the same for every kind.
  fmt::print("   probing alone {:.4f} ms, {:.1f}x", prove::quantile(probing, 0.5),
             prove::quantile(their, 0.5) / prove::quantile(probing, 0.5));
  if (failed != 0) fmt::print("   {} FAILED", failed);
  fmt::print("\n");
  std::fflush(stdout);
}

void memory(const Targets& targets, const char* name, bool tls, double most) {
  if (std::string(name).find(only) == std::string::npos) return;
  // In a process of its own: memory that was used before would be used again and not be seen.
  const pid_t child = ::fork();
  if (child == 0) {
    const double bytes = memory_in_flight(targets, tls, 1000);
    const bool reached = bytes > 0 && bytes <= most * 1000;
    fmt::print("{:<22} {:8.1f} kB in flight, 1000 of them   {} {:.0f} kB\n", name, bytes / 1000,
               reached ? "reached" : "MISSED", most);
    std::fflush(stdout);
    ::_exit(reached ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  all_reached = all_reached && status == 0;
}

int run() {
  const test::TempDir folder;
  const prove::Forked dns([](int out) {
    prove::pin_to(1);
    const test::DnsServer server({{"absen.test", {.a = {"127.0.0.1"}}}});
    const std::string address = server.address();
    prove::tell_port(out,
                     static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1))));
    for (;;) ::pause();
  });
  prove::pin_to(1);
  const Targets targets(folder.path(), dns.port());
  prove::pin_to(0);
  memory(targets, "memory, HTTPS", true, 75);
  memory(targets, "memory, HTTP", false, 17);

  if (std::string("intake").find(only) != std::string::npos)
    for (const std::size_t size : {1U, 20U, 500U}) {
      const IntakeRate rate = intake_rate(size);
      fmt::print("intake, {:>3} a delivery   {:8.0f} samples/s of one core, {:8.0f} by the clock\n",
                 size, rate.of_cpu, rate.of_time);
      std::fflush(stdout);
    }

  net::initialise();
  const auto black = exporter(targets, folder.path());
  const auto module = [&](const char* name, const std::string& target) {
    return exporter_module(*black, name, target);
  };
  fmt::print("CPU per probe, median [least-most] of {} rounds of {} ms; ratio [quartiles]\n",
             rounds, length.count() / 1000);
  fmt::print("{:<22} {:<40} {:<40} peer / ours\n", "", "ours, stored and counted", "peer");

  const auto https = module("http", targets.https + "/");
  const auto get =
      ours(targets, targets.https, {step("muka", StepKind::page, "/")}, Mode::anonymous);
  compare("HTTPS, exporter", *get, *https, 1, 1);
  const auto check_tls = check_http(targets, true), check_plain = check_http(targets, false);
  compare("HTTPS, check_http", *get, *check_tls, 1, 0);

  Step form = step("masuk", StepKind::login, "");
  form.fields = {{"nip", "$user"}, {"sandi", "$password"}};
  const auto journey =
      ours(targets, targets.https, {step("formulir", StepKind::page, "/login"), form}, Mode::login);
  compare("journey, 3 exporter", *journey, *https, 3, 3);

  Step plain = step("muka", StepKind::page, "/");
  const auto http = ours(targets, targets.http, {plain}, Mode::anonymous);
  const auto http_peer = module("http", targets.http + "/");
  compare("HTTP, exporter", *http, *http_peer, 1, 6);
  compare("HTTP, check_http", *http, *check_plain, 1, 0);

  Step tcp = step("port", StepKind::tcp, "");
  tcp.direct.port = targets.http_port;
  const auto tcp_peer = module("tcp", "127.0.0.1:" + std::to_string(targets.http_port));
  compare("TCP, exporter", *ours(targets, targets.https, {tcp}, Mode::anonymous), *tcp_peer, 1, 7);

  Step name = step("nama", StepKind::dns, "");
  name.direct.name = "absen.test";
  name.direct.family = 4;  // the exporter asks one question, too
  const auto dns_peer = module("dns", "127.0.0.1:" + std::to_string(targets.dns_port));
  compare("DNS, exporter", *ours(targets, targets.https, {name}, Mode::anonymous), *dns_peer, 1,
          30);

  if (const auto may = net::echo_permitted(); !may) {
    fmt::print("ICMP: {}\n", may.error().message);
    return 1;
  }
  const auto icmp_peer = module("icmp", "127.0.0.1");
  compare("ICMP, exporter",
          *ours(targets, targets.https, {step("gema", StepKind::icmp, "")}, Mode::anonymous),
          *icmp_peer, 1, 40);
  fmt::print("{}\n", all_reached ? "all reached" : "not all reached");
  return all_reached ? 0 : 1;
}

}  // namespace
}  // namespace saksi::bench

int main(int argc, char** argv) {
  if (argc > 1) saksi::bench::rounds = std::atoi(argv[1]);
  if (argc > 2)
    saksi::bench::length = std::chrono::milliseconds(static_cast<long>(1000 * std::atof(argv[2])));
  if (argc > 3) saksi::bench::only = argv[3];
  return saksi::bench::run();
}
