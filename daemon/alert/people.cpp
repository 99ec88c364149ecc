// SPDX-License-Identifier: Apache-2.0
#include "alert/people.hpp"

#include <set>

namespace saksi::alert {
namespace {

constexpr std::string_view kMissing = "…";  // one unit of UTF-16

// Of a character that begins so: bytes, and units of UTF-16.
std::size_t bytes_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xE0) return 2;
  return first < 0xF0 ? 3 : 4;
}

}  // namespace

std::vector<Channel> people_of(const AlertSettings& settings) {
  std::vector<Channel> people;
  for (Channel& channel : channels_of(settings))
    if (is_for_people(channel.kind) && !channel.seals_only) people.push_back(std::move(channel));
  return people;
}

std::string shortened(const std::string& text, std::size_t most) {
  std::size_t units = 0, fits = 0, line = 0;  // `fits`, `line`: where it may be cut
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes =
        std::min(bytes_of(static_cast<unsigned char>(text[at])), text.size() - at);
    units += bytes == 4 ? 2 : 1;
    if (units > most) {
      const bool at_line = line > fits / 2;
      return text.substr(0, at_line ? line : fits) + std::string(kMissing);
    }
    at += bytes;
    if (units < most) {  // the mark has to fit as well
      fits = at;
      if (text[at - bytes] == '\n') line = at;
    }
  }
  return text;
}

Lines::Lines(Language language, bool demo) : language_(language) {
  if (demo) text_ = word(Word::bulletin_demo, language);
}

void Lines::add(Word key, std::initializer_list<std::pair<std::string_view, std::string>> values) {
  add(say(key, values));
}

void Lines::add(const std::string& text) {
  if (!text_.empty()) text_ += '\n';
  text_ += text;
}

std::string Lines::say(
    Word key, std::initializer_list<std::pair<std::string_view, std::string>> values) const {
  return fill(word(key, language_), values);
}

AckLinks::AckLinks(std::string operations_url, std::optional<store::AckKey> key)
    : base_(std::move(operations_url)), key_(std::move(key)) {
  while (base_.ends_with('/')) base_.pop_back();
}

std::string AckLinks::operator()(const std::string& number, Language language) const {
  if (base_.empty() || !key_) return {};
  return base_ + "/akui/" + number + "?t=" + key_->token(number) +
         (language == Language::english ? "&lang=en" : "");
}

std::size_t networks_of(const Settings& settings) {
  std::set<std::string> groups;
  for (const Vantage& vantage : settings.vantages) groups.insert(vantage.group);
  return groups.size();
}

}  // namespace saksi::alert
