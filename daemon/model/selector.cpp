// SPDX-License-Identifier: Apache-2.0
#include "model/selector.hpp"

namespace saksi {
namespace {

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Selector> read() {
    Selector chain;
    skip();
    while (!text_.empty()) {
      SAKSI_TRY_ASSIGN(SimpleSelector one, simple());
      chain.push_back(std::move(one));
      skip();
    }
    if (chain.empty() || chain.size() > 8)
      return fail("a selector has one to eight parts, as in \"form#login input[name=_token]\"",
                  ErrorKind::usage);
    return chain;
  }

 private:
  void skip() {
    while (!text_.empty() && text_.front() == ' ') text_.remove_prefix(1);
  }

  std::string name() {
    std::size_t length = 0;
    while (length < text_.size() && name_char(text_[length])) ++length;
    std::string found(text_.substr(0, length));
    text_.remove_prefix(length);
    return found;
  }

  Result<void> unreadable() const {
    return fail("\"" + std::string(text_.substr(0, 20)) +
                    "\" is not understood; a selector is made of tag, #id, .class, [attribute], "
                    "[attribute=value] and blanks",
                ErrorKind::usage);
  }

  Result<SimpleSelector> simple() {
    SimpleSelector one;
    if (text_.front() == '*')
      text_.remove_prefix(1);
    else if (name_char(text_.front()))
      one.tag = lowered(name());
    else if (text_.front() != '#' && text_.front() != '.' && text_.front() != '[')
      SAKSI_TRY(unreadable());
    while (!text_.empty() && text_.front() != ' ') {
      const char kind = text_.front();
      if (kind == '[') {
        SAKSI_TRY(attribute(one));
        continue;
      }
      if (kind != '#' && kind != '.') SAKSI_TRY(unreadable());
      const std::string_view here = text_;
      text_.remove_prefix(1);
      std::string found = name();
      if (found.empty()) {
        text_ = here;
        SAKSI_TRY(unreadable());
      }
      if (kind == '#')
        one.id = std::move(found);
      else
        one.classes.push_back(std::move(found));
    }
    return one;
  }

  Result<void> attribute(SimpleSelector& one) {
    const std::string_view here = text_;
    text_.remove_prefix(1);
    std::string key = lowered(name());
    std::optional<std::string> value;
    if (!text_.empty() && text_.front() == '=') {
      text_.remove_prefix(1);
      const char quote = text_.empty() ? '\0' : text_.front();
      if (quote == '"' || quote == '\'') {
        const std::size_t end = text_.find(quote, 1);
        if (end == std::string_view::npos) return text_ = here, unreadable();
        value = std::string(text_.substr(1, end - 1));
        text_.remove_prefix(end + 1);
      } else {
        value = name();
      }
    }
    if (key.empty() || text_.empty() || text_.front() != ']') return text_ = here, unreadable();
    text_.remove_prefix(1);
    one.attributes.emplace_back(std::move(key), std::move(value));
    return {};
  }

  std::string_view text_;
};

}  // namespace

Result<Selector> parse_selector(std::string_view text) { return Reader(text).read(); }

}  // namespace saksi
