// SPDX-License-Identifier: Apache-2.0
//
// Requests and answers of a run as a person may see them and pass them on: what the run knows to be
// secret is erased wherever it stands, and the rest is redacted as bodies are. Nothing is told
// before the run has ended, because a later answer may say which part of an earlier one was a
// token.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "net/http_client.hpp"
#include "probes/probes.hpp"
#include "probes/values.hpp"

namespace saksi::probes {

// Texts that may stand nowhere: the account's password in every dress, its name, taken values.
class Secrets {
 public:
  void add(const std::string& secret);  // and as forms, JSON, HTML, URLs and base64 write it
  void add_values(const Values& values, const std::vector<Taken>& taken);
  [[nodiscard]] std::string erase(std::string text) const;
  // What is kept of a body: its beginning without these, redacted. Of a long one no more is looked
  // at than what is kept can need, because all others wait meanwhile.
  [[nodiscard]] std::string scrub(std::string_view body) const;

 private:
  struct LongerFirst {
    bool operator()(const std::string& a, const std::string& b) const {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    }
  };
  std::set<std::string, LongerFirst> all_;
};

class Exchanges {
 public:
  void note(std::string step, const net::HttpRequest& request, const net::SessionOptions& session,
            const net::HttpObservation& seen);
  // All of them, scrubbed; `secrets` are the run's, to which come the cookies that were set.
  [[nodiscard]] std::vector<Exchange> told(Secrets secrets) const;

 private:
  struct Raw {
    std::string step;
    net::HttpRequest request;
    net::HttpObservation seen;
  };
  std::vector<Raw> raw_;
};

}  // namespace saksi::probes
