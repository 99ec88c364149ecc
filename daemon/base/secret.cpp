// SPDX-License-Identifier: Apache-2.0
#include "base/secret.hpp"

#include <string.h>

#include "base/file.hpp"

namespace saksi {

Secret::~Secret() { ::explicit_bzero(text_.data(), text_.size()); }

Result<Secret> Secret::read(const std::string& path) {
  SAKSI_TRY_ASSIGN(std::string text, read_file(path, 4096));
  std::string line = text.substr(0, text.find_first_of("\r\n"));
  ::explicit_bzero(text.data(), text.size());
  if (line.empty()) return fail(path + ": the first line is empty; a secret is expected there");
  return Secret(std::move(line));
}

}  // namespace saksi
