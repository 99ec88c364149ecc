// SPDX-License-Identifier: Apache-2.0
//
// What can be wrong with an attendance web, as switches with a time: the failures that people of
// this field have met, as they look on the wire. One table: the demo's help, its web and the test
// that drives every class come from it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/zone.hpp"
#include "demo/queue.hpp"

namespace saksi::demo {

// clang-format off
//  name            stops whom    an outage?  what happens
#define SAKSI_FAULTS(X)                                                                                     \
  X(hang,           everything,   true,   "takes every request and answers none until it is over")          \
  X(shell_only,     data,         true,   "pages come, but the data that their script asks for never do")   \
  X(empty_data,     data,         true,   "the data come as an empty object")                               \
  X(half_page,      form,         true,   "the check-in page ends in the middle, and the server says it is whole") \
  X(no_token,       form,         true,   "the check-in page comes without its form")                       \
  X(gateway,        everything,   true,   "502 by the front server: the application is gone")               \
  X(resource_limit, everything,   true,   "508 by the hosting panel")                                       \
  X(database,       everything,   true,   "500 with the database's words: too many connections")            \
  X(server_error,   everything,   true,   "500 by the framework")                                           \
  X(maintenance,    everything,   true,   "503 with Retry-After: somebody deploys at half past seven")      \
  X(php_error,      everything,   true,   "200 with a fatal error of PHP in place of the page")             \
  X(suspended,      everything,   true,   "200 with the hosting's page: account suspended")                 \
  X(csrf,           login,        true,   "419 for a token that is a few seconds old")                      \
  X(login_loop,     login,        true,   "the login is taken, and the login page comes again")             \
  X(redirect_loop,  login_page,   true,   "the first page redirects to itself")                             \
  X(reset,          everything,   true,   "the connection is cut before the answer")                        \
  X(slow,           nothing,      false,  "each answer takes two seconds more")                              \
  X(closed,         form,         false,  "the check-in says that it is not open yet, though it should be") \
  X(refused,        form,         false,  "the check-in says that today is a holiday")                      \
  X(locked,         login,        false,  "the test accounts are locked")                                   \
  X(forbidden,      everything,   false,  "403: the probes' address is refused")                            \
  X(too_many,       everything,   false,  "429: the probes are asked to slow down")                         \
  X(blocked,        everything,   false,  "the ISP shows its own page: internet positif")                   \
  X(expired,        everything,   true,   "the certificate has expired")                                    \
  X(wrong_name,     everything,   true,   "the certificate is for another name")                            \
  X(clock_ahead,    nothing,      false,  "the server's clock is 140 seconds ahead")
// clang-format on

enum class Fault : std::uint8_t {
#define SAKSI_FAULT(name, stops, outage, words) name,
  SAKSI_FAULTS(SAKSI_FAULT)
#undef SAKSI_FAULT
};

struct FaultAbout {
  std::string_view name;
  bool outage = false;  // does it keep everybody from checking in?
  std::string_view words;
};
[[nodiscard]] const std::vector<FaultAbout>& faults();  // in the order of the enumeration
[[nodiscard]] inline const FaultAbout& about(Fault fault) {
  return faults()[static_cast<std::size_t>(fault)];
}
[[nodiscard]] std::optional<Fault> fault_named(std::string_view name);

// Is this request one that the fault spoils? (login: the upload's token, too.)
[[nodiscard]] bool spoils(Fault fault, Work work);

struct FaultTime {
  Fault fault = Fault::hang;
  TimeOfDay from{0}, to{0};  // local, of the day; `to` not included
  std::string source;        // of one network alone; empty: for everybody
};

// How long an answer is kept back, where the fault is one of time.
inline constexpr Duration kSlowness = std::chrono::seconds(2);
inline constexpr Duration kClockAhead = std::chrono::seconds(140);

}  // namespace saksi::demo
