// SPDX-License-Identifier: Apache-2.0
#include "probes/ending.hpp"

#include <array>

namespace saksi::probes {

namespace {

struct RawText {  // elements whose text is no markup, until their own end tag
  std::string_view open, close;
  const char* words;
};
constexpr std::array kRaw{
    RawText{"<script", "</script", "a script"},
    RawText{"<style", "</style", "a style"},
    RawText{"<title", "</title", "the title"},
    RawText{"<textarea", "</textarea", "a text field"},
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }
bool ends_name(std::string_view text, std::size_t at) {
  return at >= text.size() || is_space(text[at]) || text[at] == '>' || text[at] == '/';
}

// Where the tag that begins at `at` ends, past its '>'; quoted values may hold one. npos: nowhere.
std::size_t past_tag(std::string_view text, std::size_t at) {
  enum class In { names, before_value, value, quotes } in = In::names;
  char quote = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (in == In::quotes) {
      if (c == quote) in = In::names;
      continue;
    }
    if (c == '>') return at + 1;
    if (in == In::names && c == '=') {
      in = In::before_value;
    } else if (in == In::before_value && !is_space(c)) {
      quote = c;
      in = c == '"' || c == '\'' ? In::quotes : In::value;
    } else if (in == In::value && is_space(c)) {
      in = In::names;
    }
  }
  return std::string_view::npos;
}

const RawText* raw_at(std::string_view text, std::size_t at) {
  for (const RawText& one : kRaw)
    if (text.substr(at).starts_with(one.open) && ends_name(text, at + one.open.size())) return &one;
  return nullptr;
}

}  // namespace

Ending ending_of(std::string_view text) {
  constexpr auto none = std::string_view::npos;
  Ending ending;
  const auto broken = [&](const char* words) {
    ending.inside = words;
    return ending;
  };
  for (std::size_t at = text.find('<'); at != none; at = text.find('<', at)) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<!--")) {
      const std::size_t end = text.find("-->", at + 2);
      if (end == none) return broken("a comment");
      at = end + 3;
      continue;
    }
    if (rest.size() < 2) return broken("a tag");
    const char next = rest[1];
    if (next != '/' && next != '!' && next != '?' && (next < 'a' || next > 'z')) {
      ++at;  // "a < b"
      continue;
    }
    const RawText* raw = raw_at(text, at);
    if (rest.starts_with("<html") && ends_name(text, at + 5)) ending.began = true;
    const bool closes = rest.starts_with("</html") && ends_name(text, at + 6);
    at = past_tag(text, at + 1);
    if (closes) ending.closed = true;  // even where its '>' is missing: nothing that shows is
    if (at == none) return closes ? ending : broken("a tag");
    if (raw != nullptr) {
      at = text.find(raw->close, at);
      if (at == none) return broken(raw->words);
    }
  }
  return ending;
}

}  // namespace saksi::probes
