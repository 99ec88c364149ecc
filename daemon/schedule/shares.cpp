// SPDX-License-Identifier: Apache-2.0
#include "schedule/shares.hpp"

#include <algorithm>

namespace saksi::schedule {

Share safe_share(double per_second, unsigned burst, unsigned own, unsigned vantages,
                 unsigned machines) {
  if (machines <= 1 || vantages == 0) return {per_second, burst};
  return {per_second * kSafe * own / vantages, std::max(1U, burst / machines)};
}

double Lender::lend(const std::string& who, Duration now) {
  std::erase_if(loans_, [&](const auto& loan) { return loan.second.until <= now; });
  double others = 0;
  for (const auto& [name, loan] : loans_)
    if (name != who) others += loan.per_second;
  const auto sharers = static_cast<double>(loans_.size() + (loans_.contains(who) ? 0 : 1));
  const double granted = std::max(0.0, std::min(pool_ - others, pool_ / sharers));
  loans_[who] = {granted, now + kLoan};
  return granted;
}

}  // namespace saksi::schedule
