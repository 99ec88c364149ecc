// SPDX-License-Identifier: Apache-2.0
//
// Files, with the errors told in full and the sizes capped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace saksi {

// A file descriptor that closes itself.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    reset(std::exchange(other.number_, -1));
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { reset(); }
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] explicit operator bool() const { return number_ >= 0; }
  void reset(int number = -1);

 private:
  int number_ = -1;
};

// The whole of a regular file of at most `most` bytes.
Result<std::string> read_file(const std::string& path, std::size_t most);

// The file holds either what it held or all of `bytes`, also after a power cut: written beside it,
// synced, renamed, and the folder synced.
Result<void> write_atomically(const std::string& path, std::string_view bytes,
                              unsigned mode = 0644);

Result<void> make_folder(const std::string& path, unsigned mode = 0750);  // with its parents

// Holds an exclusive lock on `path` until destroyed; fails at once when another process holds it.
Result<Fd> lock_file(const std::string& path);

}  // namespace saksi
