// SPDX-License-Identifier: Apache-2.0
//
// Every ${name} of a journey, held against what is known when its step is made: what Saksi gives,
// what earlier steps take out of answers, and what all targets of the journey have.
#pragma once

#include <string>
#include <vector>

#include "model/template.hpp"
#include "settings/section.hpp"
#include "settings/settings.hpp"

namespace saksi::settings {

[[nodiscard]] bool is_given_name(std::string_view name);  // user, password, picture, id, lat ...

class NameUses {
 public:
  // What the step's own texts use, then what it extracts. Misused encoders and a password that
  // would leave the login are mistakes here.
  void note(Section& row, const StepSettings& step);
  // Names that nobody defines; when all targets have been read.
  void check_later(Draft& draft, const JourneySettings& journey, const Settings& all);

 private:
  struct Use {
    Place at;
    std::string who, name;
    std::size_t step;
  };
  void look(Section& row, std::string_view key, const Yaml& node, const StepSettings& step);
  void use(Section& row, std::string_view key, const Yaml& leaf, const StepSettings& step);

  std::vector<Use> uses_;
  std::vector<std::pair<std::string, std::size_t>> extracted_;  // name, step
  std::vector<std::string> steps_;
};

}  // namespace saksi::settings
