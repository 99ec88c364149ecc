// SPDX-License-Identifier: Apache-2.0
//
// One map of the file, read through the table of options. Every read names its key; its row gives
// type, default and range, and a key without a row stops the process. When a Section is destroyed,
// keys of the file that have no row are mistakes, and rows that nobody read stop the process too.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/zone.hpp"
#include "settings/read.hpp"
#include "settings/yaml.hpp"

namespace saksi::settings {

// What the sections of one file share.
struct Draft {
  std::string folder;  // relative paths are taken from here; empty: the current one
  std::vector<Mistake> mistakes;
  std::vector<std::function<void()>> later;  // checks that need the whole file, with their places
  std::map<std::string, std::map<std::string, Place>> ids;  // list path -> id -> where
};

class Section {
 public:
  // `path` is the table's ("targets[]."), `who` is for people ("target \"disdik\": ").
  Section(Draft& draft, const Yaml& map, std::string path, std::string who);
  ~Section();
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  // After a mistake each of these gives an empty value, and the mistake is in the draft.
  std::string id(std::string_view key = "id");                           // unique in its list
  std::string reference(std::string_view key, const std::string& list);  // checked later
  std::string text(std::string_view key);
  std::string file(std::string_view key);
  std::string secret(std::string_view key);  // a file, or credential:NAME
  std::string choice(std::string_view key);
  std::string checked(std::string_view key, std::string_view type,
                      Result<void> (*check)(const std::string&));
  std::vector<std::string> texts(std::string_view key, std::string_view type = "list of text",
                                 Result<void> (*check)(const std::string&) = nullptr);
  std::map<std::string, std::string> fields(std::string_view key);
  std::vector<int> numbers(std::string_view key);  // statuses of HTTP
  // Calls `row` for each check of the list that is a map; a text alone goes to `text`.
  void checks(std::string_view key, const std::function<void(const std::string&)>& text,
              const std::function<void(Section&)>& row);
  // The value as it stands in the file, or null: absent, or refused with its mistake.
  const Yaml* node(std::string_view key, std::string_view type, Yaml::Kind kind);
  bool yes_no(std::string_view key);
  double number(std::string_view key);
  unsigned whole(std::string_view key);
  Duration duration(std::string_view key);
  TimeOfDay time_of_day(std::string_view key);
  Date date(std::string_view key);
  Instant instant(std::string_view key);
  std::vector<unsigned> weekdays(std::string_view key);

  // Calls `row` with a Section for each map of the list; `noun` is what people call one of them.
  void list(std::string_view key, std::string_view noun, const std::function<void(Section&)>& row);
  void section(std::string_view key, const std::function<void(Section&)>& body);

  [[nodiscard]] bool stated(std::string_view key) const { return find(key) != nullptr; }
  [[nodiscard]] const Yaml* find(std::string_view key) const;
  [[nodiscard]] const std::string& who() const { return who_; }

  // A mistake at this key's value, or at the section when the key is absent.
  void wrong(std::string_view key, const std::string& what);
  // Has this key's value been refused? Its value is then empty and says nothing.
  [[nodiscard]] bool has_mistake(std::string_view key) const { return refused_.contains(key); }
  // wrong(), for a check that runs when this Section is gone.
  [[nodiscard]] std::function<void(const std::string&)> complaint(std::string_view key) const;
  [[nodiscard]] Draft& draft() { return draft_; }

 private:
  const OptionHelp& row(std::string_view key, std::string_view type);
  [[nodiscard]] Place at(std::string_view key) const;
  const Yaml* value(std::string_view key, std::string_view type, Yaml::Kind kind, Yaml& fallback);
  std::string scalar(std::string_view key, std::string_view type);
  template <class T, class Parse>
  T parsed(std::string_view key, std::string_view type, Parse parse);
  void check_count(std::string_view key, const OptionHelp& help, std::size_t count);
  void check_text(const std::string& what, Place place, const std::string& text, std::size_t most);

  Draft& draft_;
  const Yaml& map_;
  std::string path_;
  std::string who_;
  std::set<std::string_view> read_;
  std::set<std::string, std::less<>> refused_;
};

}  // namespace saksi::settings
