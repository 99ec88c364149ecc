// SPDX-License-Identifier: Apache-2.0
#include "paper/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace saksi::paper {

Result<Qr> qr_of(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), &QRcode_free);
  if (!code) return fail("no QR code can hold \"" + text.substr(0, 100) + "\"");
  Qr qr;
  qr.size = code->width;
  const auto modules = static_cast<std::size_t>(qr.size) * static_cast<std::size_t>(qr.size);
  qr.dark.reserve(modules);
  for (std::size_t i = 0; i < modules; ++i) qr.dark.push_back((code->data[i] & 1U) != 0);
  return qr;
}

}  // namespace saksi::paper
