// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the proof of timing share: figures, and a verdict on one of them.
#pragma once

#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace saksi::prove {

inline double milliseconds(Duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

// Of values that need not be sorted; `part` from 0 to 1.
inline double quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  return values[static_cast<std::size_t>(part * last + 0.5)];
}

inline std::string spread(const std::vector<double>& values) {
  return fmt::format("p50 {:.3f}  p90 {:.3f}  p99 {:.3f}  max {:.3f} ms, {} values",
                     quantile(values, 0.5), quantile(values, 0.9), quantile(values, 0.99),
                     quantile(values, 1), values.size());
}

// Prints the claim, what was measured, and whether it holds; returns that.
inline bool claim(const std::string& text, const std::string& measured, bool holds) {
  fmt::print("{}  {}: {}\n", holds ? "right " : "MISSED", text, measured);
  std::fflush(stdout);
  return holds;
}
inline void note(const std::string& text) {
  fmt::print("        {}\n", text);
  std::fflush(stdout);
}

// This thread and those that it makes: so that server and prober do not share a core.
inline void pin_to(unsigned core) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(core % static_cast<unsigned>(::sysconf(_SC_NPROCESSORS_ONLN)), &one);
  ::sched_setaffinity(0, sizeof one, &one);
}

// A process of its own that dies with us. Before this one has threads. `serve` gets where to write
// its port, and must not return.
class Forked {
 public:
  explicit Forked(const std::function<void(int out)>& serve) {
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) std::abort();
    child_ = ::fork();
    if (child_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::close(ends[0]);
      serve(ends[1]);
      ::_exit(1);
    }
    ::close(ends[1]);
    if (::read(ends[0], &port_, sizeof port_) != sizeof port_) std::abort();
    ::close(ends[0]);
  }
  ~Forked() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  Forked(const Forked&) = delete;
  Forked& operator=(const Forked&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  pid_t child_ = -1;
  std::uint16_t port_ = 0;
};
inline void tell_port(int out, std::uint16_t port) {
  if (::write(out, &port, sizeof port) != sizeof port) ::_exit(1);
}

// The parts. Each prints its claims and says whether all of them hold.
bool first_byte();
bool stalled_page();
bool beside_the_exporter();
bool dead_name_server();
bool slots_on_time();

}  // namespace saksi::prove
