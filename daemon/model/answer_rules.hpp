// SPDX-License-Identifier: Apache-2.0
//
// What a journey says about an answer: what must be in it, and what is taken out of it. Plain
// values: the configuration writes them, probes read them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/regex.hpp"
#include "model/selector.hpp"

namespace saksi {

// One statement about an answer: a part of it, and what holds for that part.
struct Assertion {
  enum class Of : std::uint8_t { body, json, split };
  enum class Test : std::uint8_t { contains, not_contains, equals, regex, exists, type };
  Of of = Of::body;
  Test test = Test::contains;
  std::string where;   // json: dotted path; split: the separator
  unsigned index = 0;  // split: which part
  Json value;          // what is looked for or compared with; text, but for JSON values
  std::optional<Regex> regex;
  bool literal = true;  // else ${names} in `value` are filled in

  Assertion() = default;
  // A text alone: it must be somewhere in the body, case and white space folded.
  Assertion(const char* text) : value(text) {}
  Assertion(std::string text) : value(std::move(text)) {}

  [[nodiscard]] std::string text() const {
    return value.is_string() ? value.get<std::string>() : value.dump();
  }
};

// A value that later requests need.
struct Extraction {
  enum class From : std::uint8_t { html, json, header, cookie, regex };
  std::string name;
  From from = From::html;
  Selector select;        // html
  std::string attribute;  // html; empty: the element's text
  std::string key;  // json: dotted path; header, cookie: its name; else as written, for people
  std::optional<Regex> regex;
};

// Bytes of the decoded body; 0: no limit.
struct SizeLimits {
  std::uint64_t least = 0, most = 0;
  unsigned tolerance = 30;  // percent that it may be away from what is usual, where neither is said
};

}  // namespace saksi
