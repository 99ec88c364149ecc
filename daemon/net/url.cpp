// SPDX-License-Identifier: Apache-2.0
#include "net/url.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "net/http_client.hpp"

namespace saksi::net {
namespace {

constexpr std::size_t kLongestUrl = 8192;

struct UrlCloser {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, UrlCloser>;

std::optional<std::string> part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return std::nullopt;
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
  return std::string(text);
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool acceptable(const std::string& text) {
  return !text.empty() && text.size() <= kLongestUrl &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
}

bool set(CURLU* url, CURLUPart which, const char* text) {
  return curl_url_set(url, which, text, CURLU_DISALLOW_USER | CURLU_ALLOW_SPACE) == CURLUE_OK;
}

std::optional<Url> read(CURLU* url) {
  if (curl_url_set(url, CURLUPART_FRAGMENT, nullptr, 0) != CURLUE_OK) return std::nullopt;
  const auto scheme = part(url, CURLUPART_SCHEME);
  const auto host = part(url, CURLUPART_HOST, CURLU_PUNYCODE);
  const auto port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  const auto text = part(url, CURLUPART_URL, CURLU_URLENCODE);
  if (!scheme || !host || host->empty() || !port || !text || text->size() > kLongestUrl)
    return std::nullopt;
  // libcurl leaves a blank in a query as it is; a request line ends there.
  std::string line;
  for (const char c : *text) line += c == ' ' ? std::string("%20") : std::string(1, c);
  if (line.size() > kLongestUrl) return std::nullopt;
  Url result{std::move(line), lower(*scheme), lower(*host), *port};
  if (result.scheme != "http" && result.scheme != "https") return std::nullopt;
  if (result.host.front() == '[') result.host = result.host.substr(1, result.host.size() - 2);
  // What libcurl lets pass as a name, and no name can hold.
  if (result.host.find_first_of("/?#@ []%") != std::string::npos) return std::nullopt;
  return result;
}

// Browsers take away the white space around a reference before they read it.
std::string trimmed(const std::string& text) {
  const auto space = " \t\r\n\f";
  const auto first = text.find_first_not_of(space);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

}  // namespace

std::optional<Url> parse_url(const std::string& text) {
  if (!acceptable(text)) return std::nullopt;
  const UrlHandle url(curl_url());
  if (!url || !set(url.get(), CURLUPART_URL, text.c_str())) return std::nullopt;
  return read(url.get());
}

std::string join_url(const std::string& base, const std::string& reference) {
  const std::string relative = trimmed(reference);
  if (!acceptable(base)) return {};
  const UrlHandle url(curl_url());
  if (!url || !set(url.get(), CURLUPART_URL, base.c_str())) return {};
  // RFC 3986 section 5.2.2: an empty reference, or a fragment alone, is the same document.
  if (!relative.empty() && relative.front() != '#') {
    if (!acceptable(relative) || !set(url.get(), CURLUPART_URL, relative.c_str())) return {};
  }
  const auto result = read(url.get());
  return result ? result->text : std::string{};
}

std::string host_of(const std::string& url) {
  const auto parsed = parse_url(url);
  return parsed ? parsed->host : std::string{};
}

}  // namespace saksi::net
