// SPDX-License-Identifier: Apache-2.0
#include "model/day_seal.hpp"

namespace saksi {

std::string short_text(const Digest& digest) {
  std::string text = hex(digest).substr(0, 16);
  for (const std::size_t at : {12U, 8U, 4U}) text.insert(at, " ");
  return text;
}

}  // namespace saksi
