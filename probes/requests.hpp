// SPDX-License-Identifier: Apache-2.0
//
// From what a step says and a page asked for to what is sent. Pure. A page is foreign: it may name
// the fields, but it may not send the account anywhere but home.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probes/probes.hpp"
#include "probes/values.hpp"

namespace saksi::probes {

// The latest page that a journey read, and where from.
struct ReadPage {
  PageFacts facts;
  std::string url;
};

// What a request is made from besides its step.
struct Asking {
  std::string base;                // the target
  std::vector<std::string> hosts;  // others that may be asked
  const Values& values;
  const ReadPage* page = nullptr;
  std::string sink_url;
};

// A request, or why there can be none.
struct Prepared {
  net::HttpRequest request;
  std::optional<Verdict> obstacle;
  bool secret = false;  // the account's password is in it: only home may see it
};

// True where `url` is on the host of `base` and no less protected than it.
[[nodiscard]] bool stays_home(const std::string& base, const std::string& url);
// The same, or one of the named hosts.
[[nodiscard]] bool may_ask(const Asking& asking, const std::string& url);

// page, data, asset: GET or HEAD of the path. login, upload, and a POST of a page: the latest
// page's form with its hidden and preset fields, the step's fields over them, the token of a meta
// tag as X-CSRF-TOKEN where the form brings none; a step that says its path needs no page before
// it, unless it is a login or an upload with fields. `json` is sent in the place of all fields. An
// upload is multipart unless the step says otherwise, with the test picture in each file field of
// the form, in each of the step's fields whose value is ${picture}, or else in "foto".
// Obstacles: assert_missing_marker (no form), http_redirect_bad (it leads away from where it may
// go), assert_schema (a value that no header may hold), invalid_monitor (a name without a value).
[[nodiscard]] Prepared prepare(const Asking& asking, const Step& step);

}  // namespace saksi::probes
