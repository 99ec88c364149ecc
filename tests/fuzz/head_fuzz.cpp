// SPDX-License-Identifier: Apache-2.0
//
// Heads of answers, read and written: never more than the caps, no line end in a field; and
// whatever a field of ours holds, the head that we write has that many lines. The cookie that a
// script would send is one of the jar's, and of that host.
#include "net/head_parser.hpp"

#include <memory>

#include "fuzz/fuzz.hpp"
#include "net/cookies.hpp"
#include "net/http_wire.hpp"

using namespace saksi;

namespace {

void read_lines(std::string_view text) {
  const net::HttpLimits limits{1000, 600, 12};
  net::HeadParser head(limits);
  std::size_t given = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    text.remove_prefix(line.size());
    given += line.size();
    const bool going_on = head.line(line);
    CLAIM(going_on == (head.refused() == Class::ok));
    CLAIM(!going_on || given <= limits.headers);
    if (!going_on) break;
  }
  CLAIM(!head.done() || head.status() >= 200);
  const auto headers = head.take();
  CLAIM(headers.size() <= limits.header_lines);
  std::size_t size = 0;
  for (const auto& [name, value] : headers) {
    size += name.size() + value.size();
    CLAIM(name.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ:\n") == std::string::npos);
    CLAIM(value.find('\n') == std::string::npos);
  }
  CLAIM(size <= limits.headers);
}

void write_and_read(const std::vector<std::string_view>& part) {
  net::ServerResponse response;
  response.status = 200;
  response.content_type = part[0];
  response.headers = {{"X-One", std::string(part[1])}, {"Location", std::string(part[2])}};
  response.body = part[2];
  for (const bool head_only : {false, true}) {
    std::string wire = net::wire_text(response, true, head_only);
    const std::size_t end = wire.find("\r\n\r\n") + 4;
    CLAIM(wire.substr(end) == (head_only ? "" : response.body));
    net::HeadParser head{net::HttpLimits{1 << 20, 1 << 20, 200}};
    for (std::string_view rest(wire.data(), end); !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n') + 1);
      CLAIM(line.ends_with("\r\n") && !fuzz::has_control(line.substr(0, line.size() - 2), "\t"));
      CLAIM(head.line(line));
      rest.remove_prefix(line.size());
    }
    CLAIM(head.done() && head.status() == 200);
    CLAIM(head.take().size() == (part[0].empty() ? 4u : 5u));
  }
}

void find_cookie(const std::vector<std::string_view>& part) {
  struct Closer {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  std::unique_ptr<curl_slist, Closer> list;
  for (std::string_view rest = part[2]; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    curl_slist* head = curl_slist_append(list.get(), std::string(line).c_str());
    CLAIM(head != nullptr);
    if (!list) list.reset(head);
  }
  const std::string name(part[0]), host(part[1]);
  const auto found = net::cookie_in(list.get(), name, host);
  if (!found) return;
  bool there = false;
  for (const curl_slist* at = list.get(); at != nullptr; at = at->next) {
    const std::string line = at->data, tail = "\t" + name + "\t" + *found;
    const std::size_t dot = line.find('\t');
    std::string domain = line.substr(0, dot);
    if (domain.starts_with("#HttpOnly_")) domain.erase(0, 10);
    if (domain.starts_with('.')) domain.erase(0, 1);
    there =
        there || (line.ends_with(tail) && (domain == host || ("." + host).ends_with("." + domain)));
  }
  CLAIM(there);
}

}  // namespace

SAKSI_FUZZ(bytes) {
  read_lines(bytes);
  const auto part = fuzz::parts(bytes, 3);
  write_and_read(part);
  if (bytes.find('\0') == std::string_view::npos) find_cookie(part);
}
