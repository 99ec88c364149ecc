// SPDX-License-Identifier: Apache-2.0
//
// One element of a page by a selector, over the same tree and limits as read_page.
#include <algorithm>

#include "probes/extract.hpp"
#include "probes/gumbo_tree.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

constexpr unsigned kMostLevels = 512;  // browsers nest no deeper

std::optional<std::string_view> attribute_of(const GumboNode& node, const std::string& name) {
  const GumboAttribute* found = gumbo_get_attribute(&node.v.element.attributes, name.c_str());
  return found ? std::optional<std::string_view>(found->value) : std::nullopt;
}

bool has_class(const GumboNode& node, const std::string& wanted) {
  std::string_view all = attribute_of(node, "class").value_or("");
  while (!all.empty()) {
    const std::size_t end = all.find_first_of(" \t\r\n\f");
    if (all.substr(0, end) == wanted) return true;
    if (end == std::string_view::npos) return false;
    all.remove_prefix(end + 1);
  }
  return false;
}

std::string tag_of(const GumboNode& node) {
  if (node.v.element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(node.v.element.tag);
  GumboStringPiece piece = node.v.element.original_tag;
  gumbo_tag_from_original_text(&piece);
  return lower({piece.data == nullptr ? "" : piece.data, piece.length});
}

bool matches(const GumboNode& node, const SimpleSelector& one) {
  if (node.type != GUMBO_NODE_ELEMENT && node.type != GUMBO_NODE_TEMPLATE) return false;
  if (!one.tag.empty() && tag_of(node) != one.tag) return false;
  if (!one.id.empty() && attribute_of(node, "id") != std::string_view(one.id)) return false;
  for (const std::string& wanted : one.classes)
    if (!has_class(node, wanted)) return false;
  for (const auto& [name, value] : one.attributes) {
    const auto found = attribute_of(node, name);
    if (!found || (value && *found != *value)) return false;
  }
  return true;
}

// The nearest fitting ancestor is always good enough: a blank only asks for "somewhere above".
bool matches(const GumboNode& node, const Selector& chain) {
  if (!matches(node, chain.back())) return false;
  std::size_t left = chain.size() - 1;
  unsigned levels = 0;
  for (const GumboNode* up = node.parent; up && left > 0 && levels < kMostLevels;
       up = up->parent, ++levels)
    if (matches(*up, chain[left - 1])) --left;
  return left == 0;
}

const GumboVector* children(const GumboNode& node) {
  if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
  if (node.type == GUMBO_NODE_ELEMENT) return &node.v.element.children;
  return nullptr;  // a template is inert: what is in it is not on the page
}

// Calls `see` in document order until it says stop.
template <class See>
void walk(const GumboNode& root, See see) {
  std::vector<const GumboNode*> waiting{&root};
  while (!waiting.empty()) {
    const GumboNode* node = waiting.back();
    waiting.pop_back();
    if (!see(*node)) return;
    if (const GumboVector* all = children(*node))
      for (unsigned i = all->length; i > 0; --i)
        waiting.push_back(static_cast<const GumboNode*>(all->data[i - 1]));
  }
}

std::string text_in(const GumboNode& root) {
  std::string text;
  walk(root, [&](const GumboNode& node) {
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
        node.type == GUMBO_NODE_CDATA)
      text += node.v.text.text;
    return text.size() <= 2 * kMostTaken;
  });
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

std::optional<std::string> select(std::string_view html, const Selector& selector,
                                  const std::string& attribute) {
  const GumboTree tree(html);
  std::optional<std::string> found;
  if (!tree.document() || selector.empty()) return found;
  const std::string name = lower(attribute);
  walk(*tree.document(), [&](const GumboNode& node) {
    if (!matches(node, selector)) return true;
    if (name.empty())
      found = text_in(node);
    else if (const auto value = attribute_of(node, name))
      found = std::string(*value);
    return !found.has_value();
  });
  return found;
}

}  // namespace saksi::probes
