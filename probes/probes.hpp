// SPDX-License-Identifier: Apache-2.0
//
// A run: one journey and its controls, from one vantage, on the loop. It gets its deadline and a
// completion; it never blocks, never retries, and ends by its time-out whatever the target does.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "model/direct.hpp"
#include "model/sample.hpp"
#include "net/http_client.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"

namespace saksi::probes {

enum class StepKind : std::uint8_t { page, login, data, upload, dns, tcp, tls, icmp, clock };

// What a journey needs, free of configuration's spelling: app translates Settings into this.
struct Step {
  std::string id;
  StepKind kind = StepKind::page;
  std::string path;                                         // empty: the action of the latest form
  std::vector<std::pair<std::string, std::string>> fields;  // "$user" and "$password" are replaced
  std::vector<std::string> expect, not_open, rule_reject, probe_problem, forbidden;
  std::vector<std::string> requires_json;
  unsigned redirects = 10;  // followed at most; each is a request, and a finding of its own
  Direct direct;            // of the kinds from dns on (direct.hpp); the family is every kind's
};
struct Journey {
  std::string id;
  Mode mode = Mode::dry;
  Duration late{0}, timeout{0}, slow{0};
  std::vector<Step> steps;
};
struct ControlHost {
  std::string id, url;
  net::SessionOptions session;
};

struct Run {
  std::string base_url;              // https://host[:port]
  const Journey* journey = nullptr;  // outlives the run
  net::SessionOptions session;
  std::string user;
  Secret password;
  std::vector<ControlHost> controls;  // asked at the same time
  Duration planned_steady{0};         // latency, late mark and time-out count from here
  // Asked before each request to the target; false ends the run without a word about the target.
  // Empty: all may be sent.
  std::function<bool()> may_send;
};

struct Outcome {
  Class cls = Class::ok;
  std::string step, rule;
  std::vector<StepFinding> steps;
  std::vector<ControlFinding> controls;
  Duration took{0};       // from the start of the run to its last byte
  unsigned requests = 0;  // that were sent to the target
  bool stopped = false;   // may_send said no: nothing is known but that all was well until then
  // Redacted body of the failing step, for the evidence; empty when it worked.
  std::string body;
  std::optional<Instant> certificate_not_after;
};

// Destroying it cancels: `late` and `done` are not called any more. `done` itself may destroy it.
class Running {
 public:
  virtual ~Running() = default;
};

// `late` is called once if the run is still without a result at its late mark, with the id of the
// step that it waits for.
[[nodiscard]] Result<std::unique_ptr<Running>> start(net::Loop& loop, net::Resolver& resolver,
                                                     Run run,
                                                     std::function<void(const std::string&)> late,
                                                     std::function<void(Outcome)> done);

// The decision for one answer: body markers before status, first match wins, with the rule's words.
// `after_login`: an earlier step logged in, so a login page in place of the page is a loop. Pure;
// see classify.cpp for the order.
struct Verdict {
  Class cls = Class::ok;
  std::string rule;
};
[[nodiscard]] Verdict classify(const Step& step, const net::HttpObservation& seen,
                               bool after_login = false);

// Cookies, tokens, Authorization, long digit runs (NIP, NIK, phones), e-mail addresses and base64
// pictures replaced; at most `most` bytes of valid UTF-8. What is hashed and kept.
[[nodiscard]] std::string redact(std::string_view body, std::size_t most = 2048);

// The first form of a page that has a password field, or else the first form: action, method and
// its hidden and preset fields, by a real HTML parser; and the CSRF token of a meta tag.
struct Form {
  std::string action, method;
  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<std::string> files;  // names of its file inputs
  bool password = false;           // it asks for one: a login form
};
struct PageFacts {
  std::optional<Form> form;
  std::string title, csrf_meta;
};
[[nodiscard]] PageFacts read_page(std::string_view html);

}  // namespace saksi::probes
