// SPDX-License-Identifier: Apache-2.0
//
// What the fuzz targets share. A target is a function of bytes; what it claims of them is checked
// by CLAIM, which stops the process, so that the fuzzer keeps the bytes.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// SAKSI_FUZZ(bytes) { ... }: the body of the target.
#define SAKSI_FUZZ(bytes)                                                        \
  static void one_input(std::string_view bytes);                                 \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) { \
    one_input({reinterpret_cast<const char*>(data), size});                      \
    return 0;                                                                    \
  }                                                                              \
  static void one_input(std::string_view bytes)

#define CLAIM(what) ((what) ? void() : ::saksi::fuzz::broken(#what, __FILE__, __LINE__))

namespace saksi::fuzz {

[[noreturn]] inline void broken(const char* claim, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, claim);
  std::abort();
}

// Cut at lines of "%%", so that seeds stay readable; what is missing is empty, the last one takes
// the rest.
inline std::vector<std::string_view> parts(std::string_view bytes, std::size_t count) {
  constexpr std::string_view mark = "\n%%\n";
  std::vector<std::string_view> found;
  while (found.size() + 1 < count) {
    const std::size_t at = bytes.find(mark);
    found.push_back(bytes.substr(0, at));
    bytes = at == std::string_view::npos ? std::string_view() : bytes.substr(at + mark.size());
  }
  found.push_back(bytes);
  return found;
}

// RFC 3629, told in another way than the code that is fuzzed tells it.
inline bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const std::size_t size = byte(0) < 0x80   ? 1
                             : byte(0) < 0xC0 ? 0
                             : byte(0) < 0xE0 ? 2
                             : byte(0) < 0xF0 ? 3
                             : byte(0) < 0xF8 ? 4
                                              : 0;
    if (size == 0 || at + size > text.size()) return false;
    unsigned point = size == 1 ? byte(0) : byte(0) & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
      if ((byte(i) & 0xC0U) != 0x80) return false;
      point = point << 6U | (byte(i) & 0x3FU);
    }
    constexpr unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < least[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
      return false;
    at += size;
  }
  return true;
}

inline bool has_control(std::string_view text, std::string_view but = "") {
  for (const char c : text)
    if (((c >= 0 && c < ' ') || c == '\x7F') && but.find(c) == std::string_view::npos) return true;
  return false;
}

}  // namespace saksi::fuzz
