// SPDX-License-Identifier: Apache-2.0
//
// A YAML text as a plain tree in which every node knows its line and column. This is the only page
// that knows yaml-cpp. It reads the part of YAML that a configuration needs and refuses the rest
// with a position: aliases and anchors (a "billion laughs" file grows without bound), tags, tabs,
// several documents, bytes that are not UTF-8. Caps: 1 MiB, 12 levels, 20,000 nodes. Pure; any
// thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saksi::settings {

struct Place {
  int line = 1, column = 1;  // from 1; columns count bytes
  friend auto operator<=>(const Place&, const Place&) = default;
};

// One thing that is wrong: "what is wrong, why, what to write instead".
struct Mistake {
  Place at;
  std::string text;
};

struct Yaml {
  enum class Kind { nothing, scalar, list, map, refused };  // refused: already told as a mistake
  Kind kind = Kind::nothing;
  Place at;
  std::string text;         // of a scalar
  bool quoted = false;      // "07:30" or '07:30'
  std::vector<Yaml> items;  // of a list
  struct Entry;
  std::vector<Entry> entries;  // of a map, in the order written; keys are scalars
};
struct Yaml::Entry {
  Yaml key, value;
};

inline constexpr std::size_t kMostBytes = 1 << 20;
inline constexpr std::size_t kMostLevels = 12;
inline constexpr std::size_t kMostNodes = 20'000;

// Appends to `mistakes`; when it appended any, the tree may lack what stood there.
[[nodiscard]] Yaml parse_yaml(const std::string& text, std::vector<Mistake>& mistakes);

// Foreign text as a mistake may show it: at most 60 bytes, control and bad bytes as "?".
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace saksi::settings
