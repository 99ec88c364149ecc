// SPDX-License-Identifier: Apache-2.0
#include "settings/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "settings/values.hpp"

namespace saksi::settings {
namespace {

constexpr std::array<std::string_view, 8> kGiven{"user",   "password",   "picture", "id",
                                                 "agency", "short_name", "lat",     "long"};

bool is_place(std::string_view name) { return name == "lat" || name == "long"; }

// A picture is bytes: where text goes it must be told how.
std::string misuse(std::string_view key, const TemplatePiece& piece, const StepSettings& step) {
  const bool picture = piece.name == "picture";
  const bool encoded = piece.encoder == Encoder::base64 || piece.encoder == Encoder::datauri;
  if (piece.encoder == Encoder::datauri && !picture)
    return "datauri is for the picture; write ${picture|datauri}";
  if (piece.encoder == Encoder::number && key != "json")
    return "number is for values of json alone";
  if (piece.name == "password") {
    if (key != "fields" && key != "json" && key != "headers")
      return "a password goes into fields, json or headers, and never into an address or a check";
    if (step.kind != StepKind::login && (key != "fields" || step.kind != StepKind::upload))
      return "a password is sent by steps of kind login alone";
  }
  if (!picture) return {};
  if (key != "fields" && key != "json") return "the picture goes into fields or json";
  const bool part = key == "fields" && step.sending != Sending::form &&
                    (step.kind == StepKind::upload || step.sending == Sending::multipart);
  if (!encoded && !part)
    return "the picture is bytes, and here goes text; write ${picture|base64} or "
           "${picture|datauri}";
  return {};
}

bool has_value(const Target& target, const JourneySettings& journey, const std::string& name) {
  if (is_place(name)) return target.coordinates || journey.coordinates;
  return target.values.contains(name);
}

}  // namespace

bool is_given_name(std::string_view name) {
  return std::find(kGiven.begin(), kGiven.end(), name) != kGiven.end();
}

void NameUses::use(Section& row, std::string_view key, const Yaml& leaf, const StepSettings& step) {
  const auto pieces = parse_template(leaf.text);
  const std::string who = fmt::format("{}\"{}\": ", row.who(), key);
  if (!pieces) {
    row.draft().mistakes.push_back({leaf.at, who + pieces.error().message});
    return;
  }
  for (const TemplatePiece& piece : *pieces) {
    if (piece.name.empty()) continue;
    if (const std::string wrong = misuse(key, piece, step); !wrong.empty())
      row.draft().mistakes.push_back({leaf.at, who + wrong});
    uses_.push_back({leaf.at, who, piece.name, steps_.size()});
  }
}

void NameUses::look(Section& row, std::string_view key, const Yaml& node,
                    const StepSettings& step) {
  if (node.kind == Yaml::Kind::scalar) use(row, key, node, step);
  for (const Yaml& item : node.items) look(row, key, item, step);
  for (const auto& [name, value] : node.entries)
    if (name.text != "regex") look(row, key, value, step);
}

void NameUses::note(Section& row, const StepSettings& step) {
  for (const std::string_view key : {"path", "query", "headers", "fields", "json"})
    if (const Yaml* node = row.find(key); node != nullptr && !row.has_mistake(key))
      look(row, key, *node, step);
  // Of checks only those that are maps: a text alone means itself, as it always did.
  for (const std::string_view key :
       {"expect", "not_open", "rule_reject", "probe_problem", "forbidden"})
    if (const Yaml* node = row.find(key); node != nullptr)
      for (const Yaml& item : node->items)
        if (item.kind == Yaml::Kind::map) look(row, key, item, step);
  steps_.push_back(step.id);
  for (const Extraction& taken : step.extract) {
    if (is_given_name(taken.name))
      row.wrong("extract",
                fmt::format("\"{}\" is a name that Saksi gives itself; write another", taken.name));
    extracted_.emplace_back(taken.name, steps_.size() - 1);
  }
}

void NameUses::check_later(Draft& draft, const JourneySettings& journey, const Settings& all) {
  draft.later.push_back([uses = uses_, extracted = extracted_, steps = steps_, id = journey.id,
                         &draft, &all] {
    const auto found = std::find_if(all.journeys.begin(), all.journeys.end(),
                                    [&](const JourneySettings& j) { return j.id == id; });
    if (found == all.journeys.end()) return;
    for (const Use& use : uses) {
      if (is_given_name(use.name) && !is_place(use.name)) continue;
      const auto taken = std::find_if(extracted.begin(), extracted.end(),
                                      [&](const auto& one) { return one.first == use.name; });
      if (taken != extracted.end() && taken->second < use.step) continue;
      const auto tell = [&](const std::string& what) {
        draft.mistakes.push_back(
            {use.at, fmt::format("{}${{{}}} is not known here: {}", use.who, use.name, what)});
      };
      const Target* without = nullptr;
      std::size_t targets = 0;
      for (const Target& target : all.targets)
        if (target.journey == id && (++targets, !has_value(target, *found, use.name)))
          without = &target;
      if (targets != 0 && without == nullptr) continue;
      if (targets == 0 && is_place(use.name) && found->coordinates) continue;
      if (taken != extracted.end()) {
        tell(fmt::format("it is taken out of the answer of step \"{}\", which does not come before",
                         steps.at(taken->second)));
        continue;
      }
      if (is_place(use.name)) {
        tell(fmt::format("write coordinates: {{lat: ..., long: ...}} to the journey{}",
                         without ? " or to target \"" + without->id.text + "\"" : ""));
        continue;
      }
      std::vector<std::string> known(kGiven.begin(), kGiven.end());
      for (const auto& [name, step] : extracted)
        if (step < use.step) known.push_back(name);
      const std::string near = nearest(use.name, known);
      tell(!near.empty()
               ? fmt::format("did you mean ${{{}}}?", near)
               : fmt::format(
                     "no earlier step extracts it{}",
                     without ? ", and target \"" + without->id.text + "\" has no such value" : ""));
    }
  });
}

}  // namespace saksi::settings
