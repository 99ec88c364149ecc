// SPDX-License-Identifier: Apache-2.0
//
// Forms, both ways: the fields that we write are the fields that a server reads; no name and no
// value becomes a field or a part of its own.
#include "fuzz/fuzz.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"

using namespace saksi;
using Fields = std::vector<std::pair<std::string, std::string>>;

namespace {

Fields fields_of(std::string_view text) {
  Fields fields;
  while (!text.empty() && fields.size() < 50) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t equals = std::min(line.find('='), line.size());
    fields.emplace_back(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
  }
  return fields;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1))
    ++found;
  return found;
}

}  // namespace

SAKSI_FUZZ(bytes) {
  net::ServerRequest foreign;
  foreign.query = bytes;
  std::size_t size = 0;
  for (const auto& [name, value] : foreign.parameters()) size += name.size() + value.size();
  CLAIM(size <= bytes.size());

  const Fields fields = fields_of(bytes);
  if (bytes.find('\0') == std::string_view::npos) {
    net::ServerRequest ours;
    ours.query = net::form_body(fields);
    CLAIM(!fuzz::has_control(ours.query) && ours.query.find(' ') == std::string::npos);
    CLAIM(ours.parameters() == fields);
  }
  constexpr std::string_view boundary = "----saksi-4b1d6f0a92c7e358";
  if (bytes.find(boundary) != std::string_view::npos) return;
  std::vector<net::HttpPart> parts;
  for (const auto& [name, value] : fields) parts.push_back({name, "x.png", "image/png", value});
  const std::string body = net::multipart_body(parts, std::string(boundary));
  CLAIM(count(body, boundary) == parts.size() + 1);
  // The head of each part is what we wrote: three lines, and the name between its quotes.
  std::string_view rest = body;
  for (const auto& [name, value] : fields) {
    const std::string_view head = rest.substr(0, rest.find("\r\n\r\n"));
    CLAIM(count(head, "\r\n") == 2 && count(head, "\"") == 4);
    rest.remove_prefix(head.size() + 4);
    CLAIM(rest.starts_with(value));
    rest.remove_prefix(value.size() + 2);
  }
}
