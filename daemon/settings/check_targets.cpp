// SPDX-License-Identifier: Apache-2.0
//
// Targets one by one and in groups.
#include <algorithm>

#include "model/template.hpp"
#include "settings/check.hpp"
#include "settings/values.hpp"

namespace saksi::settings {

void check_targets(Section& top, const Settings& all) {
  constexpr std::size_t most = 64;
  if (all.targets.empty() && !top.has_mistake("targets") && !top.has_mistake("target_groups"))
    top.wrong("targets",
              "is missing or empty, and nothing would be watched: write targets, or target_groups "
              "for many agencies on one pattern");
  if (all.targets.size() > most)
    top.wrong("target_groups", fmt::format("and targets make {} targets, and at most {} are "
                                           "watched by one saksi; remove some",
                                           all.targets.size(), most));
}

void claim_id(Section& row, const Target& target, const Settings& all) {
  const bool taken = std::any_of(all.targets.begin(), all.targets.end(),
                                 [&](const Target& other) { return other.id == target.id; });
  if (taken && !target.id.text.empty())
    return row.wrong("id", fmt::format("\"{}\" is a target already, and records could not be told "
                                       "apart; write another",
                                       target.id.text));
  if (const Yaml* id = row.find("id"); id != nullptr)
    row.draft().ids["targets"].emplace(target.id.text, id->at);
}

void fill_address(Section& group, Section& row, Target& target) {
  if (group.has_mistake("url") || target.url.empty()) return;
  const auto pieces = parse_template(target.url);
  if (!pieces) return group.wrong("url", pieces.error().message);
  std::string url;
  for (const TemplatePiece& piece : *pieces) {
    const auto own = target.values.find(piece.name);
    if (piece.name.empty()) {
      url += piece.text;
    } else if (piece.name == "id") {
      url += target.id.text;
    } else if (piece.name == "short_name") {
      for (const char c : target.short_name)
        url += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    } else if (own != target.values.end()) {
      url += own->second;
    } else {
      row.wrong("values", fmt::format("has no \"{}\", which the address {} of its group asks for; "
                                      "write values: {{{}: ...}}",
                                      piece.name, target.url, piece.name));
      return;
    }
  }
  if (const auto valid = check_https(url); !valid) return row.wrong("id", valid.error().message);
  target.url = url;
}

void check_target_account(Section& s, const Vantage& vantage, const BackendId& backend,
                          const TargetId& target, const Settings& all) {
  if (vantage.target_accounts.contains(target))
    s.wrong("target",
            fmt::format("is \"{}\" again, and a vantage uses one account on a target; remove one",
                        target.text));
  s.draft().later.push_back([&all, backend, target, tell = s.complaint("target")] {
    for (const Target& one : all.targets)
      if (one.id == target && !(one.backend == backend) && !backend.text.empty())
        tell(fmt::format("\"{}\" runs on backend \"{}\", not on \"{}\"; correct one of them",
                         target.text, one.backend.text, backend.text));
  });
}

}  // namespace saksi::settings
