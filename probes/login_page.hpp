// SPDX-License-Identifier: Apache-2.0
//
// What a login page shows to somebody who writes a first configuration: its form as a run would
// read it (read_page), and around it what a person would look for. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probes/probes.hpp"

namespace saksi::probes {

struct LoginPage {
  std::string title;
  std::size_t forms = 0, password_forms = 0;
  std::size_t scripts = 0, styles = 0, images = 0;  // files that a browser would fetch as well
  // Of the form that a run would send: the first one that asks for a password.
  std::string action, method;
  std::string user_field, password_field;  // names; empty: not found
  std::vector<std::string> hidden;         // names of what the form sends unseen
  std::string csrf;                        // the one among them that looks like a token, or "meta"
  std::vector<std::string> others;         // further fields that a person fills in
  bool captcha = false;
  // Texts of the form that stand in the page's bytes as a run looks for them: at most three.
  std::vector<std::string> words;
};

[[nodiscard]] LoginPage read_login_page(std::string_view html);

}  // namespace saksi::probes
