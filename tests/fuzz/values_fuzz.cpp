// SPDX-License-Identifier: Apache-2.0
//
// Values of a hostile page in the texts of a journey: none ends the place where it is put, the
// password is known to be there wherever it is, a template prints back to itself.
#include "probes/values.hpp"

#include "fuzz/fuzz.hpp"
#include "net/percent.hpp"
#include "probes/text.hpp"

using namespace saksi;
using namespace saksi::probes;

namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string from_base64(std::string_view text) {
  std::string bytes;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::size_t value = kBase64.find(c);
    CLAIM(value != std::string_view::npos);
    bits = bits << 6U | static_cast<unsigned>(value);
    if ((count += 6) >= 8) bytes += static_cast<char>(bits >> (count -= 8) & 0xFFU);
  }
  return bytes;
}

std::string print(const std::vector<TemplatePiece>& pieces) {
  constexpr std::string_view codes[] = {"",      "|raw",    "|url",     "|html",
                                        "|json", "|base64", "|datauri", "|number"};
  std::string text;
  for (const TemplatePiece& piece : pieces) {
    if (!piece.name.empty()) {
      text += "${" + piece.name;
      text += codes[static_cast<std::size_t>(piece.encoder)];
      text += '}';
      continue;
    }
    std::string plain = piece.text;
    for (auto at = plain.find("${"); at != std::string::npos; at = plain.find("${", at + 3))
      plain.insert(at, "$");
    text += plain;
  }
  return text;
}

void check_encoders(const std::string& value) {
  const std::string url = encoded(value, Encoder::url);
  CLAIM(url.find_first_of("/?#&=+\"'<> \r\n;:@") == std::string::npos && !fuzz::has_control(url));
  const auto plain = net::percent_decoded(url, false);
  CLAIM(plain ? *plain == value : value.find('\0') != std::string::npos);
  CLAIM(encoded(value, Encoder::html).find_first_of("<>\"'") == std::string::npos);
  const auto json = parse_json("\"" + encoded(value, Encoder::json) + "\"", std::string::npos);
  CLAIM(json && json->is_string());
  CLAIM(!fuzz::is_utf8(value) || *json == value);
  CLAIM(from_base64(encoded(value, Encoder::base64)) == value);
  CLAIM(encoded(value, Encoder::datauri) ==
        "data:image/png;base64," + encoded(value, Encoder::base64));
}

// Whatever the values are, only leaves change.
void same_shape(const Json& shape, const Json& filled) {
  CLAIM(shape.is_string() ? filled.is_string() || filled.is_number()
                          : shape.type() == filled.type());
  CLAIM(!shape.is_structured() || shape.size() == filled.size());
  if (shape.is_object())
    for (const auto& [key, child] : shape.items()) {
      CLAIM(filled.contains(key));
      same_shape(child, filled[key]);
    }
  if (shape.is_array())
    for (std::size_t i = 0; i < shape.size(); ++i) same_shape(shape[i], filled[i]);
  if (!shape.is_string() && !shape.is_structured()) CLAIM(shape == filled);
}

}  // namespace

SAKSI_FUZZ(bytes) {
  const auto part = fuzz::parts(bytes, 3);
  const std::string value(part[1]);
  check_encoders(value);
  Values values;
  values.named = {{"a", value}, {"token", value}};
  values.user = "akun.uji";
  values.password = Secret("R4hasia");

  if (const auto pieces = parse_template(part[0])) {
    const std::string printed = print(*pieces);
    const auto again = parse_template(printed);
    CLAIM(again && print(*again) == printed);
    for (const Encoder place : {Encoder::raw, Encoder::url, Encoder::json, Encoder::base64}) {
      const auto filled = values.fill(part[0], place);
      if (!filled) continue;
      const bool there = printed.find("${password") != std::string::npos &&
                         printed.find("$${password") == std::string::npos;
      CLAIM(!there || filled->secret);
      const bool shown = filled->text.find("R4hasia") != std::string::npos &&
                         part[0].find("R4hasia") == std::string_view::npos &&
                         value.find("R4hasia") == std::string::npos;
      CLAIM(!shown || filled->secret);
    }
  }
  if (const auto shape = parse_json(part[2])) {
    bool secret = false;
    if (const auto filled = values.fill(*shape, secret)) {
      same_shape(*shape, *filled);
      static_cast<void>(filled->dump(-1, ' ', false, Json::error_handler_t::replace));
    }
  }
}
