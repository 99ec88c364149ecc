// SPDX-License-Identifier: Apache-2.0
#include "store/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/timestamp.hpp"

namespace saksi::store {
namespace {

constexpr std::int64_t kLargest = std::int64_t{1} << 53;  // RFC 8785: what every reader can hold
const Json kNothing = Json::object();

}  // namespace

Fields::Fields(const Json& object, std::string& mistake) : object_(&object), mistake_(mistake) {
  if (!object.is_object()) {
    if (mistake_.empty()) mistake_ = "an object was expected";
    object_ = &kNothing;
  }
}

void Fields::wrong(const char* name, std::string_view wanted) {
  if (mistake_.empty()) mistake_ = fmt::format("field \"{}\": expected {}", name, wanted);
}

const Json* Fields::find(const char* name, bool required) {
  asked_.emplace_back(name);
  const auto at = object_->find(name);
  if (at != object_->end()) return &*at;
  if (required) wrong(name, "to be there");
  return nullptr;
}

std::string Fields::text(const char* name, std::size_t most) {
  const Json* value = find(name, true);
  if (value == nullptr) return {};
  const auto* text = value->get_ptr<const Json::string_t*>();
  if (text == nullptr || text->size() > most) {
    wrong(name, fmt::format("text of at most {} bytes", most));
    return {};
  }
  return *text;
}

std::string Fields::maybe_text(const char* name, std::size_t most) {
  return find(name, false) == nullptr ? std::string() : text(name, most);
}

std::string Fields::id_text(const char* name) {
  std::string found = text(name, 40);
  const bool good = !found.empty() && std::all_of(found.begin(), found.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (good) return found;
  wrong(name, "an id, 1 to 40 of a-z, 0-9 and -");
  return {};
}

std::int64_t Fields::integer(const char* name, std::int64_t least, std::int64_t most) {
  const Json* value = find(name, true);
  if (value == nullptr) return 0;
  if (value->is_number_unsigned() &&
      value->get<std::uint64_t>() <= static_cast<std::uint64_t>(kLargest)) {
    const auto number = value->get<std::int64_t>();
    if (number >= least && number <= most) return number;
  } else if (value->is_number_integer() && !value->is_number_unsigned()) {
    const auto number = value->get<std::int64_t>();
    if (number >= least && number <= most) return number;
  }
  wrong(name, fmt::format("an integer from {} to {}", least, most));
  return 0;
}

bool Fields::flag(const char* name) {
  const Json* value = find(name, true);
  if (value != nullptr && value->is_boolean()) return value->get<bool>();
  wrong(name, "true or false");
  return false;
}

bool Fields::maybe_flag(const char* name) {
  const Json* value = find(name, false);
  if (value == nullptr) return false;
  if (value->is_boolean()) return value->get<bool>();
  wrong(name, "true or false");
  return false;
}

Instant Fields::time(const char* name) {
  const auto parsed = parse_utc(text(name, 32));
  // One instant has one spelling: a trailing zero would make two records of the same sample differ.
  if (parsed && utc_text(*parsed) == object_->value(name, std::string())) return *parsed;
  wrong(name, "a time such as 2023-01-02T00:30:00.5Z");
  return {};
}

Duration Fields::duration(const char* name) { return Duration(integer(name, -kLargest, kLargest)); }

Class Fields::cls(const char* name) { return word(name, class_from_code); }

std::optional<std::int64_t> Fields::maybe_integer(const char* name, std::int64_t least,
                                                  std::int64_t most) {
  if (find(name, false) == nullptr) return std::nullopt;
  return integer(name, least, most);
}
std::optional<Instant> Fields::maybe_time(const char* name) {
  if (find(name, false) == nullptr) return std::nullopt;
  return time(name);
}
std::optional<Duration> Fields::maybe_duration(const char* name) {
  if (find(name, false) == nullptr) return std::nullopt;
  return duration(name);
}
std::optional<Digest> Fields::maybe_digest(const char* name) {
  if (find(name, false) == nullptr) return std::nullopt;
  return bytes<32>(name);
}

std::vector<std::string> Fields::maybe_texts(const char* name, std::size_t count,
                                             std::size_t most) {
  std::vector<std::string> texts;
  if (find(name, false) == nullptr) return texts;
  for (const Json* element : array(name, count)) {
    const auto* text = element->get_ptr<const Json::string_t*>();
    if (text == nullptr || text->size() > most) {
      wrong(name, fmt::format("texts of at most {} bytes", most));
      return {};
    }
    texts.push_back(*text);
  }
  // An absent field is the one spelling of none.
  if (texts.empty()) wrong(name, "at least one text");
  return texts;
}

std::vector<const Json*> Fields::array(const char* name, std::size_t most) {
  const Json* value = find(name, true);
  if (value == nullptr) return {};
  if (!value->is_array() || value->size() > most) {
    wrong(name, fmt::format("a list of at most {}", most));
    return {};
  }
  std::vector<const Json*> elements;
  for (const Json& element : *value) elements.push_back(&element);
  return elements;
}

const Json& Fields::object(const char* name) {
  const Json* value = find(name, true);
  if (value != nullptr && value->is_object()) return *value;
  wrong(name, "an object");
  return kNothing;
}

void Fields::finish() {
  for (const auto& [name, value] : object_->items())
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end() && mistake_.empty())
      mistake_ = fmt::format("field \"{}\" is not known in this version", name.substr(0, 64));
}

}  // namespace saksi::store
