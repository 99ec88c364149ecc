// SPDX-License-Identifier: Apache-2.0
//
// A text as the modules of a QR code (ISO/IEC 18004), error correction level M. Only qr.cpp knows
// libqrencode.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace saksi::paper {

inline constexpr int kQuiet = 4;  // modules that must stay white around it

struct Qr {
  int size = 0;  // modules a side, without the quiet zone
  std::vector<bool> dark;
  [[nodiscard]] bool at(int x, int y) const { return dark[static_cast<std::size_t>(y * size + x)]; }
};

Result<Qr> qr_of(const std::string& text);

}  // namespace saksi::paper
