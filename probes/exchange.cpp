// SPDX-License-Identifier: Apache-2.0
#include "probes/exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "probes/text.hpp"

namespace saksi::probes {

namespace {

constexpr std::size_t kShortestSecret = 4;  // shorter ones are everywhere, and no secret
constexpr std::size_t kShortestToken = 8;   // of a value that an answer gave

// Of these headers the value says nothing that is needed, and may be all that a thief needs.
constexpr std::array<std::string_view, 6> kSilent{
    "authorization", "proxy-authorization", "cookie", "x-csrf-token", "x-xsrf-token", "x-api-key"};

// "/absensi?tgl=[...]": which parameters there were, not what they said.
std::string without_query(const std::string& url) {
  const std::size_t query = url.find('?');
  if (query == std::string::npos) return url;
  std::string out = url.substr(0, query);
  std::string_view rest = std::string_view(url).substr(query + 1);
  rest = rest.substr(0, rest.find('#'));
  for (char before = '?'; !rest.empty(); before = '&') {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    out += before + std::string(pair.substr(0, pair.find('=')));
    if (pair.find('=') != std::string_view::npos) out += "=[...]";
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
  }
  return out;
}

// "absen_session=s1; path=/" -> its name, its value, what is left.
struct SetCookie {
  std::string name, value, attributes;
};
SetCookie set_cookie(const std::string& header) {
  const std::size_t equals = std::min(header.find('='), header.size());
  const std::size_t end = std::min(header.find(';'), header.size());
  if (equals >= end) return {"", header.substr(0, end), header.substr(end)};
  return {header.substr(0, equals), header.substr(equals + 1, end - equals - 1),
          header.substr(end)};
}

std::string header_value(const std::string& name, const std::string& value) {
  const std::string low = lower(name);
  if (std::find(kSilent.begin(), kSilent.end(), low) != kSilent.end())
    return fmt::format("[{} bytes]", value.size());
  if (low == "set-cookie") {
    const SetCookie cookie = set_cookie(value);
    return fmt::format("{}=[{} bytes]{}", cookie.name, cookie.value.size(), cookie.attributes);
  }
  if (low == "location" || low == "refresh" || low == "referer") return without_query(value);
  return value;
}

// "name: value" is redacted whole: what a value may say depends on its name.
std::pair<std::string, std::string> scrubbed(const std::string& name, const std::string& value,
                                             const Secrets& secrets) {
  if (lower(name) == "set-cookie")  // its name and attributes help
    return {name, redact(secrets.erase(header_value(name, value)), 1024)};
  const std::string line = redact(secrets.erase(name + ": " + header_value(name, value)), 1024);
  const std::size_t colon = line.find(": ");
  if (colon == std::string::npos) return {line, ""};
  return {line.substr(0, colon), line.substr(colon + 2)};
}

std::string about_body(const net::HttpRequest& request) {
  if (request.body.empty()) return "";
  for (const auto& [name, value] : request.headers)
    if (lower(name) == "content-type")
      return fmt::format("{}, {} bytes", value.substr(0, value.find(';')), request.body.size());
  return fmt::format("{} bytes", request.body.size());
}

}  // namespace

void Secrets::add(const std::string& secret) {
  if (secret.size() < kShortestSecret) return;
  all_.insert(secret);
  all_.insert(net::form_body({{"", secret}}).substr(1));
  for (const Encoder how : {Encoder::url, Encoder::html, Encoder::json, Encoder::base64})
    all_.insert(encoded(secret, how));
}

void Secrets::add_values(const Values& values, const std::vector<Taken>& taken) {
  add(values.password.reveal());
  add(values.user);
  for (const Taken& one : taken)
    if (const auto found = values.named.find(one.name);
        found != values.named.end() && found->second.size() >= kShortestToken)
      add(found->second);
}

// Written anew for each secret and not mended in place: who was sent the password can answer with
// nothing else, a hundred thousand times.
std::string Secrets::erase(std::string text) const {
  for (const std::string& secret : all_) {
    std::size_t at = text.find(secret), from = 0;
    if (at == std::string::npos) continue;
    std::string rest;
    for (; at != std::string::npos; at = text.find(secret, from)) {
      rest.append(text, from, at - from).append("[...]");
      from = at + secret.size();
    }
    text = rest.append(text, from);
  }
  return text;
}

std::string Secrets::scrub(std::string_view body) const {
  constexpr std::size_t looked_at = 64U << 10;  // of which 2 KiB are kept
  const bool goes_on = body.size() > looked_at;
  std::string text(body.substr(0, looked_at));
  if (goes_on)
    for (const std::string& secret : all_) {  // of which the cut left but the beginning
      std::size_t half = std::min(secret.size() - 1, text.size());
      while (half > 0 && !text.ends_with(std::string_view(secret).substr(0, half))) --half;
      text.resize(text.size() - half);
    }
  return redact(erase(std::move(text)), 2048, goes_on);
}

void Exchanges::note(std::string step, const net::HttpRequest& request,
                     const net::SessionOptions& session, const net::HttpObservation& seen) {
  Raw raw{std::move(step), request, seen};
  raw.request.headers.emplace_back("User-Agent", session.user_agent);
  raw.request.headers.insert(raw.request.headers.end(), session.headers.begin(),
                             session.headers.end());
  raw_.push_back(std::move(raw));
}

std::vector<Exchange> Exchanges::told(Secrets secrets) const {
  for (const Raw& raw : raw_)
    for (const auto& [name, value] : raw.seen.headers)
      if (name == "set-cookie")
        if (const std::string cookie = set_cookie(value).value; cookie.size() >= kShortestToken)
          secrets.add(cookie);
  std::vector<Exchange> all;
  for (const Raw& raw : raw_) {
    Exchange told;
    told.step = raw.step;
    told.method = raw.request.method;
    told.url = redact(secrets.erase(without_query(raw.request.url)), 500);
    told.sent = about_body(raw.request);
    for (const auto& [name, value] : raw.request.headers)
      told.asked.push_back(scrubbed(name, value, secrets));
    told.status = raw.seen.status;
    for (const auto& [name, value] : raw.seen.headers)
      told.answered.push_back(scrubbed(name, value, secrets));
    told.body = secrets.scrub(raw.seen.body);
    all.push_back(std::move(told));
  }
  return all;
}

}  // namespace saksi::probes
