// SPDX-License-Identifier: Apache-2.0
#include "settings/account.hpp"

#include <algorithm>

namespace saksi {

std::string account_of(const Settings& settings, const Vantage& vantage, const Target& target) {
  const auto& steps = settings.journey(target.journey).steps;
  if (std::none_of(steps.begin(), steps.end(),
                   [](const StepSettings& step) { return step.kind == StepKind::login; }))
    return "";
  const auto own = vantage.target_accounts.find(target.id);
  const auto shared = vantage.accounts.find(target.backend);
  if (own == vantage.target_accounts.end() && shared == vantage.accounts.end()) return "";
  return target.backend.text + "/" +
         (own != vantage.target_accounts.end() ? own->second.first : shared->second.first);
}

}  // namespace saksi
