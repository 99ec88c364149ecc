// SPDX-License-Identifier: Apache-2.0
//
// What a browser makes of a form: the WHATWG URL standard's application/x-www-form-urlencoded
// serializer, and RFC 7578 with the HTML standard's escapes for names.
#include <string>

#include "net/http_client.hpp"

namespace saksi::net {
namespace {

void append_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '*' || c == '-' || c == '.' || c == '_';
    if (plain) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
}

// A name inside a quoted header parameter. A quote or a line end would end it early.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"')
      out += "%22";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace

std::string form_body(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    append_encoded(out, name);
    out += '=';
    append_encoded(out, value);
  }
  return out;
}

std::string multipart_body(const std::vector<HttpPart>& parts, const std::string& boundary) {
  std::string out;
  for (const auto& part : parts) {
    out += "--" + boundary + "\r\nContent-Disposition: form-data; name=" + quoted(part.name);
    if (!part.file_name.empty()) out += "; filename=" + quoted(part.file_name);
    if (!part.content_type.empty()) out += "\r\nContent-Type: " + part.content_type;
    out += "\r\n\r\n" + part.bytes + "\r\n";
  }
  return out + "--" + boundary + "--\r\n";
}

}  // namespace saksi::net
