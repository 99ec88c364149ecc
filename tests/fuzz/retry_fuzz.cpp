// SPDX-License-Identifier: Apache-2.0
//
// What a receiver of messages asks for: a wait within the cap, never less than the number that it
// says in its header or in its body.
#include "alert/retry.hpp"
#include "fuzz/fuzz.hpp"

using namespace saksi;

SAKSI_FUZZ(bytes) {
  const auto part = fuzz::parts(bytes, 2);
  net::HttpObservation seen;
  seen.status = 429;
  seen.body = part[1];
  const auto of_body = alert::wait_asked(seen);
  CLAIM(of_body.count() >= 0 && of_body <= alert::kLongestAsked);
  seen.headers = {{"retry-after", std::string(part[0])}};
  const auto wait = alert::wait_asked(seen);
  CLAIM(wait.count() >= 0 && wait <= alert::kLongestAsked);
  const bool digits =
      !part[0].empty() && part[0].find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) return;
  const double said = std::strtod(std::string(part[0]).c_str(), nullptr);
  const double most = std::chrono::duration<double>(alert::kLongestAsked).count();
  CLAIM(std::chrono::duration<double>(wait).count() == std::min(said, most));
}
