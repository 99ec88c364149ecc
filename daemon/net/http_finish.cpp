// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include "base/digest.hpp"
#include "net/http_server.hpp"

namespace saksi::net {
namespace {

// A packet holds about this much; below it, gzip saves nobody a round trip.
constexpr std::size_t kWorthCompressing = 512;

// Nothing may run and nothing may be fetched from elsewhere; style is in the page itself.
constexpr const char* kDefaultPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

bool equals_folded(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Calls `each` for every trimmed element of a comma list until it returns true.
template <class Each>
bool any_of_list(std::string_view list, Each each) {
  while (!list.empty()) {
    const std::string_view element = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), element.size() + 1));
    if (each(trimmed(element))) return true;
  }
  return false;
}

const std::string* find_header(const ServerResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (equals_folded(key, name)) return &value;
  return nullptr;
}

void add_unless_set(ServerResponse& response, std::string_view name, std::string_view value) {
  if (find_header(response, name) == nullptr) response.headers.emplace_back(name, value);
}

bool is_compressible(std::string_view type) {
  return type.starts_with("text/") || type.starts_with("application/json") ||
         type.starts_with("image/svg+xml") || type.starts_with("application/xml") ||
         type.starts_with("application/x-ndjson");
}

// None when zlib has no memory: the answer then goes out as it is.
std::optional<std::string> gzipped(const std::string& bytes) {
  z_stream stream{};
  constexpr int kGzipFrame = 15 + 16;  // largest window, gzip header (RFC 1952)
  if (deflateInit2(&stream, 6, Z_DEFLATED, kGzipFrame, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return std::nullopt;
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in =
      const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));  // zlib does not write here
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) return std::nullopt;
  return out;
}

}  // namespace

bool takes_gzip(const ServerRequest& request) {
  return any_of_list(request.header("accept-encoding"), [](std::string_view element) {
    const std::string_view coding = trimmed(element.substr(0, element.find(';')));
    if (!equals_folded(coding, "gzip") && coding != "*") return false;
    const std::size_t weight = element.find("q=");
    if (weight == std::string_view::npos) return true;
    // A weight of 0 is a refusal (RFC 9110 12.4.2), however many zeros it is written with.
    return element.find_first_of("123456789", weight) != std::string_view::npos;
  });
}

ServerResponse revalidated(const ServerRequest& request, ServerResponse response) {
  const std::string* tag = find_header(response, "ETag");
  if (response.status != 200 || tag == nullptr ||
      (request.method != "GET" && request.method != "HEAD"))
    return response;
  // If-None-Match compares weakly (RFC 9110 13.1.2): W/"x" matches "x".
  const bool same = any_of_list(request.header("if-none-match"), [&](std::string_view known) {
    if (known.starts_with("W/")) known.remove_prefix(2);
    return known == "*" || known == *tag;
  });
  if (!same) return response;
  response.status = 304;
  response.body.clear();
  response.content_type.clear();
  std::erase_if(response.headers,
                [](const auto& header) { return equals_folded(header.first, "Content-Encoding"); });
  return response;
}

ServerResponse finish(const ServerRequest& request, ServerResponse response) {
  add_unless_set(response, "X-Content-Type-Options", "nosniff");
  add_unless_set(response, "Content-Security-Policy", kDefaultPolicy);
  add_unless_set(response, "Referrer-Policy", "no-referrer");
  add_unless_set(response, "Cache-Control",
                 "no-cache");  // keep it, but ask first: the ETag makes asking cheap

  std::string digest;
  if (response.status == 200) {
    const Digest whole = sha256(response.body);
    digest = hex(whole.data(), 16);
  }
  if (is_compressible(response.content_type) &&
      find_header(response, "Content-Encoding") == nullptr) {
    add_unless_set(response, "Vary", "Accept-Encoding");
    if (response.body.size() >= kWorthCompressing && takes_gzip(request)) {
      if (auto small = gzipped(response.body); small && small->size() < response.body.size()) {
        response.body = *std::move(small);
        response.headers.emplace_back("Content-Encoding", "gzip");
        digest += "-gz";  // a strong tag names bytes, so each encoding has its own (RFC 9110 8.8.3)
      }
    }
  }
  if (response.status == 200) add_unless_set(response, "ETag", "\"" + digest + "\"");
  return revalidated(request, std::move(response));
}

}  // namespace saksi::net
