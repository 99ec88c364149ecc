// SPDX-License-Identifier: Apache-2.0
#include "settings/section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "base/secret.hpp"
#include "base/timestamp.hpp"
#include "settings/values.hpp"

namespace saksi::settings {
namespace {

constexpr std::size_t kMostText = 128;  // bytes, where the row says nothing else

[[noreturn]] void bug(const std::string& what) {
  std::fprintf(stderr, "settings: %s\n", what.c_str());
  std::abort();
}

std::string_view name_of(Yaml::Kind kind) {
  switch (kind) {
    case Yaml::Kind::nothing:
      return "empty";
    case Yaml::Kind::scalar:
      return "one value";
    case Yaml::Kind::list:
      return "a list";
    case Yaml::Kind::map:
      return "a map";
    case Yaml::Kind::refused:
      return "refused";
  }
  std::abort();
}

// A row's default, which is written as in YAML: "..." in quotes, [] and {} empty, else plain.
Yaml from_table(std::string_view text) {
  Yaml value;
  value.kind = text == "[]"   ? Yaml::Kind::list
               : text == "{}" ? Yaml::Kind::map
                              : Yaml::Kind::scalar;
  value.quoted = text.size() >= 2 && text.front() == '"';
  value.text = value.quoted ? text.substr(1, text.size() - 2) : text;
  return value;
}

Result<double> parse_number(std::string_view text) {
  double value = 0;
  const auto read =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() ||
      !(value > -1e15 && value < 1e15))
    return fail(fmt::format("\"{}\" is not a number; write digits, as in 2 or 0.5", shown(text)));
  return value;
}

Result<unsigned> parse_whole(std::string_view text) {
  unsigned value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
    return fail(fmt::format("\"{}\" is not a whole number; write digits alone", shown(text)));
  return value;
}

// The parser's value within the row's range.
template <class T, class Parse>
Result<T> within(const OptionHelp& help, const std::string& text, Parse parse) {
  Result<T> value = parse(text);
  if (!value || help.least.empty()) return value;
  const Result<T> least = parse(std::string(help.least)), most = parse(std::string(help.most));
  if (!least || !most) bug(fmt::format("the range of option {} cannot be read", help.path));
  if (*value < *least || *value > *most)
    return fail(fmt::format("{} is outside {} to {}; write a value within", shown(text), help.least,
                            help.most));
  return value;
}

bool sounds_secret(std::string_view key) {
  return key.find("password") != std::string_view::npos ||
         key.find("secret") != std::string_view::npos ||
         key.find("token") != std::string_view::npos || key.find("sandi") != std::string_view::npos;
}

}  // namespace

Section::Section(Draft& draft, const Yaml& map, std::string path, std::string who)
    : draft_(draft), map_(map), path_(std::move(path)), who_(std::move(who)) {}

Section::~Section() {
  std::vector<std::string> known;
  for (const OptionHelp& help : options()) {
    if (!help.path.starts_with(path_)) continue;
    const std::string_view key = help.path.substr(path_.size());
    if (key.find_first_of(".[") != std::string_view::npos) continue;
    known.emplace_back(key);
    if (!read_.contains(key))
      bug(fmt::format("option {} is in the table, but nobody reads it", help.path));
  }
  std::map<std::string_view, Place> first;
  for (const auto& [key, value] : map_.entries) {
    if (key.kind == Yaml::Kind::refused) continue;
    const auto [earlier, is_first] = first.emplace(key.text, key.at);
    if (!is_first) {
      draft_.mistakes.push_back(
          {key.at, fmt::format("{}\"{}\" is there twice (first in line {}), and only one "
                               "can count; remove one",
                               who_, shown(key.text), earlier->second.line)});
      continue;
    }
    if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
    std::string advice;
    if (sounds_secret(key.text)) {
      advice =
          "secrets are never written here, because configurations are copied and shown; put it in "
          "a file "
          "of mode 0600 and write its path, as in password_file: /etc/saksi/uji.password";
    } else if (const std::string near = nearest(key.text, known); !near.empty()) {
      advice = fmt::format("did you mean \"{}\"?", near);
    } else {
      advice = "remove it, or write one of: ";
      for (std::size_t i = 0; i < known.size(); ++i) advice += (i == 0 ? "" : ", ") + known[i];
    }
    draft_.mistakes.push_back(
        {key.at, fmt::format("{}\"{}\" is not an option; {}", who_, shown(key.text), advice)});
  }
}

const OptionHelp& Section::row(std::string_view key, std::string_view type) {
  const std::string path = path_ + std::string(key);
  for (const OptionHelp& help : options()) {
    if (help.path != path) continue;
    if (!help.type.starts_with(type)) bug(fmt::format("option {} is read as \"{}\"", path, type));
    read_.insert(help.path.substr(path_.size()));
    return help;
  }
  bug(fmt::format("option {} is read, but it is not in the table", path));
}

const Yaml* Section::find(std::string_view key) const {
  for (const auto& [name, value] : map_.entries)
    if (name.kind == Yaml::Kind::scalar && name.text == key) return &value;
  return nullptr;
}

Place Section::at(std::string_view key) const {
  for (const auto& [name, value] : map_.entries)
    if (name.kind == Yaml::Kind::scalar && name.text == key)
      return value.kind == Yaml::Kind::nothing ? name.at
                                               : value.at;  // nothing stands on some later line
  return map_.at;
}

void Section::wrong(std::string_view key, const std::string& what) {
  refused_.emplace(key);
  complaint(key)(what);
}

std::function<void(const std::string&)> Section::complaint(std::string_view key) const {
  return [&mistakes = draft_.mistakes, place = at(key),
          start = fmt::format("{}\"{}\"", who_, key)](const std::string& what) {
    // "x" is missing; "x": "y" is unknown.
    const bool verb_first = !what.empty() && what.front() >= 'a' && what.front() <= 'z';
    mistakes.push_back({place, start + (verb_first ? " " : ": ") + what});
  };
}

// The key's node, or its default in `fallback`, or null when a mistake has been told.
const Yaml* Section::value(std::string_view key, std::string_view type, Yaml::Kind kind,
                           Yaml& fallback) {
  const OptionHelp& help = row(key, type);
  const Yaml* found = find(key);
  if (found == nullptr) {
    if (help.fallback.empty()) {
      refused_.emplace(key);
      draft_.mistakes.push_back({map_.at, fmt::format("{}\"{}\" is missing: {} Write {}: <{}>",
                                                      who_, key, help.help, key, help.type)});
      return nullptr;
    }
    fallback = from_table(help.fallback);
    if (fallback.kind != kind)
      bug(fmt::format("the default of option {} is of another type", help.path));
    return &fallback;
  }
  if (found->kind == kind) return found;
  if (found->kind == Yaml::Kind::refused) {
    refused_.emplace(key);
    return nullptr;
  }
  if (found->kind == Yaml::Kind::nothing)
    wrong(key, fmt::format("has no value; write {}: <{}> or remove the line", key, help.type));
  else
    wrong(key, fmt::format("is {}; it takes {}, so write {}: <{}>", name_of(found->kind),
                           name_of(kind), key, help.type));
  return nullptr;
}

template <class T, class Parse>
T Section::parsed(std::string_view key, std::string_view type, Parse parse) {
  Yaml fallback;
  const Yaml* found = value(key, type, Yaml::Kind::scalar, fallback);
  if (found == nullptr) return T{};
  Result<T> result = parse(*found);
  if (result) return std::move(*result);
  if (found == &fallback) bug(fmt::format("the default of option {}{} cannot be read", path_, key));
  wrong(key, result.error().message);
  return T{};
}

void Section::check_text(const std::string& what, Place place, const std::string& text,
                         std::size_t most) {
  if (text.size() > most)
    draft_.mistakes.push_back(
        {place, fmt::format("{}{} has {} bytes, and pages and records have room for {}; "
                            "shorten it",
                            who_, what, text.size(), most)});
  // YAML's escapes ("\n", "\0") can write what the raw file may not contain.
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }))
    draft_.mistakes.push_back(
        {place, fmt::format("{}{} contains a line break or a control character, which could "
                            "forge a header or a log line; remove it",
                            who_, what)});
}

std::string Section::scalar(std::string_view key, std::string_view type) {
  return parsed<std::string>(key, type, [&](const Yaml& node) -> Result<std::string> {
    const OptionHelp& help = row(key, type);
    if (node.text.empty() && help.fallback != "\"\"")
      return fail(fmt::format("is empty: {} Write {}: <{}>", help.help, key, help.type));
    std::size_t most = kMostText;
    if (type == "file" || type == "path" || type.ends_with("address")) most = 1024;
    if (!help.most.empty()) most = parse_whole(help.most).value();
    const std::size_t before = draft_.mistakes.size();
    check_text(fmt::format("\"{}\"", key), at(key), node.text, most);
    if (draft_.mistakes.size() == before) return node.text;
    refused_.emplace(key);
    return std::string{};
  });
}

std::string Section::text(std::string_view key) { return scalar(key, "text"); }

std::string Section::file(std::string_view key) {
  std::string path = scalar(key, "file");
  if (!path.empty() && path.front() != '/' && !draft_.folder.empty())
    return draft_.folder + "/" + path;
  return path;
}

std::string Section::secret(std::string_view key) {
  const auto* given = find(key);
  if (given != nullptr && is_credential(given->text)) return scalar(key, "file");
  return file(key);
}

std::string Section::checked(std::string_view key, std::string_view type,
                             Result<void> (*check)(const std::string&)) {
  const std::string text = scalar(key, type);
  if (text.empty()) return text;
  if (const Result<void> result = check(text); !result) {
    wrong(key, result.error().message);
    return {};
  }
  return text;
}

std::string Section::id(std::string_view key) {
  const std::string text = scalar(key, "id");
  if (text.empty()) return text;
  if (!is_id(text)) {
    wrong(key, fmt::format("\"{}\" is not an id, which stands in links and metrics; write 1 to 40 "
                           "of a-z, 0-9 and -",
                           shown(text)));
    return {};
  }
  return text;
}

std::string Section::reference(std::string_view key, const std::string& list) {
  const std::string text = scalar(key, "id of a ");
  if (text.empty()) return text;
  draft_.later.push_back([&draft = draft_, text, list, tell = complaint(key)] {
    const auto& known = draft.ids[list];
    if (known.empty() || known.contains(text)) return;  // an empty list has its own mistake
    std::vector<std::string> names;
    for (const auto& [name, place] : known) names.push_back(name);
    const std::string near = nearest(text, names);
    std::string advice =
        near.empty() ? "write one of: " : fmt::format("did you mean \"{}\"?", near);
    if (near.empty())
      for (std::size_t i = 0; i < names.size() && i < 8; ++i)
        advice += (i == 0 ? "" : ", ") + names[i];
    tell(fmt::format("\"{}\" is not in {}; {}", shown(text), list, advice));
  });
  return text;
}

std::string Section::choice(std::string_view key) {
  constexpr std::string_view start = "one of: ";
  const std::string text = scalar(key, start);
  std::string_view allowed = row(key, start).type.substr(start.size());
  const std::string_view all = allowed;
  if (text.empty()) return text;
  while (true) {
    const auto comma = std::min(allowed.find(", "), allowed.size());
    if (allowed.substr(0, comma) == text) return text;
    if (comma == allowed.size()) break;
    allowed.remove_prefix(comma + 2);
  }
  wrong(key, fmt::format("\"{}\" is unknown; write one of: {}", shown(text), all));
  return {};
}

bool Section::yes_no(std::string_view key) {
  return parsed<bool>(key, "yes or no", [](const Yaml& node) -> Result<bool> {
    if (node.text == "true" || node.text == "yes") return true;
    if (node.text == "false" || node.text == "no") return false;
    return fail(fmt::format("\"{}\" is neither yes nor no; write true or false", shown(node.text)));
  });
}

double Section::number(std::string_view key) {
  return parsed<double>(key, "number", [&](const Yaml& node) {
    return within<double>(row(key, "number"), node.text, parse_number);
  });
}

unsigned Section::whole(std::string_view key) {
  return parsed<unsigned>(key, "whole number", [&](const Yaml& node) {
    return within<unsigned>(row(key, "whole number"), node.text, parse_whole);
  });
}

Duration Section::duration(std::string_view key) {
  return parsed<Duration>(key, "duration", [&](const Yaml& node) -> Result<Duration> {
    if (node.text.size() > 32) return fail("is too long for a duration; write it as 30s or 1h30m");
    return within<Duration>(row(key, "duration"), node.text,
                            [](const std::string& text) { return parse_duration(text); });
  });
}

TimeOfDay Section::time_of_day(std::string_view key) {
  return parsed<TimeOfDay>(key, "time of day", [](const Yaml& node) -> Result<TimeOfDay> {
    Result<TimeOfDay> time = parse_time_of_day(node.text);
    if (!time)
      return fail(fmt::format("\"{}\" is not a time of day; write it in quotes as \"07:30\"",
                              shown(node.text)));
    if (!node.quoted)
      return fail(fmt::format(
          "{} is not in quotes, and other YAML readers take it for a number; write \"{}\"",
          node.text, node.text));
    return time;
  });
}

Date Section::date(std::string_view key) {
  return parsed<Date>(key, "date", [](const Yaml& node) -> Result<Date> {
    if (Result<Date> date = parse_date(node.text)) return date;
    return fail(fmt::format("\"{}\" is not a date; write it as 2026-08-17", shown(node.text)));
  });
}

Instant Section::instant(std::string_view key) {
  return parsed<Instant>(key, "instant", [](const Yaml& node) -> Result<Instant> {
    if (Result<Instant> instant = parse_utc(node.text)) return instant;
    return fail(fmt::format("\"{}\" is not an instant; write it in UTC as \"2026-03-01T15:00:00Z\"",
                            shown(node.text)));
  });
}

std::vector<unsigned> Section::weekdays(std::string_view key) {
  const Yaml* found = find(key);
  if (found == nullptr || found->kind != Yaml::Kind::list)
    return parsed<std::vector<unsigned>>(
        key, "weekdays", [](const Yaml& node) { return parse_weekdays(node.text); });
  row(key, "weekdays");
  std::string joined;
  for (const Yaml& item : found->items) {
    if (item.kind != Yaml::Kind::scalar) {
      wrong(key, "holds something that is not a weekday; write [mon, tue]");
      return {};
    }
    joined += (joined.empty() ? "" : ",") + item.text;
  }
  Result<std::vector<unsigned>> days = parse_weekdays(joined);
  if (days) return std::move(*days);
  wrong(key, days.error().message);
  return {};
}

void Section::check_count(std::string_view key, const OptionHelp& help, std::size_t count) {
  const unsigned least = parse_whole(help.least).value(), most = parse_whole(help.most).value();
  if (count > most)
    wrong(key, fmt::format("has {} rows, and at most {} are read; remove some", count, most));
  if (count < least)
    wrong(key, fmt::format("has {} rows, and at least {} needed. {} Add {} more", count,
                           least == 1 ? "one is" : fmt::format("{} are", least), help.help,
                           least - count));
}

std::vector<std::string> Section::texts(std::string_view key, std::string_view type,
                                        Result<void> (*check)(const std::string&)) {
  Yaml fallback;
  const Yaml* found = value(key, type, Yaml::Kind::list, fallback);
  std::vector<std::string> all;
  if (found == nullptr) return all;
  check_count(key, row(key, type), found->items.size());
  for (std::size_t i = 0; i < found->items.size(); ++i) {
    const Yaml& item = found->items[i];
    const std::string what = fmt::format("\"{}\" {}", key, i + 1);
    if (item.kind == Yaml::Kind::refused) continue;
    if (item.kind != Yaml::Kind::scalar || item.text.empty()) {
      const std::string_view is = item.kind == Yaml::Kind::scalar ? "empty" : name_of(item.kind);
      draft_.mistakes.push_back(
          {item.at, fmt::format("{}{} is {}; write text, in quotes if in doubt", who_, what, is)});
      continue;
    }
    check_text(what, item.at, item.text, check == nullptr ? 256 : 1024);
    if (const Result<void> result = check == nullptr ? Result<void>{} : check(item.text); !result)
      draft_.mistakes.push_back(
          {item.at, fmt::format("{}{}: {}", who_, what, result.error().message)});
    all.push_back(item.text);
  }
  return all;
}

std::map<std::string, std::string> Section::fields(std::string_view key) {
  Yaml fallback;
  const Yaml* found = value(key, "map of text", Yaml::Kind::map, fallback);
  std::map<std::string, std::string> all;
  if (found == nullptr) return all;
  check_count(key, row(key, "map of text"), found->entries.size());
  for (const auto& [name, value] : found->entries) {
    if (name.kind == Yaml::Kind::refused || value.kind == Yaml::Kind::refused) continue;
    const std::string what = fmt::format("\"{}\" {}", key, shown(name.text));
    const auto tell = [&, at = value.at](const std::string& message) {
      draft_.mistakes.push_back({at, fmt::format("{}{}: {}", who_, what, message)});
    };
    if (value.kind != Yaml::Kind::scalar) {
      tell(fmt::format("is {}; write text, in quotes if in doubt", name_of(value.kind)));
      continue;
    }
    check_text(what, name.at, name.text, kMostText);
    check_text(what, value.at, value.text, 256);
    if (!all.emplace(name.text, value.text).second)
      tell("is there twice, and only one can be sent; remove one");
    const bool hidden = value.text == "$user" || value.text == "$password" ||
                        value.text == "$picture" || value.text.find("${") != std::string::npos;
    if (value.text.starts_with('$') && !hidden)
      tell(fmt::format("\"{}\" is unknown; write ${{user}} or ${{password}}", shown(value.text)));
    if ((sounds_secret(name.text) || name.text.find("pass") != std::string::npos) && !hidden &&
        !value.text.empty())
      tell(
          "looks like a password written out, and configurations are copied and shown; write "
          "${password} and name "
          "its file in the vantage's accounts");
  }
  return all;
}

std::vector<int> Section::numbers(std::string_view key) {
  Yaml fallback;
  const Yaml* found = value(key, "list of numbers", Yaml::Kind::list, fallback);
  std::vector<int> all;
  if (found == nullptr) return all;
  check_count(key, row(key, "list of numbers"), found->items.size());
  for (const Yaml& item : found->items) {
    if (item.kind == Yaml::Kind::refused) continue;
    const auto number = item.kind == Yaml::Kind::scalar ? parse_whole(item.text)
                                                        : Result<unsigned>(fail("not one value"));
    if (number && *number >= 200 && *number <= 599)
      all.push_back(static_cast<int>(*number));
    else
      draft_.mistakes.push_back(
          {item.at, fmt::format("{}\"{}\": \"{}\" is not a status that an answer can end with; "
                                "write 200 to 599",
                                who_, key, shown(item.text))});
  }
  return all;
}

const Yaml* Section::node(std::string_view key, std::string_view type, Yaml::Kind kind) {
  row(key, type);
  if (find(key) == nullptr) return nullptr;
  Yaml fallback;
  return value(key, type, kind, fallback);
}

void Section::checks(std::string_view key, const std::function<void(const std::string&)>& text,
                     const std::function<void(Section&)>& row_of) {
  Yaml fallback;
  const Yaml* found = value(key, "list of checks", Yaml::Kind::list, fallback);
  if (found == nullptr) return;
  check_count(key, row(key, "list of checks"), found->items.size());
  for (std::size_t i = 0; i < found->items.size(); ++i) {
    const Yaml& item = found->items[i];
    const std::string what = fmt::format("\"{}\" {}", key, i + 1);
    if (item.kind == Yaml::Kind::refused) continue;
    if (item.kind == Yaml::Kind::map) {
      Section inner(draft_, item, "check.", fmt::format("{}{}: ", who_, what));
      row_of(inner);
    } else if (item.kind == Yaml::Kind::scalar && !item.text.empty()) {
      check_text(what, item.at, item.text, 256);
      text(item.text);
    } else {
      const std::string_view is = item.kind == Yaml::Kind::scalar ? "empty" : name_of(item.kind);
      draft_.mistakes.push_back(
          {item.at, fmt::format("{}{} is {}; write text, in quotes if in doubt", who_, what, is)});
    }
  }
}

void Section::list(std::string_view key, std::string_view noun,
                   const std::function<void(Section&)>& read_row) {
  Yaml fallback;
  const Yaml* found = value(key, "list", Yaml::Kind::list, fallback);
  if (found == nullptr) return;
  check_count(key, row(key, "list"), found->items.size());
  const std::string path = path_ + std::string(key);
  std::map<std::string, Place> ids;
  for (std::size_t i = 0; i < found->items.size(); ++i) {
    const Yaml& item = found->items[i];
    std::string who = fmt::format("{}{} {}: ", who_, noun, i + 1);
    if (item.kind == Yaml::Kind::refused) continue;
    if (item.kind != Yaml::Kind::map) {
      draft_.mistakes.push_back(
          {item.at, fmt::format("{}is {}; each row is a map, so write \"- name: value\" lines", who,
                                name_of(item.kind))});
      continue;
    }
    for (const auto& [name, value] : item.entries) {
      if (name.kind != Yaml::Kind::scalar || name.text != "id" || !is_id(value.text)) continue;
      who = fmt::format("{}{} \"{}\": ", who_, noun, value.text);
      if (const auto [earlier, is_new] = ids.emplace(value.text, value.at);
          !is_new && earlier->second != value.at)
        draft_.mistakes.push_back(
            {value.at, fmt::format("{}\"id\": is taken by line {}, and records could not be told "
                                   "apart; write another",
                                   who, earlier->second.line)});
      break;
    }
    Section row_section(draft_, item, path + "[].", who);
    read_row(row_section);
  }
  draft_.ids[path].insert(ids.begin(), ids.end());
}

void Section::section(std::string_view key, const std::function<void(Section&)>& body) {
  Yaml fallback;
  const Yaml* found = value(key, "section", Yaml::Kind::map, fallback);
  if (found == nullptr) {  // told already; its rows count as read
    Draft unheard;
    Yaml empty;
    empty.kind = Yaml::Kind::map;
    Section nothing(unheard, empty, path_ + std::string(key) + ".", {});
    body(nothing);
    return;
  }
  if (found == &fallback) fallback.at = map_.at;
  Section inner(draft_, *found, path_ + std::string(key) + ".", fmt::format("{}{}: ", who_, key));
  body(inner);
}

}  // namespace saksi::settings
