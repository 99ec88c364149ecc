// SPDX-License-Identifier: Apache-2.0
//
// Selectors: what is read prints back to the same, and finds the very element that it describes in
// a page made for it; in any other page it finds something or nothing.
#include "model/selector.hpp"

#include <set>

#include "fuzz/fuzz.hpp"
#include "probes/extract.hpp"
#include "probes/values.hpp"

using namespace saksi;

namespace {

std::string print(const Selector& chain) {
  std::string text;
  for (const SimpleSelector& one : chain) {
    if (!text.empty()) text += ' ';
    text += one.tag.empty() ? "*" : one.tag;
    if (!one.id.empty()) text += '#' + one.id;
    for (const std::string& name : one.classes) text += '.' + name;
    for (const auto& [name, value] : one.attributes) {
      text += '[' + name;
      const char quote = value && value->find('"') != std::string::npos ? '\'' : '"';
      if (value) text += std::string("=") + quote + *value + quote;
      text += ']';
    }
  }
  return text;
}

// The element as a page would have it; empty where a page of that kind is not ours to make.
std::string element(const SimpleSelector& one) {
  if (!one.tag.empty() && one.tag != "div" && one.tag != "span") return {};
  std::set<std::string> names{"id", "class"};
  std::string text = "<" + (one.tag.empty() ? "div" : one.tag);
  if (!one.id.empty()) text += " id=\"" + one.id + "\"";
  if (!one.classes.empty()) {
    text += " class=\"x";
    for (const std::string& name : one.classes) text += "\n" + name;
    text += "\"";
  }
  for (const auto& [name, value] : one.attributes) {
    if (!names.insert(name).second) return {};
    text += " " + name + "=\"" + probes::encoded(value.value_or("y"), Encoder::html) + "\"";
  }
  return text + ">";
}

}  // namespace

SAKSI_FUZZ(bytes) {
  const auto part = fuzz::parts(bytes, 3);
  const auto chain = parse_selector(part[0]);
  if (!chain) return;
  CLAIM(!chain->empty() && chain->size() <= 8);
  const std::string printed = print(*chain);
  const auto again = parse_selector(printed);
  CLAIM(again && print(*again) == printed);

  const auto found = probes::select(part[2], *chain, std::string(part[1]));
  CLAIM(found == probes::select(part[2], *chain, std::string(part[1])));
  CLAIM(!found || probes::select(part[2], {{}}, "").has_value());

  if (fuzz::has_control(printed)) return;
  // Names in other letters are left out here: the parser of pages replaces some of their code
  // points (the controls from U+0080 on), and rightly does not find them again.
  for (const char c : printed)
    if (static_cast<unsigned char>(c) >= 0x80) return;
  // What any element could be is found elsewhere first.
  const SimpleSelector& last = chain->back();
  if (last.id.empty() && last.classes.empty() && last.attributes.empty()) return;
  std::string page = "<!doctype html><body><div>bukan</div>";
  for (const SimpleSelector& one : *chain) {
    const std::string open = element(one);
    if (open.empty()) return;
    page += open;
  }
  CLAIM(probes::select(page + "isi 42", *chain, "") == "isi 42");
}
