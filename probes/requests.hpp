// SPDX-License-Identifier: Apache-2.0
//
// From what a page asked for to what is sent. Pure. A page is foreign: it may name the fields, but
// it may not send the account anywhere but home.
#pragma once

#include <optional>
#include <string>

#include "probes/probes.hpp"

namespace saksi::probes {

// The latest page that a journey read, and where from.
struct ReadPage {
  PageFacts facts;
  std::string url;
};

// A request, or why there can be none.
struct Prepared {
  net::HttpRequest request;
  std::optional<Verdict> obstacle;
};

// True where `url` is on the host of `base` and no less protected than it.
[[nodiscard]] bool stays_home(const std::string& base, const std::string& url);

[[nodiscard]] net::HttpRequest page_request(const std::string& base, const Step& step);

// POST of the form: its hidden and preset fields, the step's fields over them, the token of a meta
// tag as X-CSRF-TOKEN where the form brings none. Obstacles: assert_missing_marker (no form), and
// http_redirect_bad (the form leads away from home).
[[nodiscard]] Prepared login_request(const std::string& base, const Step& step,
                                     const ReadPage* page, const std::string& user,
                                     const Secret& password);

// The check-in whole, as multipart/form-data with the test picture in each file field of the form,
// in each of the step's fields whose value is "$picture", or else in "foto".
[[nodiscard]] Prepared upload_request(const std::string& base, const Step& step,
                                      const ReadPage* page, const std::string& user);

}  // namespace saksi::probes
