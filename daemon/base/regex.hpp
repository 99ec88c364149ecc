// SPDX-License-Identifier: Apache-2.0
//
// Regular expressions that are safe on foreign bytes: RE2 walks the text once, so the time is
// linear in it and the stack stays flat, whatever the pattern. std::regex recurses for each
// character, and a page of a megabyte ends the process. This is the only page that knows RE2.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace saksi {

class Regex {
 public:
  // The error says where the pattern is wrong, in RE2's words.
  static Result<Regex> compile(const std::string& pattern, bool case_matters = false);

  [[nodiscard]] bool found_in(std::string_view text) const;
  // The first group of the first match, or all of the match where the pattern has no group. A group
  // that took no part is empty.
  [[nodiscard]] std::optional<std::string> first_in(std::string_view text) const;

 private:
  struct Program;
  explicit Regex(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;  // immutable; any thread
};

}  // namespace saksi
