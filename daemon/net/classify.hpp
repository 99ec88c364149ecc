// SPDX-License-Identifier: Apache-2.0
//
// From how an exchange ended to its class. Pure: tests feed it what libcurl says.
#pragma once

#include <string>

#include "model/failure.hpp"
#include "model/sample.hpp"

namespace saksi::net {

// How far an exchange had come. Each is worth naming because each has a time-out of its own.
enum class Progress { resolving, connecting, securing, waiting, receiving };

struct Ending {
  int curl_code = 0;  // CURLcode; 0 is CURLE_OK
  std::string text;   // libcurl's error text
  Progress progress = Progress::resolving;
  long verify_result = 0;     // X509_V_*
  long os_errno = 0;          // of the failed connect()
  bool headers_done = false;  // the final response's header block was whole
};

[[nodiscard]] Class classify(const Ending& ending);
[[nodiscard]] Class timed_out(Progress progress);
// What is left of `total` belongs to the phase under way.
void add_rest(Phases& phases, Progress reached, Duration total, bool fresh, bool tls);
// connect() or bind() of a socket of ours.
[[nodiscard]] Class classify_connect(int os_errno);
// An X509_V_* code: what is wrong with the certificate.
[[nodiscard]] Class classify_certificate(long verify_result);

}  // namespace saksi::net
