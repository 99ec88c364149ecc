// SPDX-License-Identifier: Apache-2.0
#include "probes/text.hpp"

#include <cstdint>

namespace saksi::probes {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Length of the white space that starts `text`, or 0.
std::size_t space_length(std::string_view text) {
  const char c = text.front();
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (text.starts_with("\xC2\xA0")) return 2;
  if (text.starts_with("&nbsp;")) return 6;
  return 0;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

bool token_name(std::string_view name) {
  const std::string lowered = lower(name);
  return lowered.find("csrf") != std::string::npos || lowered.find("token") != std::string::npos;
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const std::size_t space = space_length(text); space != 0) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      text.remove_prefix(space);
    } else {
      out += lower(text.front());
      text.remove_prefix(1);
    }
  }
  return out;
}

bool holds(const std::string& haystack, std::string_view marker) {
  std::string wanted = fold(marker);
  // A marker's outer white space is a slip of the pen in the configuration.
  while (wanted.ends_with(' ')) wanted.pop_back();
  return !wanted.empty() && haystack.find(wanted) != std::string::npos;
}

std::size_t utf8_length(std::string_view bytes) {
  const auto byte = [&](std::size_t i) {
    return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : std::uint8_t{0};
  };
  const auto follows = [&](std::size_t i, std::uint8_t low = 0x80, std::uint8_t high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  // The table of RFC 3629 section 4: no overlong forms, no surrogates, nothing over U+10FFFF.
  const std::uint8_t lead = byte(0);
  if (bytes.empty()) return 0;
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const std::uint8_t low = lead == 0xE0 ? 0xA0 : 0x80;
    const std::uint8_t high = lead == 0xED ? 0x9F : 0xBF;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const std::uint8_t low = lead == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = lead == 0xF4 ? 0x8F : 0xBF;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

std::string clean_utf8(std::string_view bytes, std::size_t most) {
  std::string out;
  while (!bytes.empty()) {
    std::size_t length = utf8_length(bytes);
    std::string_view piece = length == 0 ? kReplacement : bytes.substr(0, length);
    if (length == 0) length = 1;
    if (piece == std::string_view("\0", 1))
      piece = {};
    else if (piece.size() == 1 &&
             (piece.front() == '\x7F' || (piece.front() >= 0 && piece.front() < ' ' &&
                                          piece.front() != '\n' && piece.front() != '\t')))
      piece = " ";
    if (out.size() + piece.size() > most) break;
    out += piece;
    bytes.remove_prefix(length);
  }
  return out;
}

}  // namespace saksi::probes
