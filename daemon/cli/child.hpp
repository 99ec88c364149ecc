// SPDX-License-Identifier: Apache-2.0
//
// A child process that does not outlive us, its output in a file.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.hpp"

namespace saksi::cli {

class Child {
 public:
  Child() = default;
  static Result<Child> start(const std::vector<std::string>& command, const std::string& log_file);
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  Child& operator=(Child&& other) noexcept;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { end(); }

  void signal(int number) const;
  int wait();                    // exit status as a shell would say it; -1 when there is none
  [[nodiscard]] bool running();  // false also when it has just ended
  void end();                    // SIGTERM, five seconds of grace, SIGKILL

 private:
  explicit Child(pid_t pid) : pid_(pid) {}
  pid_t pid_ = -1;
};

// The program's path in PATH, or empty.
[[nodiscard]] std::string find_program(const std::string& name);
[[nodiscard]] std::uint16_t free_port();  // free a moment ago; 0 when none is

}  // namespace saksi::cli
