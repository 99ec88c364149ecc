// SPDX-License-Identifier: Apache-2.0
//
// Terbilang: numbers in Indonesian words, as official reports write their dates.
#pragma once

#include <string>

namespace saksi::paper {

// 0 to 999,999: "dua ribu dua puluh tiga". Outside of it the digits.
[[nodiscard]] std::string spelled(int number);

}  // namespace saksi::paper
