// SPDX-License-Identifier: Apache-2.0
#include "probes/answer.hpp"

#include <fmt/format.h>

#include "probes/text.hpp"

namespace saksi::probes {

namespace {

using Of = Assertion::Of;
using Test = Assertion::Test;

std::string glimpse(std::string_view foreign) {
  constexpr std::size_t looked_at = 4096;
  return redact(foreign.substr(0, looked_at), 40, foreign.size() > looked_at);
}

std::string excerpt(std::string_view foreign) { return "\"" + glimpse(foreign) + "\""; }

std::string shown(const Json& value) {
  if (value.is_string()) return excerpt(value.get_ref<const std::string&>());
  return glimpse(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n\f\v";
  const std::size_t from = text.find_first_not_of(space);
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(space) - from + 1));
}

std::string_view type_of(const Json& value) {
  if (value.is_string()) return "text";
  if (value.is_number()) return "number";
  if (value.is_boolean()) return "boolean";
  if (value.is_array()) return "list";
  if (value.is_object()) return "map";
  return "null";
}

// The part at `index`, or nothing where the answer has fewer.
std::optional<std::string_view> part(std::string_view body, std::string_view separator,
                                     unsigned index) {
  for (; index > 0; --index) {
    const std::size_t at = body.find(separator);
    if (at == std::string_view::npos) return std::nullopt;
    body.remove_prefix(at + separator.size());
  }
  return body.substr(0, body.find(separator));
}

// `what` is "body", "part 1" or "JSON message".
Held check_text(const Assertion& assertion, const std::string& what, std::string_view text,
                const std::string& folded) {
  // What was taken out of an earlier answer is not repeated in a rule.
  const std::string text_wanted = assertion.text();
  const std::string wanted = assertion.literal ? text_wanted : redact(text_wanted, 200);
  const bool whole = assertion.of == Of::body;
  const std::string of = whole ? "" : what + ": ";
  switch (assertion.test) {
    case Test::contains: {
      const bool there = holds(folded, text_wanted);
      return {there, fmt::format("{}marker \"{}\" {}", of, wanted, there ? "found" : "missing")};
    }
    case Test::not_contains: {
      const bool there = holds(folded, text_wanted);
      return {!there, fmt::format("{}marker \"{}\" {}", of, wanted,
                                  there ? "found, which must not be there" : "not there")};
    }
    case Test::regex: {
      const bool there = assertion.regex && assertion.regex->found_in(text);
      return {there, fmt::format("{}pattern \"{}\" {}", of, wanted, there ? "found" : "missing")};
    }
    default: {
      const std::string is = trimmed(text);
      const bool same = fold(is) == fold(trimmed(text_wanted));
      return {same, same ? fmt::format("{} is \"{}\"", what, wanted)
                         : fmt::format("{} is {}, not \"{}\"", what, excerpt(is), wanted)};
    }
  }
}

bool same_value(const Json& is, const Json& wanted) {
  if (is.is_string() && wanted.is_string())
    return fold(trimmed(is.get<std::string>())) == fold(trimmed(wanted.get<std::string>()));
  return is == wanted;  // numbers by their value
}

Held check_json(const Assertion& assertion, Answer& answer) {
  const std::string what = "JSON " + assertion.where;
  const Result<Json>& document = answer.json();
  const bool wants_absent = assertion.test == Test::exists && assertion.value == Json(false);
  if (!document) return {false, what + " missing: the answer is not JSON"};
  const Json* found = find_path(*document, assertion.where);
  if (!found) return {wants_absent || assertion.test == Test::not_contains, what + " missing"};
  switch (assertion.test) {
    case Test::exists:
      return {!wants_absent, what + (wants_absent ? " is there, which must not be" : " is there")};
    case Test::type: {
      const bool same = type_of(*found) == assertion.text();
      return {same, fmt::format("{} is {}{}", what, type_of(*found),
                                same ? "" : ", not " + assertion.text())};
    }
    case Test::equals: {
      const bool same = same_value(*found, assertion.value);
      return {same,
              same ? fmt::format("{} is {}", what, assertion.value.dump())
                   : fmt::format("{} is {}, not {}", what, shown(*found), assertion.value.dump())};
    }
    default: {
      const std::string text = found->is_string()
                                   ? found->get<std::string>()
                                   : found->dump(-1, ' ', false, Json::error_handler_t::replace);
      return check_text(assertion, what, text, fold(text));
    }
  }
}

}  // namespace

const std::string& Answer::folded() {
  if (!folded_) folded_ = fold(seen_.body);
  return *folded_;
}

const Result<Json>& Answer::json() {
  if (!json_) json_ = parse_json(seen_.body, 2u << 20);
  return *json_;
}

const PageFacts& Answer::page() {
  if (!page_) page_ = read_page(seen_.body);
  return *page_;
}

const Json* find_path(const Json& document, std::string_view path) {
  const Json* at = &document;
  while (true) {
    const std::size_t dot = path.find('.');
    const std::string key(path.substr(0, dot));
    if (at->is_object()) {
      const auto child = at->find(key);
      if (child == at->end()) return nullptr;
      at = &*child;
    } else if (at->is_array() && !key.empty() && key.size() < 6 &&
               key.find_first_not_of("0123456789") == std::string::npos) {
      const auto index = static_cast<std::size_t>(std::stoul(key));
      if (index >= at->size()) return nullptr;
      at = &(*at)[index];
    } else {
      return nullptr;
    }
    if (dot == std::string_view::npos) return at;
    path.remove_prefix(dot + 1);
  }
}

Held check(const Assertion& assertion, Answer& answer) {
  if (assertion.of == Of::json) return check_json(assertion, answer);
  const std::string& body = answer.seen().body;
  if (assertion.of == Of::body) return check_text(assertion, "the answer", body, answer.folded());
  const std::string what = fmt::format("part {} of \"{}\"", assertion.index, assertion.where);
  const auto found = part(body, assertion.where, assertion.index);
  if (!found) return {assertion.test == Test::not_contains, what + " missing"};
  return check_text(assertion, what, *found, fold(*found));
}

}  // namespace saksi::probes
