// SPDX-License-Identifier: Apache-2.0
//
// Text that must reach its own target and nothing else: it cannot be printed, formatted or
// compared, and its memory is wiped. Read from a file that the configuration names, never from argv
// or env.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace saksi {

// How a configuration may name a secret: a path, or "credential:NAME", which the service manager
// keeps below $CREDENTIALS_DIRECTORY.
[[nodiscard]] bool is_credential(std::string_view named);
Result<std::string> secret_file(const std::string& named);

// From now on a crash of this process leaves no core, in which secrets would lie: its limit is 0,
// also for what it starts. Debug with a debugger attached.
void forbid_cores();

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) noexcept = default;
  ~Secret();
  // The first line of the file that is named, without its line end. At most 4096 bytes. A file that
  // everybody may read or its group may write is refused.
  static Result<Secret> read(const std::string& named);
  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

}  // namespace saksi
