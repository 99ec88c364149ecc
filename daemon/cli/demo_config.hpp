// SPDX-License-Identifier: Apache-2.0
//
// The configuration that a demo's hub runs on: the same YAML that an operator would write.
#pragma once

#include <string>

#include "demo/demo.hpp"

namespace saksi::cli {

struct DemoPlaces {
  std::string directory;  // of the store
  std::uint16_t pages = 0, operations = 0;
  std::vector<std::string> alertmanagers;
  std::string webhook;                       // URL, may be empty
  std::string telegram_api, telegram_token;  // base of a Bot API and a file; may be empty
};

[[nodiscard]] std::string demo_yaml(const demo::Day& day, const demo::AttendanceWeb& web,
                                    const DemoPlaces& places);

}  // namespace saksi::cli
