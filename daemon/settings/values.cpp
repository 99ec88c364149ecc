// SPDX-License-Identifier: Apache-2.0
#include "settings/values.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <optional>

#include "settings/yaml.hpp"

namespace saksi::settings {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"sun", "mon", "tue", "wed",
                                                    "thu", "fri", "sat"};

tl::unexpected<Error> wrong(std::string message) {
  return fail(std::move(message), ErrorKind::usage);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<unsigned> weekday(std::string_view name) {
  const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), trimmed(name));
  if (found == kWeekdays.end()) return std::nullopt;
  return static_cast<unsigned>(found - kWeekdays.begin());
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && port >= 1 &&
         port <= 65535;
}

// As inet_ntop writes it, and so everybody who compares two of them.
bool is_plain_v6(std::string_view text) {
  in6_addr address{};
  std::array<char, INET6_ADDRSTRLEN> plain{};
  const std::string own(text);
  return own.find('\0') == std::string::npos && inet_pton(AF_INET6, own.c_str(), &address) == 1 &&
         inet_ntop(AF_INET6, &address, plain.data(), plain.size()) != nullptr &&
         lowered(own) == plain.data();
}

// "443", "127.1", "0x7f.1" and "192.0.2.010" are addresses to libcurl and to browsers, each its own
// way. What ends in a number is taken as the four plain numbers that everybody reads alike, or not.
bool is_other_spelling_of_an_address(std::string_view text) {
  const std::string_view last = text.substr(text.rfind('.') + 1);
  const bool hex = last.size() >= 2 && last[0] == '0' && (last[1] == 'x' || last[1] == 'X') &&
                   last.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
  return (hex || last.find_first_not_of("0123456789") == std::string_view::npos) &&
         !is_ip(std::string(text));
}

bool is_host(std::string_view text) {
  if (text.empty() || text.size() > 253 || is_other_spelling_of_an_address(text)) return false;
  std::size_t label = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (c == '.') {
      if (label == 0 || text[i - 1] == '-') return false;
      label = 0;
    } else if (!(letter || (c == '-' && label > 0)) || ++label > 63) {
      return false;
    }
  }
  return label > 0 && text.back() != '-';
}

// "host", "host:port", "[2001:db8::1]:port".
bool is_authority(std::string_view text, bool port_needed = false) {
  std::string_view port;
  bool has_port = false;
  if (!text.empty() && text.front() == '[') {
    const auto end = text.find(']');
    if (end == std::string_view::npos || !is_plain_v6(text.substr(1, end - 1))) return false;
    if (end + 1 < text.size()) {
      if (text[end + 1] != ':') return false;
      has_port = true;
      port = text.substr(end + 2);
    }
  } else {
    const auto colon = text.find(':');
    if (!is_host(text.substr(0, colon))) return false;
    if (colon != std::string_view::npos) {
      has_port = true;
      port = text.substr(colon + 1);
    }
  }
  return has_port ? is_port(port) : !port_needed;
}

struct Parts {
  std::string_view scheme, authority, rest;
};
Parts parts(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) return {{}, text, {}};
  const std::string_view after = text.substr(scheme + 3);
  const auto end = std::min(after.find_first_of("/?#"), after.size());
  return {text.substr(0, scheme), after.substr(0, end), after.substr(end)};
}

// Visible ASCII only, so that nothing can end a request line or a log line early.
bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

constexpr std::size_t kMostAddress = 1024;

}  // namespace

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_short_name(std::string_view text) {
  return text.size() >= 2 && text.size() <= 12 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

bool is_ip(const std::string& text) {
  in6_addr address{};
  return text.find('\0') == std::string::npos && (inet_pton(AF_INET, text.c_str(), &address) == 1 ||
                                                  inet_pton(AF_INET6, text.c_str(), &address) == 1);
}

Result<std::vector<unsigned>> parse_weekdays(std::string_view text) {
  std::vector<unsigned> days;
  while (true) {
    const auto comma = std::min(text.find(','), text.size());
    const std::string_view part = trimmed(text.substr(0, comma));
    const auto dash = part.find('-');
    const auto first = weekday(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : weekday(part.substr(dash + 1));
    if (!first || !last)
      return wrong(fmt::format(
          "\"{}\" is not a weekday; write mon, tue, wed, thu, fri, sat, sun, a range as "
          "mon-fri or a list of them",
          shown(part)));
    for (unsigned day = *first;; day = (day + 1) % 7) {
      if (std::find(days.begin(), days.end(), day) != days.end())
        return wrong(fmt::format("\"{}\" is there twice; write each weekday once", kWeekdays[day]));
      days.push_back(day);
      if (day == *last) break;
    }
    if (comma == text.size()) break;
    text.remove_prefix(comma + 1);
  }
  std::sort(days.begin(), days.end());
  return days;
}

Result<void> check_https(const std::string& text) {
  const Parts url = parts(text);
  if (url.authority.find('@') != std::string_view::npos)
    return wrong(
        "holds a user name or a password, which would end up in logs; write https://host alone");
  if (url.scheme != "https")
    return wrong(
        fmt::format("\"{}\" is not an https address, and a login sent without TLS can be read on "
                    "the way; write https://host",
                    shown(text)));
  if (!url.rest.empty())
    return wrong(
        fmt::format("\"{}\" has a path, but paths belong to the steps of the journey; write "
                    "https://{}",
                    shown(text), shown(url.authority)));
  if (text.size() > kMostAddress || !is_authority(url.authority))
    return wrong(fmt::format("\"{}\" has no valid host; write https://host or https://host:port",
                             shown(text)));
  return {};
}

Result<void> check_address(const std::string& text) {
  const Parts url = parts(text);
  if (url.authority.find('@') != std::string_view::npos)
    return wrong("holds a user name or a password, which would end up in logs; write it without");
  if ((url.scheme != "https" && url.scheme != "http") || !is_authority(url.authority) ||
      !is_visible(text) || text.size() > kMostAddress ||
      url.rest.find('#') != std::string_view::npos)
    return wrong(fmt::format("\"{}\" is not a web address; write https://host/path", shown(text)));
  return {};
}

Result<void> check_mail_server(const std::string& text) {
  const Parts url = parts(text);
  const bool scheme = url.scheme == "smtp" || url.scheme == "smtps";
  if (scheme && is_authority(url.authority, true) && url.rest.empty() && is_visible(text) &&
      text.size() <= kMostAddress && url.authority.find('@') == std::string_view::npos)
    return {};
  return wrong(fmt::format(
      "\"{}\" is not a mail server; write smtp://mail.example:587 or smtps://mail.example:465",
      shown(text)));
}

Result<void> check_mail_address(const std::string& text) {
  const std::size_t at = text.find('@');
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < 0x7F &&
           std::string_view("<>()[],;:\\\"").find(c) == std::string_view::npos;
  });
  if (plain && at != std::string::npos && at > 0 && at + 1 < text.size() &&
      text.find('@', at + 1) == std::string::npos && text.size() <= 254)
    return {};
  return wrong(fmt::format("\"{}\" is not a mail address; write name@host, without a display name",
                           shown(text)));
}

Result<void> check_control(const std::string& text) {
  const Parts url = parts(text);
  const bool https =
      url.scheme == "https" && is_authority(url.authority) && (url.rest == "/" || url.rest.empty());
  const bool tls = url.scheme == "tls" && is_authority(url.authority, true) && url.rest.empty();
  if ((https || tls) && text.size() <= kMostAddress) return {};
  return wrong(fmt::format(
      "\"{}\" is not a control; write https://host/ (asked with HEAD) or tls://host:443 "
      "(a handshake alone)",
      shown(text)));
}

Result<void> check_host(const std::string& text) {
  if (is_host(text) || is_ip(text)) return {};
  return wrong(fmt::format(
      "\"{}\" is not a host; write a name or an IP address without scheme, port and path",
      shown(text)));
}

Result<void> check_name_server(const std::string& text) {
  std::string_view port;
  std::string address = text;
  if (text.starts_with('[')) {
    const auto end = text.find("]:");
    if (end != std::string::npos) {
      address = text.substr(1, end - 1);
      port = std::string_view(text).substr(end + 2);
    }
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    address = text.substr(0, text.find(':'));
    port = std::string_view(text).substr(text.find(':') + 1);
  }
  if (is_ip(address) && (is_port(port) || address.size() == text.size())) return {};
  return wrong(fmt::format(
      "\"{}\" is not a name server's address, and names cannot be looked up without one; "
      "write 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53",
      shown(text)));
}

Result<void> check_interface(const std::string& text) {
  if (!text.empty() && text.size() <= 15 && text != "." && text != ".." && is_visible(text) &&
      text.find_first_of("/:") == std::string::npos)
    return {};
  return wrong(fmt::format(
      "\"{}\" is not the name of an interface; write one as `ip link` shows it, as wwan0",
      shown(text)));
}

Result<void> check_namespace(const std::string& text) {
  const bool path = text.starts_with('/') && text.size() > 1 && text.size() <= 255;
  const bool name =
      !text.empty() && text.size() <= 64 && text[0] != '.' && text.find('/') == std::string::npos;
  if ((path || name) && is_visible(text)) return {};
  return wrong(fmt::format(
      "\"{}\" is not a network namespace; write a name as `ip netns list` shows it, or a path",
      shown(text)));
}

Result<void> check_proxy(const std::string& text) {
  const Parts url = parts(text);
  if ((url.scheme == "http" || url.scheme == "socks5h") && url.rest.empty() &&
      is_authority(url.authority, true) && text.size() <= kMostAddress)
    return {};
  return wrong(fmt::format(
      "\"{}\" is not a proxy; write http://host:port or socks5h://host:port, without a path and "
      "without a login",
      shown(text)));
}

Result<void> check_path(const std::string& text) {
  if (text.starts_with('/') && !text.starts_with("//") && is_visible(text) &&
      text.size() <= kMostAddress && text.find('#') == std::string::npos)
    return {};
  return wrong(
      fmt::format("\"{}\" is not a path on the target; write it from the first /, as in "
                  "/absensi/masuk, with other characters as %20",
                  shown(text)));
}

Result<void> check_step_path(const std::string& text) {
  if (text.starts_with("${")) return {};  // a link that a page gave; judged when it is known
  if (!text.starts_with("https://") && !text.starts_with("http://")) return check_path(text);
  const Parts url = parts(text);
  if (is_visible(text) && text.size() <= kMostAddress && text.find('#') == std::string::npos &&
      url.authority.find('@') == std::string_view::npos && is_authority(url.authority))
    return {};
  return wrong(fmt::format("\"{}\" is not an address; write https://host/path", shown(text)));
}

std::string host_in(const std::string& url) {
  std::string host(parts(url).authority);
  if (const auto colon = host.rfind(':');
      colon != std::string::npos && host.find(']', colon) == std::string::npos)
    host.resize(colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return lowered(std::move(host));
}

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

Result<void> check_other_host(const std::string& text) {
  if ((is_host(text) || is_ip(text)) && text == lowered(text)) return {};
  return wrong(
      fmt::format("\"{}\" is not a host name in small letters; write it alone, as in cdn.example",
                  shown(text)));
}

namespace {
Result<void> check_degrees(const std::string& text, double most) {
  double value = 0;
  const auto read =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (read.ec == std::errc{} && read.ptr == text.data() + text.size() && value >= -most &&
      value <= most)
    return {};
  return wrong(fmt::format("\"{}\" is not degrees from {} to {}; write them as \"-3.7928\"",
                           shown(text), -most, most));
}
}  // namespace

Result<void> check_latitude(const std::string& text) { return check_degrees(text, 90); }
Result<void> check_longitude(const std::string& text) { return check_degrees(text, 180); }

std::string nearest(std::string_view text, const std::vector<std::string>& candidates) {
  if (text.size() > 64) return {};
  std::string best;
  std::size_t best_distance = std::min<std::size_t>(2, text.size() / 2) + 1;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > 64) continue;
    // Levenshtein, one row at a time.
    std::vector<std::size_t> row(candidate.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= text.size(); ++i) {
      std::size_t diagonal = std::exchange(row[0], i);
      for (std::size_t j = 1; j <= candidate.size(); ++j) {
        const std::size_t change = diagonal + (text[i - 1] == candidate[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = candidate;
    }
  }
  return best;
}

}  // namespace saksi::settings
