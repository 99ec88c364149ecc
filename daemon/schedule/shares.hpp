// SPDX-License-Identifier: Apache-2.0
//
// One backend's budget over several machines: the hub and its agents. Each has a share that is safe
// for ever, whether or not it hears of the others; together these are four fifths of the rate, as
// much as plans ask for, and all of the burst. The fifth that is left is lent for a minute at a
// time to those that are heard of, so that together they never send more than was agreed with its
// owner. Pure.
#pragma once

#include <map>
#include <string>

#include "base/clock.hpp"

namespace saksi::schedule {

struct Share {
  double per_second = 0;
  unsigned burst = 0;
  friend bool operator==(const Share&, const Share&) = default;
};

inline constexpr double kSafe = 0.8;
inline constexpr Duration kLoan = std::chrono::seconds(60);

// Of a machine with `own` of all `vantages`, where `machines` probe the backend.
[[nodiscard]] Share safe_share(double per_second, unsigned burst, unsigned own, unsigned vantages,
                               unsigned machines);

// Lends the rest. An agent counts a loan from the moment at which it asked, the lender from when it
// answered: so it ends there first.
class Lender {
 public:
  explicit Lender(double per_second, unsigned machines)
      : pool_(machines > 1 ? per_second * (1 - kSafe) : 0) {}
  // Requests a second that `who` may send on top of its share for kLoan.
  double lend(const std::string& who, Duration now);

 private:
  struct Loan {
    double per_second;
    Duration until;
  };
  double pool_;
  std::map<std::string, Loan> loans_;
};

}  // namespace saksi::schedule
