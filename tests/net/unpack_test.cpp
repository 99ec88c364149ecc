// SPDX-License-Identifier: Apache-2.0
#include "net/unpack.hpp"

#include <gtest/gtest.h>

#include "support/gzip.hpp"

namespace saksi::net {
namespace {

using saksi::test::zipped;

constexpr std::size_t kMost = 1000;

std::string text() {
  std::string all;
  for (int i = 0; i < 60; ++i) all += "Absen " + std::to_string(i * i) + "; ";
  return all;
}
// Of gzip: what stands between its head of ten bytes and its foot of eight.
std::string raw(const std::string& plain) {
  const std::string gzip = zipped(plain);
  return gzip.substr(10, gzip.size() - 18);
}
// RFC 1950.
std::string zlib(const std::string& plain) {
  unsigned a = 1, b = 0;
  for (const char c : plain) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  std::string all = "\x78\x9c" + raw(plain);
  for (const unsigned byte : {b >> 8, b & 255U, a >> 8, a & 255U}) all += static_cast<char>(byte);
  return all;
}

// What comes out when it goes in `step` bytes at a time; or the class and why it was refused.
std::string unpacked(const std::vector<std::string>& codings, const std::string& bytes,
                     std::size_t step = 4096) {
  Unpacker unpacker(codings, kMost);
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += step)
    if (!unpacker.take(std::string_view(bytes).substr(at, step), out)) {
      EXPECT_LE(out.size(), kMost);
      return std::string(code(unpacker.refused())) + ": " + unpacker.why();
    }
  return out;
}

TEST(Unpacker, UndoesEachCodingHoweverItsBytesArrive) {
  const std::string plain = text();
  for (const std::size_t step : {1U, 2U, 7U, 4096U}) {
    EXPECT_EQ(unpacked({}, plain, step), plain);
    EXPECT_EQ(unpacked({"gzip"}, zipped(plain), step), plain) << step;
    EXPECT_EQ(unpacked({"x-gzip"}, zipped(plain), step), plain) << step;
    EXPECT_EQ(unpacked({"deflate"}, zlib(plain), step), plain) << step;
    EXPECT_EQ(unpacked({"deflate"}, raw(plain), step), plain) << "without its head, " << step;
    EXPECT_EQ(unpacked({"gzip", "deflate"}, zlib(zipped(plain)), step), plain)
        << "the last was applied last, " << step;
  }
}

TEST(Unpacker, LeavesWhatStandsBehindTheEnd) {
  EXPECT_EQ(unpacked({"gzip"}, zipped("halo") + "\r\n\r\n"), "halo");
  EXPECT_EQ(unpacked({"gzip"}, zipped("halo") + "\r\n\r\n", 1), "halo");
}

TEST(Unpacker, GivesWhatCameOfAStreamThatBreaksOff) {
  const std::string gzip = zipped(text());
  const std::string came = unpacked({"gzip"}, gzip.substr(0, gzip.size() - 9));
  EXPECT_FALSE(came.empty());
  EXPECT_EQ(text().substr(0, came.size()), came);
}

// The transfer may be whole, and half of the page is still not there.
TEST(Unpacker, SaysOfAStreamThatBreaksOffThatItDid) {
  const std::string gzip = zipped(text());
  for (const std::size_t size : {gzip.size() / 2, gzip.size() - 1, std::size_t{1}}) {
    std::string out;
    Unpacker unpacker({"gzip"}, 1u << 20);
    ASSERT_TRUE(unpacker.take(gzip.substr(0, size), out));
    EXPECT_EQ(unpacker.finish(), Class::http_truncated) << size;
  }
  std::string out;
  Unpacker whole({"gzip", "gzip"}, 1u << 20);
  ASSERT_TRUE(whole.take(zipped(gzip), out));
  EXPECT_EQ(whole.finish(), Class::ok);
  Unpacker inner({"gzip", "gzip"}, 1u << 20);
  ASSERT_TRUE(inner.take(zipped(gzip.substr(0, gzip.size() - 9)), out));
  EXPECT_EQ(inner.finish(), Class::http_truncated);
  EXPECT_EQ(Unpacker({"gzip"}, 10).finish(), Class::ok) << "HEAD, 204 and 304 have no body";
  EXPECT_EQ(Unpacker({}, 10).finish(), Class::ok);
}

TEST(Unpacker, RefusesWhatItCannotUndo) {
  EXPECT_EQ(unpacked({"gzip"}, "halo"), "http_decode_error: incorrect header check");
  EXPECT_EQ(unpacked({"saksi"}, "halo"), "http_decode_error: a content coding that nobody knows");
  std::string altered = zipped(text());
  altered[altered.size() - 6] ^= 1;  // of the checksum
  EXPECT_EQ(unpacked({"gzip"}, altered), "http_decode_error: incorrect data check");
}

TEST(Unpacker, BoundsWhatEachLayerGives) {
  EXPECT_EQ(unpacked({}, std::string(kMost, 'a')).size(), kMost);
  const char* const passed = "http_body_too_large: the body passed 1000 bytes";
  EXPECT_EQ(unpacked({}, std::string(kMost + 1, 'a')), passed);
  EXPECT_EQ(unpacked({"gzip"}, zipped(std::string(kMost + 1, 'a'))), passed);
  // Blocks that hold nothing: nothing ever comes out on which a limit could be held.
  std::string nothing = zipped("").substr(0, 10);
  for (int i = 0; i < 10'000; ++i) nothing.append("\0\0\0\xFF\xFF", 5);
  EXPECT_EQ(unpacked({"gzip"}, nothing), "");
  EXPECT_EQ(unpacked({"gzip", "gzip"}, zipped(nothing)),
            "http_body_too_large: what was packed twice passed 1000 bytes");
  EXPECT_EQ(unpacked({"gzip", "gzip", "gzip"}, zipped(zipped(zipped("a")))),
            "http_decode_error: packed more than twice");
}

TEST(Unpacker, CountsItsWork) {
  Unpacker unpacker({"gzip"}, kMost);
  std::string out;
  const std::string gzip = zipped(std::string(900, 'a'));
  EXPECT_TRUE(unpacker.take(gzip, out));
  EXPECT_EQ(unpacker.work(), 900 + 8 * gzip.size());
  EXPECT_EQ(unpacker.work(), 0u);
  EXPECT_TRUE(unpacker.take("", out));
  EXPECT_EQ(unpacker.work(), 0u);
}

}  // namespace
}  // namespace saksi::net
