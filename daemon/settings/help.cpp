// SPDX-License-Identifier: Apache-2.0
//
// The table of options as the manual shows it.
#include <fmt/format.h>

#include "settings/read.hpp"

namespace saksi::settings {
namespace {

std::string range(const OptionHelp& option) {
  if (option.most.empty()) return {};
  if (option.type == "text") return fmt::format(", at most {} bytes", option.most);
  if (option.type.starts_with("list") || option.type.starts_with("map"))
    return option.least == "0" ? fmt::format(", at most {}", option.most)
                               : fmt::format(", {} to {}", option.least, option.most);
  return fmt::format(", {} to {}", option.least, option.most);
}

}  // namespace

std::string options_as_markdown() {
  std::string page =
      "# Options\n\n"
      "Every option of the configuration file. This page is made from the table that the reader "
      "itself uses; a test\n"
      "compares the two. `config/saksi.yaml` shows all of them in use.\n\n"
      "| option | type | default | what it does |\n|---|---|---|---|\n";
  for (const OptionHelp& option : options())
    page += fmt::format(
        "| `{}` | {}{} | {} | {} |\n", option.path, option.type, range(option),
        option.fallback.empty() ? "**needed**" : fmt::format("`{}`", option.fallback), option.help);
  return page;
}

}  // namespace saksi::settings
