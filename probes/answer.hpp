// SPDX-License-Identifier: Apache-2.0
//
// One answer as rules look at it: its text folded, as JSON, as a page; each made once, when the
// first rule asks.
#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "model/answer_rules.hpp"
#include "net/http_client.hpp"
#include "probes/probes.hpp"

namespace saksi::probes {

class Answer {
 public:
  explicit Answer(const net::HttpObservation& seen) : seen_(seen) {}
  [[nodiscard]] const net::HttpObservation& seen() const { return seen_; }
  [[nodiscard]] const std::string& folded();
  [[nodiscard]] const Result<Json>& json();
  [[nodiscard]] const PageFacts& page();

 private:
  const net::HttpObservation& seen_;
  std::optional<std::string> folded_;
  std::optional<Result<Json>> json_;
  std::optional<PageFacts> page_;
};

// The value that a dotted path leads to ("data.pegawai.0.nama"), or null. A JSON null is a value.
[[nodiscard]] const Json* find_path(const Json& document, std::string_view path);

// Whether the assertion holds for the answer, and the words for a rule: what was found, or what is
// missing. What they quote of a foreign answer is short and redacted.
struct Held {
  bool holds = false;
  std::string words;
};
[[nodiscard]] Held check(const Assertion& assertion, Answer& answer);

}  // namespace saksi::probes
