// SPDX-License-Identifier: Apache-2.0
//
// A run: one journey and its controls, from one vantage, on the loop. It gets its deadline and a
// completion; it never blocks, never retries, and ends by its time-out whatever the target does.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hpp"
#include "model/answer_rules.hpp"
#include "model/direct.hpp"
#include "model/sample.hpp"
#include "net/http_client.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"

namespace saksi::probes {

enum class StepKind : std::uint8_t { page, login, data, upload, asset, dns, tcp, tls, icmp, clock };
enum class Encoding : std::uint8_t { form, multipart };

// What a journey needs, free of configuration's spelling: app translates Settings into this. Texts
// that are sent may hold ${names}, see values.hpp.
struct Step {
  std::string id;
  StepKind kind = StepKind::page;
  std::string method;  // empty: as the kind has it
  bool safe = false;   // a POST of it changes nothing: only then a page or data step may be one
  std::string path;    // a path, an absolute URL, or empty: the action of the latest form
  std::vector<std::pair<std::string, std::string>> query, headers;
  std::vector<std::pair<std::string, std::string>> fields;
  std::optional<Encoding> encoding;  // of fields; nothing: multipart for an upload
  std::optional<Json> json;          // sent in the place of fields
  std::vector<Extraction> extract;
  std::vector<Assertion> expect, not_open, rule_reject, probe_problem, forbidden;
  std::vector<std::string> requires_json;
  std::vector<int> status;  // empty: 2xx. A redirect that is listed is not followed
  std::string type, title;  // content type; what the title must hold
  SizeLimits size;
  bool token = false;            // the page must bring one
  std::optional<bool> complete;  // must end with </html>; nothing: a page that began with <html>
  unsigned redirects = 10;       // followed at most; each is a request, and a finding of its own
  Direct direct;  // of the kinds from dns on (direct.hpp); the family is every kind's
};

// What a page of this step was like on good days. Without one nothing is compared.
struct Baseline {
  std::uint64_t bytes = 0;               // median, decoded
  std::vector<std::string> title_words;  // folded, of five letters and more
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
  std::string base_url;                       // https://host[:port]
  const Journey* journey = nullptr;           // outlives the run
  std::vector<std::string> hosts;             // others that may be asked; never with the password
  std::map<std::string, std::string> values;  // ${names} of the target: id, agency, lat ...
  std::string sink_url;                       // mode sink: where the upload goes
  std::map<std::string, Baseline> baselines;  // by step
  net::SessionOptions session;
  std::string user;
  Secret password;
  std::vector<ControlHost> controls;  // asked at the same time
  Duration planned_steady{0};         // latency, late mark and time-out count from here
  bool real = false;                  // of a journey of mode real: this run sends, others hold back
  std::size_t light_steps = 0;        // a light check: only so many of the steps; 0: all
  // Asked before each request to the target; false ends the run without a word about the target.
  // Empty: all may be sent.
  std::function<bool()> may_send;
  bool keep_exchanges = false;  // for people: Outcome::exchanges
};

struct Taken {  // out of an answer; never stored
  std::string step, name, masked;
};

// One request and its answer, scrubbed (exchange.hpp); for whoever runs a journey by hand.
struct Exchange {
  std::string step;         // the finding's id: "login.1" is a redirect's
  std::string method, url;  // parameters without their values
  std::string sent;         // what kind of body and how large; never the body
  int status = 0;
  std::vector<std::pair<std::string, std::string>> asked, answered;  // headers
  std::string body;                                                  // the first 2 KB
};

struct Outcome {
  Class cls = Class::ok;
  std::string step, rule;
  std::vector<StepFinding> steps;
  std::vector<ControlFinding> controls;
  Duration took{0};       // from the start of the run to its last byte
  unsigned requests = 0;  // that were sent to the target
  bool stopped = false;   // may_send said no: nothing is known but that all was well until then
  // The site's own wishes: when to come back (Retry-After of a 429 or 503), and to stop at all
  // (X-Saksi-Stop).
  std::optional<Duration> retry_after;
  bool asked_to_stop = false;
  // Redacted body of the failing step, for the evidence; empty when it worked.
  std::string body;
  std::optional<Instant> certificate_not_after;
  std::vector<Taken> taken;
  std::vector<Exchange> exchanges;
  std::map<std::string, std::string> titles;  // of the pages that worked, by step
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
                               bool after_login = false, const Baseline* usual = nullptr);

// Cookies, tokens, Authorization, long digit runs (NIP, NIK, phones), e-mail addresses and base64
// pictures replaced; at most `most` bytes of valid UTF-8. What is hashed and kept. `goes_on`:
// `body` is the beginning of something longer, so what its end is the half of cannot be known.
[[nodiscard]] std::string redact(std::string_view body, std::size_t most = 2048,
                                 bool goes_on = false);

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
  std::string refresh;  // content of <meta http-equiv=refresh>
  bool token = false;   // some form or meta tag brings a filled one
};
[[nodiscard]] PageFacts read_page(std::string_view html);

}  // namespace saksi::probes
