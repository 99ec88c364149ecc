// SPDX-License-Identifier: Apache-2.0
//
// What is kept of a foreign answer: a secret of known dress, on a line of its own, is never in it,
// whatever stands around; redacting twice is redacting once; no long number is left.
#include <array>

#include "fuzz/fuzz.hpp"
#include "probes/probes.hpp"

using namespace saksi;

namespace {

constexpr std::array<std::string_view, 20> kDresses{
    "<input type=\"hidden\" name=\"_token\" value=\"K4nari\">",
    "<input value='K4nari' name=_token>",
    "<meta name=\"csrf-token\" content=\"K4nari\">",
    "password=K4nari&x=1",
    "Kata sandi: K4nari",
    "{\"password\": \"K4nari\"}",
    "{\"password\": \"a\\\"K4nari\"}",
    "{\"token\":[\"K4nari\"]}",
    "{\\\"api_token\\\":\\\"K4nari\\\"}",
    "window.csrfToken = 'K4nari';",
    "Set-Cookie: absen_session=K4nari; path=/",
    "Cookie: a=b; absen_session=K4nari",
    "Authorization: Basic K4nari",
    "Authorization: Bearer K4nari.x",
    "Bearer K4nariK4nari",
    "NIP: K4nari",
    "mailto:K4nari@disdik.example",
    "data:image/jpeg;base64,K4nari/+=",
    "eyJhbGciOiJIUzI1NiJ9.K4nari.K4nariK4nari",
    "K4nariK4nariK4nariK4nariK4nari",
};

void check_kept(std::string_view body, std::size_t most) {
  const std::string kept = probes::redact(body, most);
  CLAIM(kept.size() <= most);
  CLAIM(fuzz::is_utf8(kept) && !fuzz::has_control(kept, "\n\t"));
  CLAIM(probes::redact(kept, most) == kept);
  std::size_t digits = 0;
  for (const char c : kept) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    CLAIM(digits < 9);
  }
}

}  // namespace

SAKSI_FUZZ(bytes) {
  check_kept(bytes, 2048);
  check_kept(bytes, std::string::npos);
  check_kept(bytes, bytes.size() / 2);
  // Not in what is given, also once the bytes between are gone that no text keeps.
  std::string bare(bytes);
  std::erase_if(bare, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (bytes.empty() || bare.find("nari") != std::string::npos) return;
  const std::string_view dress = kDresses[static_cast<std::uint8_t>(bytes[0]) % kDresses.size()];
  const auto part = fuzz::parts(bytes.substr(1), 2);
  // A line before it that a tag, a quote or a list left open is read as one of these would be; so
  // it gets an end that closes what a line can close, and tags are left out.
  std::string before(part[0]);
  std::erase(before, '<');
  const std::string kept =
      probes::redact(before + ".\n" + std::string(dress) + "\n" + std::string(part[1]), 1 << 20);
  CLAIM(kept.find("nari") == std::string::npos);
}
