// SPDX-License-Identifier: Apache-2.0
//
// What a page asks to be sent: the tree is read in document order, without recursion.
#include <algorithm>
#include <vector>

#include "probes/gumbo_tree.hpp"
#include "probes/probes.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

constexpr std::size_t kMostFields = 100;       // of one form
constexpr std::size_t kMostValue = 16u << 10;  // bytes of one field
constexpr std::size_t kMostForms = 50;
constexpr std::size_t kMostTitle = 200;

std::string attribute(const GumboNode& node, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&node.v.element.attributes, name);
  return found ? found->value : "";
}

bool has(const GumboNode& node, const char* name) {
  return gumbo_get_attribute(&node.v.element.attributes, name) != nullptr;
}

bool is(const GumboNode& node, GumboTag tag) {
  return node.type == GUMBO_NODE_ELEMENT && node.v.element.tag == tag;
}

const GumboVector* children(const GumboNode& node) {
  if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
  if (node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE)
    return &node.v.element.children;
  return nullptr;
}

const GumboNode* child(const GumboVector& all, unsigned i) {
  return static_cast<const GumboNode*>(all.data[i]);
}

// The text directly inside; enough for title, option and textarea, which hold no elements.
std::string text_of(const GumboNode& node) {
  std::string text;
  if (const GumboVector* all = children(node))
    for (unsigned i = 0; i < all->length; ++i) {
      const GumboNode* inner = child(*all, i);
      if (inner->type == GUMBO_NODE_TEXT || inner->type == GUMBO_NODE_WHITESPACE)
        text += inner->v.text.text;
      if (text.size() > kMostValue) break;
    }
  return text;
}

std::string trimmed(std::string_view text) {
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

class Reader {
 public:
  void visit(const GumboNode& node) {
    if (is(node, GUMBO_TAG_TITLE) && facts_.title.empty() &&
        node.v.element.tag_namespace == GUMBO_NAMESPACE_HTML)
      facts_.title = clean_utf8(trimmed(text_of(node)), kMostTitle);
    if (is(node, GUMBO_TAG_META)) read_meta(node);
    if (is(node, GUMBO_TAG_FORM)) open_form(node);
    if (is(node, GUMBO_TAG_INPUT)) read_input(node);
    if (is(node, GUMBO_TAG_TEXTAREA)) add(node, text_of(node));
    if (is(node, GUMBO_TAG_SELECT)) read_select(node);
  }

  PageFacts finish() {
    const auto login =
        std::find_if(forms_.begin(), forms_.end(), [](const Form& form) { return form.password; });
    if (login != forms_.end())
      facts_.form = std::move(*login);
    else if (!forms_.empty())
      facts_.form = std::move(forms_.front());
    return std::move(facts_);
  }

 private:
  void read_meta(const GumboNode& node) {
    const std::string name = lower(attribute(node, "name"));
    if (facts_.csrf_meta.empty() && (name == "csrf-token" || name == "csrf_token" ||
                                     name == "_csrf" || name == "x-csrf-token" || name == "_token"))
      facts_.csrf_meta = attribute(node, "content");
    facts_.token |= !facts_.csrf_meta.empty();
    if (facts_.refresh.empty() && lower(attribute(node, "http-equiv")) == "refresh")
      facts_.refresh = attribute(node, "content");
  }

  void open_form(const GumboNode& node) {
    if (forms_.size() >= kMostForms) return;
    Form form;
    form.action = trimmed(attribute(node, "action"));
    form.method = lower(attribute(node, "method")) == "post" ? "POST" : "GET";
    forms_.push_back(std::move(form));
    form_nodes_.push_back(&node);
  }

  // The form that a control belongs to: the one around it, or the last one before it when that
  // stayed empty, which is what becomes of a form between table and tr.
  Form* owner(const GumboNode& node) {
    for (const GumboNode* up = node.parent; up; up = up->parent)
      if (is(*up, GUMBO_TAG_FORM)) {
        const auto found = std::find(form_nodes_.begin(), form_nodes_.end(), up);
        return found == form_nodes_.end()
                   ? nullptr
                   : &forms_[static_cast<std::size_t>(found - form_nodes_.begin())];
      }
    if (form_nodes_.empty()) return nullptr;
    const GumboVector& inside = form_nodes_.back()->v.element.children;
    for (unsigned i = 0; i < inside.length; ++i)
      if (child(inside, i)->type == GUMBO_NODE_ELEMENT) return nullptr;
    return &forms_.back();
  }

  void add(const GumboNode& node, std::string value) {
    std::string name = attribute(node, "name");
    // Without a name a browser sends nothing: real pages hold such decoys.
    if (name.empty() || name.size() > 200 || value.size() > kMostValue || has(node, "disabled"))
      return;
    Form* form = owner(node);
    facts_.token |= form && !value.empty() && token_name(name);
    if (form && form->fields.size() < kMostFields)
      form->fields.emplace_back(std::move(name), std::move(value));
  }

  void read_input(const GumboNode& node) {
    const std::string type = lower(attribute(node, "type"));
    if (type == "password") {
      if (Form* form = owner(node)) form->password = true;
    } else if (type == "file") {
      const std::string name = attribute(node, "name");
      Form* form = name.empty() ? nullptr : owner(node);
      if (form && form->files.size() < 10) form->files.push_back(name);
    } else if (type == "checkbox" || type == "radio") {
      if (has(node, "checked")) add(node, has(node, "value") ? attribute(node, "value") : "on");
    } else if (type != "submit" && type != "button" && type != "reset" && type != "image") {
      std::string value = attribute(node, "value");
      if (type == "hidden" || !value.empty()) add(node, std::move(value));
    }
  }

  void read_select(const GumboNode& node) {
    const GumboNode* chosen = nullptr;
    if (const GumboVector* all = children(node))
      for (unsigned i = 0; i < all->length; ++i) {
        const GumboNode* option = child(*all, i);
        if (is(*option, GUMBO_TAG_OPTION) && (!chosen || has(*option, "selected"))) chosen = option;
      }
    if (chosen)
      add(node, has(*chosen, "value") ? attribute(*chosen, "value") : trimmed(text_of(*chosen)));
  }

  PageFacts facts_;
  std::vector<Form> forms_;
  std::vector<const GumboNode*> form_nodes_;  // of forms_, in step
};

}  // namespace

PageFacts read_page(std::string_view html) {
  const GumboTree tree(html);
  Reader reader;
  if (!tree.document()) return reader.finish();
  // Pre-order with a stack of our own: a page may be nested as deep as it likes.
  std::vector<const GumboNode*> waiting{tree.document()};
  while (!waiting.empty()) {
    const GumboNode* node = waiting.back();
    waiting.pop_back();
    reader.visit(*node);
    if (node->type == GUMBO_NODE_TEMPLATE) continue;  // inert: browsers do not send what is in it
    if (const GumboVector* all = children(*node))
      for (unsigned i = all->length; i > 0; --i) waiting.push_back(child(*all, i - 1));
  }
  return reader.finish();
}

}  // namespace saksi::probes
