// SPDX-License-Identifier: Apache-2.0
#include "alert/retry.hpp"

#include <algorithm>
#include <charconv>

#include "base/json.hpp"

namespace saksi::alert {
namespace {

Duration capped(std::uint64_t seconds) {
  constexpr auto most = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(kLongestAsked).count());
  return std::chrono::seconds(std::min(seconds, most));
}

}  // namespace

Duration wait_asked(const net::HttpObservation& seen) {
  if (const std::string* header = seen.header("retry-after")) {
    std::uint64_t seconds = 0;
    const char* end = header->data() + header->size();
    const auto read = std::from_chars(header->data(), end, seconds);
    if (read.ptr != end) return Duration{0};
    // More seconds than a number holds are more than the cap.
    if (read.ec == std::errc::result_out_of_range) return kLongestAsked;
    return read.ec == std::errc{} ? capped(seconds) : Duration{0};
  }
  if (seen.status != 429) return Duration{0};
  const auto answer = parse_json(seen.body);
  if (!answer || !answer->is_object() || !answer->contains("parameters")) return Duration{0};
  const Json& parameters = answer->at("parameters");
  if (!parameters.is_object() || !parameters.contains("retry_after") ||
      !parameters.at("retry_after").is_number_unsigned())
    return Duration{0};
  return capped(parameters.at("retry_after").get<std::uint64_t>());
}

}  // namespace saksi::alert
