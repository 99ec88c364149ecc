// SPDX-License-Identifier: Apache-2.0
#include "probes/onward.hpp"

#include <charconv>

#include "probes/probes.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

// Longer ones are read by people: "you will be taken back in 30 seconds", a board that reloads.
constexpr double kMostSeconds = 5;

// "0; url=/absensi/pilih", with or without quotes, as old frameworks redirect.
std::string target_of(const std::string& url, std::string_view refresh) {
  const std::size_t from = refresh.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return "";
  double seconds = 0;
  std::from_chars(refresh.data() + from, refresh.data() + refresh.size(), seconds,
                  std::chars_format::fixed);
  const std::size_t at = lower(refresh).find("url");
  if (at == std::string::npos || seconds > kMostSeconds) return "";
  std::string target(refresh.substr(at + 3));
  std::erase_if(target,
                [](char c) { return c == '"' || c == '\'' || c == ' ' || c == '\r' || c == '\n'; });
  if (!target.starts_with('=') || target.size() == 1) return "";
  const std::string joined = net::join_url(url, target.substr(1));
  return joined == url ? "" : joined;  // a page that reloads itself goes nowhere
}

}  // namespace

std::string onward_of(const std::string& url, const net::HttpObservation& seen) {
  if (seen.status / 100 == 3) return seen.redirect;
  if (seen.status / 100 != 2) return "";
  if (const std::string* header = seen.header("refresh"))
    if (std::string target = target_of(url, *header); !target.empty()) return target;
  const std::string* type = seen.header("content-type");
  if (!type || lower(*type).find("html") == std::string::npos ||
      lower(seen.body).find("http-equiv") == std::string::npos)
    return "";
  return target_of(url, read_page(seen.body).refresh);
}

}  // namespace saksi::probes
