// SPDX-License-Identifier: Apache-2.0
//
// A child process of a test: started without a shell, its output in a file that the test can show,
// killed and reaped at the end with all its own children. And the few socket calls that such tests
// need.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace saksi::test {

// Where a program is, or empty. Looks in PATH and in the sbin folders that a user's PATH may lack.
inline std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::stringstream folders(std::string(path ? path : "") +
                            ":/usr/local/sbin:/usr/sbin:/sbin:/usr/bin");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (!folder.empty() && ::access((folder + "/" + name).c_str(), X_OK) == 0)
      return folder + "/" + name;
  return {};
}

inline bool under_ci() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && std::string(ci) == "true";
}

// First line of a test that needs an installed program: skipped without it, but never under CI.
#define SAKSI_NEEDS_PROGRAM(name)                                           \
  do {                                                                      \
    if (::saksi::test::find_program(name).empty()) {                        \
      if (::saksi::test::under_ci()) FAIL() << name << " is not installed"; \
      GTEST_SKIP() << name << " is not installed";                          \
    }                                                                       \
  } while (false)

class Process {
 public:
  Process() = default;
  // argv[0] is looked up by find_program unless it has a slash. stdout and stderr go to `log_file`
  // (empty: /dev/null). The child leads its own process group and dies with the test.
  explicit Process(std::vector<std::string> argv, const std::string& log_file = {},
                   const std::vector<std::pair<std::string, std::string>>& environment = {}) {
    if (argv.at(0).find('/') == std::string::npos) argv[0] = find_program(argv[0]);
    std::vector<char*> raw;
    for (auto& word : argv) raw.push_back(word.data());
    raw.push_back(nullptr);
    const std::string out = log_file.empty() ? "/dev/null" : log_file;
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    const int log = ::open(out.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, 0);
    ::dup2(log, 1);
    ::dup2(log, 2);
    for (int fd = 3; fd < 256; ++fd) ::close(fd);
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    ::signal(SIGPIPE, SIG_DFL);
    ::execv(raw[0], raw.data());
    ::_exit(127);
  }
  Process(Process&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), status_(std::exchange(other.status_, -1)) {}
  Process& operator=(Process&& other) noexcept {
    if (this != &other) {
      kill();
      pid_ = std::exchange(other.pid_, -1);
      status_ = std::exchange(other.status_, -1);
    }
    return *this;
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() { kill(); }

  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const {
    if (pid_ > 0) ::kill(pid_, number);
  }

  // The exit status, 128 + signal if it was killed, or -1 when it still runs after `most`.
  int wait(std::chrono::milliseconds most) {
    const auto until = std::chrono::steady_clock::now() + most;
    while (pid_ > 0) {
      int status = 0;
      const pid_t got = ::waitpid(pid_, &status, WNOHANG);
      if (got == pid_) {
        pid_ = -1;
        status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        break;
      }
      if (std::chrono::steady_clock::now() >= until) return -1;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return status_;
  }
  [[nodiscard]] bool running() {
    return pid_ > 0 && wait(std::chrono::milliseconds(0)) < 0 && pid_ > 0;
  }

  // SIGKILL to the whole group, then reaped. Fine when it is already gone.
  void kill() {
    if (pid_ <= 0) return;
    ::kill(-pid_, SIGKILL);
    ::kill(pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    status_ = 128 + SIGKILL;
  }

 private:
  pid_t pid_ = -1;
  int status_ = -1;
};

struct Ran {
  int status = -1;     // -1: did not end in time and was killed
  std::string output;  // stdout and stderr together
};

inline std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Runs a program to its end; `scratch_file` collects what it says.
inline Ran run(std::vector<std::string> argv, const std::string& scratch_file,
               std::chrono::milliseconds most = std::chrono::seconds(30)) {
  Process process(std::move(argv), scratch_file);
  Ran ran;
  ran.status = process.wait(most);
  process.kill();
  ran.output = slurp(scratch_file);
  return ran;
}

inline sockaddr_in loopback(std::uint16_t port, const std::string& address = "127.0.0.1") {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  ::inet_pton(AF_INET, address.c_str(), &at.sin_addr);
  return at;
}

// A TCP socket that listens on an ephemeral port of loopback; the caller closes it. -1 on error.
inline int listen_tcp(std::uint16_t& port, const std::string& address = "127.0.0.1") {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int one = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  sockaddr_in at = loopback(0, address);
  socklen_t size = sizeof at;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(fd, 64) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size) != 0) {
    ::close(fd);
    return -1;
  }
  port = ntohs(at.sin_port);
  return fd;
}

// A port that was free a moment ago, for a program that must be told its port. Nobody listens
// there.
inline std::uint16_t free_port(const std::string& address = "127.0.0.1") {
  std::uint16_t port = 0;
  const int fd = listen_tcp(port, address);
  if (fd >= 0) ::close(fd);
  return port;
}

// True as soon as something accepts connections there.
inline bool wait_for_port(std::uint16_t port,
                          std::chrono::milliseconds most = std::chrono::seconds(10),
                          const std::string& address = "127.0.0.1") {
  const auto until = std::chrono::steady_clock::now() + most;
  while (std::chrono::steady_clock::now() < until) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in at = loopback(port, address);
    const bool there = ::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0;
    ::close(fd);
    if (there) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

}  // namespace saksi::test
