// SPDX-License-Identifier: Apache-2.0
#include "model/template.hpp"

#include <array>

namespace saksi {
namespace {

constexpr std::array<std::pair<std::string_view, Encoder>, 7> kEncoders{{
    {"raw", Encoder::raw},
    {"url", Encoder::url},
    {"html", Encoder::html},
    {"json", Encoder::json},
    {"base64", Encoder::base64},
    {"datauri", Encoder::datauri},
    {"number", Encoder::number},
}};

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 40) return false;
  for (const char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) return false;
  return true;
}

std::string cut(std::string_view text) { return std::string(text.substr(0, 40)); }

Result<TemplatePiece> parse_piece(std::string_view inner) {
  TemplatePiece piece;
  const std::size_t bar = inner.find('|');
  piece.name = std::string(inner.substr(0, bar));
  if (!is_name(piece.name))
    return fail("\"${" + cut(inner) +
                    "}\" is not a name; write ${name} of a-z, 0-9, - and _, or $${ for the two "
                    "characters themselves",
                ErrorKind::usage);
  if (bar == std::string_view::npos) return piece;
  const auto encoder = encoder_from_code(inner.substr(bar + 1));
  if (!encoder)
    return fail("\"${" + cut(inner) +
                    "}\" names no encoder; write one of: url, html, json, base64, datauri, number, "
                    "raw",
                ErrorKind::usage);
  piece.encoder = *encoder;
  return piece;
}

}  // namespace

std::optional<Encoder> encoder_from_code(std::string_view code) {
  for (const auto& [name, encoder] : kEncoders)
    if (name == code) return encoder;
  return std::nullopt;
}

Result<std::vector<TemplatePiece>> parse_template(std::string_view text) {
  std::vector<TemplatePiece> pieces;
  for (const std::string_view old : {"$user", "$password", "$picture"})
    if (text == old) {
      pieces.push_back({"", std::string(old.substr(1)), Encoder::plain});
      return pieces;
    }
  std::string plain;
  while (!text.empty()) {
    if (text.starts_with("$${")) {
      plain += "${";
      text.remove_prefix(3);
    } else if (text.starts_with("${")) {
      const std::size_t end = text.find('}');
      if (end == std::string_view::npos)
        return fail("\"" + cut(text) +
                        "\" has no closing }; write ${name}, or $${ for the two "
                        "characters themselves",
                    ErrorKind::usage);
      SAKSI_TRY_ASSIGN(TemplatePiece piece, parse_piece(text.substr(2, end - 2)));
      if (!plain.empty()) pieces.push_back({std::exchange(plain, {}), "", Encoder::plain});
      pieces.push_back(std::move(piece));
      text.remove_prefix(end + 1);
    } else {
      plain += text.front();
      text.remove_prefix(1);
    }
  }
  if (!plain.empty()) pieces.push_back({std::move(plain), "", Encoder::plain});
  return pieces;
}

std::optional<std::string> lone_name(std::string_view text) {
  const auto pieces = parse_template(text);
  if (!pieces || pieces->size() != 1 || pieces->front().name.empty()) return std::nullopt;
  return pieces->front().encoder == Encoder::plain ? std::optional(pieces->front().name)
                                                   : std::nullopt;
}

}  // namespace saksi
