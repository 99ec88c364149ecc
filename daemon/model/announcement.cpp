// SPDX-License-Identifier: Apache-2.0
#include "model/announcement.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace saksi {

std::string announcement(const Announced& what, Language language) {
  std::string text =
      fill(word(Word::announcement, language),
           {{"agencies", what.agencies}, {"time", what.time}, {"number", what.number}});
  if (!what.url.empty())
    text += ' ' + fill(word(Word::announcement_link, language), {{"url", what.url}});
  return text;
}

std::string few_names(std::vector<std::string> names, Language language, std::size_t most) {
  const std::size_t more = names.size() > most ? names.size() - most : 0;
  names.resize(names.size() - more);
  std::string text = fmt::format("{}", fmt::join(names, ", "));
  if (more > 0) text += ", " + fill(word(Word::and_more, language), {{"n", std::to_string(more)}});
  return text;
}

}  // namespace saksi
