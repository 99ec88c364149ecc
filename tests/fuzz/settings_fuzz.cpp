// SPDX-License-Identifier: Apache-2.0
//
// A whole configuration of anybody: it is accepted or refused with places and clean words, never
// anything else; and the addresses that are accepted are those that the client will read.
#include <algorithm>

#include "fuzz/fuzz.hpp"
#include "net/socket_address.hpp"
#include "net/url.hpp"
#include "settings/read.hpp"
#include "settings/values.hpp"

using namespace saksi;
using namespace saksi::settings;

namespace {

void check_text(const std::string& text) {
  if (check_https(text)) {
    const auto url = net::parse_url(text);
    CLAIM(url.has_value() && url->scheme == "https");
    CLAIM(host_in(text) == url->host);
  }
  if (check_address(text)) CLAIM(net::parse_url(text).has_value());
  if (check_path(text)) {
    const auto url = net::parse_url("https://absen.example" + text);
    CLAIM(url.has_value() && url->host == "absen.example");
  }
  if (check_host(text)) CLAIM(text.find_first_of("/@?# ") == std::string::npos);
  CLAIM(is_ip(text) == (net::socket_address(text).size != 0));
  if (const auto days = parse_weekdays(text)) {
    CLAIM(!days->empty() && days->size() <= 7 && days->back() <= 6);
    CLAIM(std::is_sorted(days->begin(), days->end()));
  }
  const std::string near = nearest(text, {"targets", "vantages", "calendars"});
  CLAIM(near.empty() || near == "targets" || near == "vantages" || near == "calendars");
}

}  // namespace

SAKSI_FUZZ(bytes) {
  const std::string text(bytes);
  if (text.size() < 300 && text.find('\0') == std::string::npos) check_text(text);
  const Reading reading = read_text(text, "saksi.yaml");
  if (reading) {
    for (const auto& target : reading->targets) {
      CLAIM(is_id(target.id.text) && check_https(target.url));
      CLAIM(net::parse_url(target.url).has_value());
    }
    return;
  }
  CLAIM(!reading.error().lines.empty());
  for (const std::string& line : reading.error().lines) {
    CLAIM(line.starts_with("saksi.yaml:") && fuzz::is_utf8(line));
    CLAIM(!fuzz::has_control(line));
    const auto colon = line.find(':', 11);
    CLAIM(colon != std::string::npos && colon > 11);
    CLAIM(line.substr(11, colon - 11).find_first_not_of("0123456789") == std::string::npos);
  }
}
