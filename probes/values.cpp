// SPDX-License-Identifier: Apache-2.0
#include "probes/values.hpp"

#include <charconv>

#include "base/base64.hpp"
#include "probes/picture.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

// RFC 3986 section 2.3: all but the unreserved characters.
std::string url(const std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain)
      out += c;
    else
      (out += '%') += digits[byte >> 4], out += digits[byte & 15];
  }
  return out;
}

std::string html(const std::string& text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string json(const std::string& text) {
  const std::string quoted = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::string encoded(const std::string& value, Encoder encoder) {
  switch (encoder) {
    case Encoder::plain:
    case Encoder::raw:
    case Encoder::number:
      return value;
    case Encoder::url:
      return url(value);
    case Encoder::html:
      return html(value);
    case Encoder::json:
      return json(value);
    case Encoder::base64:
      return base64(value);
    case Encoder::datauri:
      return "data:image/png;base64," + base64(value);
  }
  std::abort();
}

Result<std::string> Values::value(const std::string& name) const {
  if (name == "user") return user;
  if (name == "password") return password.reveal();
  if (name == "picture") return test_picture();
  if (const auto found = named.find(name); found != named.end()) return found->second;
  return fail("nothing is called ${" + name + "} in this run", ErrorKind::usage);
}

Result<Filled> Values::fill(std::string_view text, Encoder by_itself) const {
  SAKSI_TRY_ASSIGN(const auto pieces, parse_template(text));
  Filled filled;
  for (const TemplatePiece& piece : pieces) {
    if (piece.name.empty()) {
      filled.text += piece.text;
      continue;
    }
    SAKSI_TRY_ASSIGN(const std::string known, value(piece.name));
    filled.text += encoded(known, piece.encoder == Encoder::plain ? by_itself : piece.encoder);
    filled.secret |= piece.name == "password" && !known.empty();
  }
  return filled;
}

Result<Json> Values::fill(const Json& shape, bool& secret) const {
  if (shape.is_string()) {
    const auto& text = shape.get_ref<const std::string&>();
    SAKSI_TRY_ASSIGN(Filled filled, fill(text));
    secret |= filled.secret;
    SAKSI_TRY_ASSIGN(const auto pieces, parse_template(text));
    if (pieces.size() != 1 || pieces[0].encoder != Encoder::number) return Json(filled.text);
    double number = 0;
    const char *begin = filled.text.data(), *end = begin + filled.text.size();
    const auto read = std::from_chars(begin, end, number);
    if (read.ec != std::errc{} || read.ptr != end || !(number > -1e15 && number < 1e15))
      return fail("${" + pieces[0].name + "} is not a number", ErrorKind::usage);
    return Json(number);
  }
  Json out = shape;
  if (out.is_structured())
    for (Json& child : out) {
      SAKSI_TRY_ASSIGN(child, fill(child, secret));
    }
  return out;
}

Result<Step> Values::fill_checks(const Step& step) const {
  Step filled = step;
  for (auto* checks : {&filled.expect, &filled.not_open, &filled.rule_reject, &filled.probe_problem,
                       &filled.forbidden})
    for (Assertion& check : *checks) {
      if (check.literal || !check.value.is_string() || check.test == Assertion::Test::regex)
        continue;
      SAKSI_TRY_ASSIGN(Filled text, fill(check.value.get_ref<const std::string&>()));
      check.value = std::move(text.text);
    }
  return filled;
}

}  // namespace saksi::probes
