// SPDX-License-Identifier: Apache-2.0
#include "probes/login_page.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "probes/gumbo_tree.hpp"
#include "probes/text.hpp"

namespace saksi::probes {
namespace {

constexpr std::size_t kMostWords = 3;
constexpr std::size_t kMostWordBytes = 60;
constexpr std::size_t kMostNames = 30;

bool is(const GumboNode& node, GumboTag tag) {
  return node.type == GUMBO_NODE_ELEMENT && node.v.element.tag == tag;
}

std::string attribute(const GumboNode& node, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&node.v.element.attributes, name);
  return found ? found->value : "";
}

const GumboVector* children(const GumboNode& node) {
  if (node.type == GUMBO_NODE_DOCUMENT) return &node.v.document.children;
  if (node.type == GUMBO_NODE_ELEMENT) return &node.v.element.children;
  return nullptr;
}

// Every node below, in the order of the page, without recursion. What is in a <template> is inert.
template <class Visit>
void walk(const GumboNode& top, Visit visit) {
  std::vector<const GumboNode*> waiting{&top};
  while (!waiting.empty()) {
    const GumboNode* node = waiting.back();
    waiting.pop_back();
    visit(*node);
    if (const GumboVector* all = children(*node))
      for (unsigned i = all->length; i > 0; --i)
        waiting.push_back(static_cast<const GumboNode*>(all->data[i - 1]));
  }
}

std::string text_below(const GumboNode& top) {
  std::string text;
  walk(top, [&](const GumboNode& node) {
    if (text.size() < 4 * kMostWordBytes && node.type == GUMBO_NODE_TEXT)
      text += std::string(" ") + node.v.text.text;
  });
  return text;
}

// One line without spaces at its ends; empty where it is no text that every page of any encoding
// shows with the same bytes.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (c > ' ' && c < 0x7F) {
      out += c;
    } else {
      return {};
    }
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == ':' || out.back() == '*'))
    out.pop_back();
  return out.size() >= 4 && out.size() <= kMostWordBytes ? out : std::string{};
}

bool among(const std::string& text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string::npos; });
}

bool is_token(const std::string& name) {
  return name == "_token" ||
         among(lower(name), {"csrf", "xsrf", "authenticity", "verificationtoken"});
}

struct Field {
  std::string name, type, id, hint;
};

class Look {
 public:
  explicit Look(std::string_view html) : html_(html), folded_(fold(html)) {}

  LoginPage read() {
    const PageFacts facts = read_page(html_);  // as a run reads it
    page_.title = facts.title;
    const GumboTree tree(html_);
    if (!tree.document()) return std::move(page_);
    walk(*tree.document(), [&](const GumboNode& node) { count(node); });
    if (chosen_ != nullptr && facts.form && facts.form->password) {
      page_.action = facts.form->action;
      page_.method = facts.form->method;
      for (const auto& [name, value] : facts.form->fields)
        if (page_.hidden.size() < kMostNames) page_.hidden.push_back(name);
      read_form(*tree.document());
    }
    if (page_.csrf.empty() && !facts.csrf_meta.empty()) page_.csrf = "meta";
    find_words();
    return std::move(page_);
  }

 private:
  void count(const GumboNode& node) {
    if (node.type != GUMBO_NODE_ELEMENT) return;
    if (is(node, GUMBO_TAG_SCRIPT) && !attribute(node, "src").empty()) ++page_.scripts;
    if (is(node, GUMBO_TAG_IMG) && !attribute(node, "src").empty()) ++page_.images;
    if (is(node, GUMBO_TAG_LINK) && among(lower(attribute(node, "rel")), {"stylesheet"}))
      ++page_.styles;
    if (is(node, GUMBO_TAG_FORM)) {
      ++page_.forms;
      last_form_ = &node;
    }
    if (is(node, GUMBO_TAG_INPUT) && lower(attribute(node, "type")) == "password") {
      const GumboNode* form = form_of(node);
      if (form != nullptr && form != counted_) {
        ++page_.password_forms;
        counted_ = form;
        if (chosen_ == nullptr) chosen_ = form;
      }
    }
    const std::string marks = lower(attribute(node, "class") + " " + attribute(node, "id") + " " +
                                    attribute(node, "name") + " " + attribute(node, "src"));
    if (among(marks, {"captcha", "cf-turnstile"})) page_.captcha = true;
  }

  // A form between table and tr stays empty; what follows it is its own.
  const GumboNode* form_of(const GumboNode& node) const {
    for (const GumboNode* up = node.parent; up != nullptr; up = up->parent)
      if (is(*up, GUMBO_TAG_FORM)) return up;
    return last_form_;
  }

  void read_form(const GumboNode& document) {
    std::map<std::string, std::string> labels;  // id of a field -> its text
    std::vector<Field> fields;
    const GumboNode* form = nullptr;
    walk(document, [&](const GumboNode& node) {
      if (is(node, GUMBO_TAG_FORM)) form = last_form_ = &node;
      if (is(node, GUMBO_TAG_LABEL) && labels.size() < kMostNames)
        labels.emplace(attribute(node, "for"), text_below(node));
      if (form == nullptr || form_of(node) != chosen_) return;
      if (is(node, GUMBO_TAG_BUTTON)) candidates_.push_back(text_below(node));
      if (is(node, GUMBO_TAG_INPUT)) {
        Field field{attribute(node, "name"), lower(attribute(node, "type")), attribute(node, "id"),
                    attribute(node, "placeholder")};
        if (field.type == "submit") candidates_.push_back(attribute(node, "value"));
        if (fields.size() < kMostNames) fields.push_back(std::move(field));
      }
    });
    std::vector<std::string> texts;
    for (const Field& field : fields) {
      if (field.type == "password") {
        if (page_.password_field.empty()) page_.password_field = field.name;
      } else if (field.type == "hidden") {
        if (page_.csrf.empty() && is_token(field.name)) page_.csrf = field.name;
        continue;
      } else if (typed(field)) {
        texts.push_back(field.name);
      } else {
        continue;
      }
      candidates_.insert(candidates_.begin(), field.hint);
      if (const auto label = labels.find(field.id); label != labels.end() && !field.id.empty())
        candidates_.insert(candidates_.begin(), label->second);
    }
    choose_user(texts);
  }

  static bool typed(const Field& field) {
    return !field.name.empty() &&
           (field.type.empty() || field.type == "text" || field.type == "email" ||
            field.type == "tel" || field.type == "number" || field.type == "search");
  }

  // By its name, or else the first that a person fills in.
  void choose_user(const std::vector<std::string>& texts) {
    for (const std::string& name : texts)
      if (page_.user_field.empty() &&
          among(lower(name), {"user", "nip", "nik", "email", "login", "pegawai", "nama"}))
        page_.user_field = name;
    if (page_.user_field.empty() && !texts.empty()) page_.user_field = texts.front();
    for (const std::string& name : texts)
      if (name != page_.user_field) page_.others.push_back(name);
  }

  void find_words() {
    const std::string head = page_.title.substr(0, page_.title.find_first_of("|-"));
    candidates_.push_back(head);
    for (const std::string& candidate : candidates_) {
      const std::string word = plain(candidate);
      if (word.empty() || page_.words.size() == kMostWords || !holds(folded_, word)) continue;
      if (std::find(page_.words.begin(), page_.words.end(), word) == page_.words.end())
        page_.words.push_back(word);
    }
  }

  std::string_view html_;
  std::string folded_;
  LoginPage page_;
  std::vector<std::string> candidates_;
  const GumboNode *chosen_ = nullptr, *counted_ = nullptr, *last_form_ = nullptr;
};

}  // namespace

LoginPage read_login_page(std::string_view html) { return Look(html).read(); }

}  // namespace saksi::probes
