// SPDX-License-Identifier: Apache-2.0
//
// A file that is called a configuration: a tree within its caps whose places lie in the file, or
// mistakes; and the tree, printed, is read as the same tree.
#include "settings/yaml.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fuzz/fuzz.hpp"

using namespace saksi;
using namespace saksi::settings;

namespace {

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out +=
        (c >= 0 && c < ' ') || c == '\x7F' ? fmt::format("\\x{:02x}", int{c}) : std::string(1, c);
  }
  return out + "\"";
}

std::string print(const Yaml& node) {
  std::string text;
  switch (node.kind) {
    case Yaml::Kind::nothing:
      return "~";
    case Yaml::Kind::scalar:
      return in_quotes(node.text);
    case Yaml::Kind::list:
      for (const Yaml& item : node.items) text += (text.empty() ? "" : ", ") + print(item);
      return "[" + text + "]";
    case Yaml::Kind::map:
      for (const auto& [key, value] : node.entries)
        text += (text.empty() ? "" : ", ") + print(key) + ": " + print(value);
      return "{" + text + "}";
    case Yaml::Kind::refused:
      break;
  }
  CLAIM(false);
  return text;
}

struct Size {
  std::size_t nodes = 0, levels = 0, longest_key = 0;
};

Size measure(const Yaml& node, int lines) {
  CLAIM(node.at.line >= 1 && node.at.line <= lines && node.at.column >= 1);
  CLAIM(fuzz::is_utf8(node.text));
  Size all{1, 0, 0};
  const auto add = [&](const Yaml& child) {
    const Size its = measure(child, lines);
    all.nodes += its.nodes;
    all.levels = std::max(all.levels, its.levels);
    all.longest_key = std::max(all.longest_key, its.longest_key);
  };
  for (const Yaml& item : node.items) add(item);
  for (const auto& [key, value] : node.entries) {
    CLAIM(key.kind == Yaml::Kind::scalar);
    all.longest_key = std::max(all.longest_key, in_quotes(key.text).size());
    add(key);
    add(value);
  }
  if (node.kind == Yaml::Kind::list || node.kind == Yaml::Kind::map) ++all.levels;
  return all;
}

}  // namespace

SAKSI_FUZZ(bytes) {
  const std::string text(bytes);
  const int lines = 2 + static_cast<int>(std::count(text.begin(), text.end(), '\n') +
                                         std::count(text.begin(), text.end(), '\r'));
  std::vector<Mistake> mistakes;
  const Yaml tree = parse_yaml(text, mistakes);
  for (const Mistake& one : mistakes) {
    CLAIM(one.at.line >= 1 && one.at.line <= lines && one.at.column >= 1);
    CLAIM(fuzz::is_utf8(one.text) && !fuzz::has_control(one.text));
  }
  if (!mistakes.empty()) return;
  const Size size = measure(tree, lines);
  CLAIM(size.nodes <= kMostNodes + 1 && size.levels <= kMostLevels);
  if (size.longest_key > 1000) return;  // YAML's own limit for a key on one line
  const std::string printed = print(tree);
  if (printed.size() > kMostBytes) return;
  const Yaml again = parse_yaml(printed, mistakes);
  CLAIM(mistakes.empty() && print(again) == printed);
}
