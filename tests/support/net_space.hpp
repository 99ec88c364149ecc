// SPDX-License-Identifier: Apache-2.0
//
// A network of a test's own: the body runs in a child process inside a new network name-space, in
// which it may set what it likes. Root makes one directly; another user through a user name-space,
// where the kernel lets them. Nothing outside is changed.
#pragma once

#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>

#include <cstdio>
#include <functional>

#include "support/process.hpp"

namespace saksi::test {

inline bool write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  file.flush();
  return file.good();
}

inline bool enter_net_space() {
  const auto uid = ::geteuid();
  const auto gid = ::getegid();
  if (uid == 0) return ::unshare(CLONE_NEWNET) == 0;
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  return write_text("/proc/self/setgroups", "deny") &&
         write_text("/proc/self/uid_map", "0 " + std::to_string(uid) + " 1") &&
         write_text("/proc/self/gid_map", "0 " + std::to_string(gid) + " 1");
}

inline bool loopback_up() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  request.ifr_name[0] = 'l';
  request.ifr_name[1] = 'o';
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  const bool up = ::ioctl(fd, SIOCSIFFLAGS, &request) == 0;
  ::close(fd);
  return up;
}

// Loopback is up, and there is no way out. The body makes its own loops, threads and fixtures:
// those of the parent are not there. Its expectations count as the test's.
inline void in_net_space(const std::function<void()>& body) {
  constexpr int cannot = 77;
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    if (!enter_net_space() || !loopback_up()) ::_exit(cannot);
    body();
    std::fflush(nullptr);
    ::_exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == cannot) {
    if (under_ci()) FAIL() << "no network name-space can be made here";
    GTEST_SKIP() << "no network name-space can be made here";
  }
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "see what the child said above";
}

}  // namespace saksi::test
