// SPDX-License-Identifier: Apache-2.0
#include "probes/extract.hpp"

#include <fmt/format.h>

#include "probes/text.hpp"

namespace saksi::probes {

namespace {

using From = Extraction::From;

int hex(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

// As the scripts of pages read a cookie; what is no %xx stays.
std::string percent_decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex(text[i + 1]) : -1;
    const int low = high >= 0 ? hex(text[i + 2]) : -1;
    if (low >= 0) i += 2;
    out += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
  }
  return out;
}

std::optional<std::string> find(const Extraction& what, Answer& answer, const CookieOf& cookie) {
  switch (what.from) {
    case From::html:
      return select(answer.seen().body, what.select, what.attribute);
    case From::json: {
      if (!answer.json()) return std::nullopt;
      const Json* found = find_path(*answer.json(), what.key);
      if (!found || found->is_structured() || found->is_null()) return std::nullopt;
      return found->is_string() ? found->get<std::string>() : found->dump();
    }
    case From::header: {
      const std::string* found = answer.seen().header(what.key);
      return found ? std::optional(*found) : std::nullopt;
    }
    case From::cookie: {
      auto found = cookie(what.key);
      return found ? std::optional(percent_decoded(*found)) : std::nullopt;
    }
    case From::regex:
      return what.regex ? what.regex->first_in(answer.seen().body) : std::nullopt;
  }
  std::abort();
}

std::string_view place(From from) {
  switch (from) {
    case From::html:
      return "element";
    case From::json:
      return "JSON value";
    case From::header:
      return "header";
    case From::cookie:
      return "cookie";
    case From::regex:
      return "match of";
  }
  std::abort();
}

}  // namespace

Result<std::string> take(const Extraction& what, Answer& answer, const CookieOf& cookie) {
  const auto found = find(what, answer, cookie);
  if (!found || found->empty())
    return fail(fmt::format("{}: no {} \"{}\"{}", what.name, place(what.from), what.key,
                            found ? " that is filled" : ""));
  if (found->size() > kMostTaken)
    return fail(fmt::format("{}: {} \"{}\" has {} bytes, more than {}", what.name, place(what.from),
                            what.key, found->size(), kMostTaken));
  return clean_utf8(*found, kMostTaken);
}

std::string masked(const std::string& value) {
  const std::size_t shown = value.size() >= 8 ? 2 : 0;  // of a short one two would be much
  return fmt::format("{}... ({} bytes)", clean_utf8(value.substr(0, shown), shown), value.size());
}

}  // namespace saksi::probes
