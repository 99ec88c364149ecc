// SPDX-License-Identifier: Apache-2.0
//
// What messages to people share, whatever they are about. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alert/channels.hpp"
#include "store/ack_key.hpp"
#include "store/store.hpp"

namespace saksi::alert {

// The channels that are told how the service fares, each once.
[[nodiscard]] std::vector<Channel> people_of(const AlertSettings& settings);

// At most `most` UTF-16 units, as Telegram counts: cut at the end of a line where that loses
// little, else between two characters, and a mark says that something is missing.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t most);

// Lines, one below the other.
class Lines {
 public:
  Lines(Language language, bool demo);
  void add(Word key, std::initializer_list<std::pair<std::string_view, std::string>> values = {});
  void add(const std::string& text);
  [[nodiscard]] std::string say(
      Word key, std::initializer_list<std::pair<std::string_view, std::string>> values = {}) const;
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] Language language() const { return language_; }

 private:
  Language language_;
  std::string text_;
};

// Addresses at which an incident is acknowledged; none without an address or without a key.
class AckLinks {
 public:
  AckLinks() = default;
  AckLinks(std::string operations_url, std::optional<store::AckKey> key);
  [[nodiscard]] std::string operator()(const std::string& number, Language language) const;

 private:
  std::string base_;
  std::optional<store::AckKey> key_;
};

// Of how many networks the configuration knows. With one, no outage can be confirmed.
[[nodiscard]] std::size_t networks_of(const Settings& settings);

}  // namespace saksi::alert
