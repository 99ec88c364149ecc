// SPDX-License-Identifier: Apache-2.0
#include "settings/excerpt.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"
#include "settings/yaml.hpp"

namespace saksi::settings {
namespace {

constexpr std::array<std::string_view, 11> kSections{
    "backends",  "targets",     "target_groups", "vantages", "controls", "journeys",
    "calendars", "maintenance", "schedule",      "judge",    "web"};

// A scalar in double quotes is JSON's text; a plain one stays plain, so that it keeps its type.
std::string scalar(const Yaml& node) { return node.quoted ? Json(node.text).dump() : node.text; }

// Block style alone: there a plain scalar may hold what it held where it was read.
void write(const Yaml& node, std::size_t indent, std::string& out) {
  const std::string margin(indent, ' ');
  if (node.kind == Yaml::Kind::map) {
    if (node.entries.empty()) out += " {}";
    out += '\n';
    for (const Yaml::Entry& entry : node.entries) {
      out += margin + scalar(entry.key) + ":";
      write(entry.value, indent + 2, out);
    }
  } else if (node.kind == Yaml::Kind::list) {
    if (node.items.empty()) out += " []";
    out += '\n';
    for (const Yaml& item : node.items) {
      out += margin + "-";
      write(item, indent + 2, out);
    }
  } else {
    out += " " + scalar(node) + "\n";
  }
}

}  // namespace

Result<std::string> excerpt(const std::string& yaml) {
  std::vector<Mistake> mistakes;
  const Yaml root = parse_yaml(yaml, mistakes);
  if (!mistakes.empty()) return fail(mistakes.front().text, ErrorKind::usage);
  std::string out;
  for (const std::string_view section : kSections)
    for (const Yaml::Entry& entry : root.entries)
      if (entry.key.text == section) {
        out += entry.key.text + ":";
        write(entry.value, 2, out);
      }
  return out;
}

}  // namespace saksi::settings
