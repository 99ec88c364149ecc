// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <zlib.h>

#include "net/http_server.hpp"

namespace saksi::net {
namespace {

std::string header(const ServerResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

ServerRequest get(std::vector<std::pair<std::string, std::string>> headers = {}) {
  ServerRequest request;
  request.method = "GET";
  request.headers = std::move(headers);
  return request;
}

ServerResponse page(std::string body) {
  ServerResponse response;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(body);
  return response;
}

std::string gunzip(const std::string& bytes, std::size_t most) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(most, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(HttpFinish, LetsAPageRunNothingAndFetchNothingFromElsewhere) {
  const ServerResponse done = finish(get(), page("<p>halo"));

  EXPECT_EQ(
      header(done, "Content-Security-Policy"),
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; "
      "base-uri 'none'; frame-ancestors 'none'");
  EXPECT_EQ(header(done, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(done, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(header(done, "Vary"), "Accept-Encoding");
}

TEST(HttpFinish, KeepsAPolicyThatTheResponseBrings) {
  ServerResponse own = page("<p>halo");
  own.headers.emplace_back("content-security-policy", "sandbox");

  const ServerResponse done = finish(get(), own);

  EXPECT_EQ(header(done, "content-security-policy"), "sandbox");
  EXPECT_EQ(header(done, "Content-Security-Policy"), "");
}

TEST(HttpFinish, CompressesForThoseWhoTakeItAndOnlyForThem) {
  const std::string body(5000, 'a');
  struct {
    const char* accepts;
    bool compressed;
  } const cases[] = {{"gzip", true},      {"br, GZIP;q=0.5", true}, {"*", true},
                     {"gzip;q=0", false}, {"gzip; q=0.000", false}, {"br", false},
                     {"", false}};
  for (const auto& [accepts, compressed] : cases) {
    const ServerResponse done = finish(get({{"accept-encoding", accepts}}), page(body));
    EXPECT_EQ(header(done, "Content-Encoding"), compressed ? "gzip" : "") << accepts;
    EXPECT_EQ(compressed ? gunzip(done.body, 10'000) : done.body, body) << accepts;
  }
}

TEST(HttpFinish, LeavesShortPagesAndPicturesAsTheyAre) {
  ServerResponse picture = page(std::string(5000, 'a'));
  picture.content_type = "image/png";

  EXPECT_EQ(header(finish(get({{"accept-encoding", "gzip"}}), page("pendek")), "Content-Encoding"),
            "");
  EXPECT_EQ(header(finish(get({{"accept-encoding", "gzip"}}), picture), "Content-Encoding"), "");
}

TEST(HttpFinish, AnswersNotModifiedToWhoHasTheSameBytes) {
  const std::string body(5000, 'a');
  const std::string plain = header(finish(get(), page(body)), "ETag");
  const std::string packed = header(finish(get({{"accept-encoding", "gzip"}}), page(body)), "ETag");
  EXPECT_NE(plain, packed);

  for (const std::string& known : {plain, "\"other\", W/" + plain, std::string("*")}) {
    const ServerResponse done = finish(get({{"if-none-match", known}}), page(body));
    EXPECT_EQ(done.status, 304) << known;
    EXPECT_EQ(done.body, "");
    EXPECT_EQ(header(done, "ETag"), plain);
  }
  const ServerResponse again =
      finish(get({{"accept-encoding", "gzip"}, {"if-none-match", packed}}), page(body));
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(header(again, "Content-Encoding"), "");
  EXPECT_EQ(finish(get({{"if-none-match", packed}}), page(body)).status, 200);
  EXPECT_EQ(finish(get({{"if-none-match", plain}}), page(body + "b")).status, 200);
}

TEST(HttpFinish, NeverCallsAPostOrAnErrorNotModified) {
  ServerRequest post = get({{"if-none-match", "*"}});
  post.method = "POST";
  ServerResponse missing = page("tidak ada");
  missing.status = 404;

  EXPECT_EQ(finish(post, page("halo")).status, 200);
  EXPECT_EQ(finish(get({{"if-none-match", "*"}}), missing).status, 404);
  EXPECT_EQ(header(finish(get(), missing), "ETag"), "");
}

}  // namespace
}  // namespace saksi::net
