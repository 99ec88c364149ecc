// SPDX-License-Identifier: Apache-2.0
//
// The ${names} of a run, and texts filled in with them. Each value comes out encoded for the place
// where it is put, so that what a hostile page gave can end no header, field, URL or string.
#pragma once

#include <map>
#include <string>

#include "base/json.hpp"
#include "base/secret.hpp"
#include "model/template.hpp"
#include "probes/probes.hpp"

namespace saksi::probes {

struct Filled {
  std::string text;
  bool secret = false;  // the account's password is in it
};

class Values {
 public:
  std::map<std::string, std::string> named;  // lat, id, what was extracted
  std::string user;
  Secret password;

  // `by_itself`: how the place encodes where the text says nothing. An unknown name is an error.
  [[nodiscard]] Result<Filled> fill(std::string_view text, Encoder by_itself = Encoder::raw) const;
  // The string leaves filled in; "${lat|number}" alone becomes a number.
  [[nodiscard]] Result<Json> fill(const Json& shape, bool& secret) const;
  // Checks of the step with their names filled in.
  [[nodiscard]] Result<Step> fill_checks(const Step& step) const;

 private:
  [[nodiscard]] Result<std::string> value(const std::string& name) const;
};

[[nodiscard]] std::string encoded(const std::string& value, Encoder encoder);

}  // namespace saksi::probes
