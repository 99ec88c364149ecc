// SPDX-License-Identifier: Apache-2.0
#include <ares.h>
#include <curl/curl.h>
#include <csignal>
#include <cstdlib>

#include <mutex>

#include "base/log.hpp"
#include "net/http_client.hpp"

namespace saksi::net {

void initialise() {
  static std::once_flag once;
  std::call_once(once, [] {
    // OpenSSL writes to sockets without MSG_NOSIGNAL: a peer that has gone must be an error, not
    // our end.
    std::signal(SIGPIPE, SIG_IGN);
    if (const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT); code != CURLE_OK) {
      log::error("setting up libcurl: {}", curl_easy_strerror(code));
      std::abort();
    }
    if (const int code = ares_library_init(ARES_LIB_INIT_ALL); code != ARES_SUCCESS) {
      log::error("setting up c-ares: {}", ares_strerror(code));
      std::abort();
    }
  });
}

}  // namespace saksi::net
