// SPDX-License-Identifier: Apache-2.0
//
// YAML in; Settings out, or *all* the mistakes, each as "file:line:column: what is wrong, why, what
// to write instead". Unknown keys, duplicate keys, aliases and files over 1 MiB are refused.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "settings/settings.hpp"

namespace saksi::settings {

// One option, declared once: reading, its error, `config/saksi.yaml`'s test and the manual's table
// come from it.
struct OptionHelp {
  std::string_view path;      // "targets[].url"
  std::string_view type;      // "text", "duration", "number", "list of text", ...
  std::string_view fallback;  // as written in YAML; empty: must be given
  std::string_view help;      // one sentence
  std::string_view least,
      most;  // of the value, or of a list's length; as written in YAML; empty: none
};
[[nodiscard]] const std::vector<OptionHelp>& options();
[[nodiscard]] std::string options_as_markdown();  // docs/manual-options.md
[[nodiscard]] Json options_as_schema();           // `saksi check --schema`

struct Mistakes {
  std::vector<std::string> lines;  // sorted by position
};
using Reading = tl::expected<Settings, Mistakes>;

// `name` is what mistakes call the file. Relative paths in the file are taken from its folder.
[[nodiscard]] Reading read_text(const std::string& yaml, const std::string& name);
[[nodiscard]] Reading read_file(const std::string& path);

}  // namespace saksi::settings
