// SPDX-License-Identifier: Apache-2.0
#include "paper/spell.hpp"

#include <array>

namespace saksi::paper {
namespace {

constexpr std::array<const char*, 12> kSmall{"nol",     "satu",     "dua",     "tiga",
                                             "empat",   "lima",     "enam",    "tujuh",
                                             "delapan", "sembilan", "sepuluh", "sebelas"};

std::string joined(std::string head, int rest) {
  return rest == 0 ? head : head + ' ' + spelled(rest);
}

}  // namespace

std::string spelled(int number) {
  if (number < 0 || number > 999'999) return std::to_string(number);
  if (number < 12) return kSmall[static_cast<std::size_t>(number)];
  if (number < 20) return spelled(number - 10) + " belas";
  if (number < 100) return joined(spelled(number / 10) + " puluh", number % 10);
  // One hundred and one thousand have words of their own: not "satu ratus".
  if (number < 200) return joined("seratus", number - 100);
  if (number < 1000) return joined(spelled(number / 100) + " ratus", number % 100);
  if (number < 2000) return joined("seribu", number - 1000);
  return joined(spelled(number / 1000) + " ribu", number % 1000);
}

}  // namespace saksi::paper
