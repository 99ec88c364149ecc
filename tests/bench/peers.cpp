// SPDX-License-Identifier: Apache-2.0
#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "../prove/timing/timing.hpp"
#include "bench.hpp"

namespace saksi::bench {
namespace {

// utime and stime of all its threads: proc(5), fields 14 and 15.
double cpu_ms_of(pid_t pid) {
  const std::string stat = test::slurp("/proc/" + std::to_string(pid) + "/stat");
  std::istringstream fields(stat.substr(stat.rfind(')') + 2));
  std::string skipped;
  for (int i = 3; i < 14; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) * 1000 / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::size_t into_text(char* bytes, std::size_t, std::size_t size, void* text) {
  static_cast<std::string*>(text)->append(bytes, size);
  return size;
}

class Exporter final : public Peer {
 public:
  Exporter(const Targets& targets, const std::string& folder)
      : url_("http://127.0.0.1:" + std::to_string(port_) + "/probe?") {
    std::ofstream(folder + "/blackbox.yml") << R"(modules:
  http: {prober: http, timeout: 5s, http: {preferred_ip_protocol: ip4}}
  tcp: {prober: tcp, timeout: 5s, tcp: {preferred_ip_protocol: ip4}}
  icmp: {prober: icmp, timeout: 5s, icmp: {preferred_ip_protocol: ip4}}
  dns: {prober: dns, timeout: 5s, dns: {preferred_ip_protocol: ip4, query_name: absen.test, query_type: A}}
)";
    prove::pin_to(0);
    process_ = test::Process(
        {"prometheus-blackbox-exporter", "--config.file=" + folder + "/blackbox.yml",
         "--log.level=error", "--web.listen-address=127.0.0.1:" + std::to_string(port_)},
        folder + "/blackbox.log",
        {{"SSL_CERT_FILE", targets.bundle}, {"SSL_CERT_DIR", "/nonexistent"}, {"GOMAXPROCS", "1"}});
    if (!test::wait_for_port(port_)) {
      fmt::print("blackbox_exporter did not start: {}\n", test::slurp(folder + "/blackbox.log"));
      std::abort();
    }
  }
  Cost measure(Duration) override { return {}; }

  Cost ask(const std::string& query, Duration length) {
    const double before = cpu_ms_of(process_.pid());
    const Duration until = clock_.steady() + length;
    std::atomic<std::size_t> probes{0}, failed{0};
    std::vector<std::thread> askers;
    for (int i = 0; i < 8; ++i)
      askers.emplace_back([&] {
        prove::pin_to(1);
        CURL* easy = curl_easy_init();
        std::string text;
        curl_easy_setopt(easy, CURLOPT_URL, (url_ + query).c_str());
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &into_text);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &text);
        while (clock_.steady() < until) {
          text.clear();
          const bool came = curl_easy_perform(easy) == CURLE_OK;
          ++probes;
          if (!came || text.find("\nprobe_success 1") == std::string::npos) ++failed;
        }
        curl_easy_cleanup(easy);
      });
    for (std::thread& asker : askers) asker.join();
    Cost cost;
    cost.cpu_ms = cpu_ms_of(process_.pid()) - before;
    cost.probes = probes;
    cost.failed = failed;
    return cost;
  }

 private:
  const SystemClock clock_;
  const std::uint16_t port_ = test::free_port();
  const std::string url_;
  test::Process process_;
};

class Module final : public Peer {
 public:
  Module(Exporter& exporter, std::string query) : exporter_(exporter), query_(std::move(query)) {}
  Cost measure(Duration length) override { return exporter_.ask(query_, length); }

 private:
  Exporter& exporter_;
  const std::string query_;
};

class Plugin final : public Peer {
 public:
  Plugin(const Targets& targets, bool tls) {
    words_ = {"/usr/lib/nagios/plugins/check_http",
              "-H",
              "127.0.0.1",
              "-p",
              std::to_string(tls ? targets.https_port : targets.http_port),
              "-u",
              "/"};
    if (tls) words_.emplace_back("-S");
  }
  Cost measure(Duration length) override {
    Cost cost;
    for (const Duration until = clock_.steady() + length; clock_.steady() < until;) {
      const pid_t child = ::fork();
      if (child == 0) run();
      int status = 0;
      rusage usage{};
      ::wait4(child, &status, 0, &usage);
      for (const timeval& t : {usage.ru_utime, usage.ru_stime})
        cost.cpu_ms += static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
      ++cost.probes;
      if (status != 0) ++cost.failed;
    }
    return cost;
  }

 private:
  [[noreturn]] void run() {
    std::vector<char*> raw;
    for (std::string& word : words_) raw.push_back(word.data());
    raw.push_back(nullptr);
    const int nothing = ::open("/dev/null", O_RDWR);
    ::dup2(nothing, 1);
    ::dup2(nothing, 2);
    ::execv(raw[0], raw.data());
    ::_exit(127);
  }
  const SystemClock clock_;
  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<Peer> exporter(const Targets& targets, const std::string& folder) {
  return std::make_unique<Exporter>(targets, folder);
}
std::unique_ptr<Peer> exporter_module(Peer& exporter, const std::string& module,
                                      const std::string& target) {
  return std::make_unique<Module>(dynamic_cast<Exporter&>(exporter),
                                  "module=" + module + "&target=" + target);
}
std::unique_ptr<Peer> check_http(const Targets& targets, bool tls) {
  return std::make_unique<Plugin>(targets, tls);
}

}  // namespace saksi::bench
