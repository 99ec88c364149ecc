// SPDX-License-Identifier: Apache-2.0
#include "net/unpack.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace saksi::net {
namespace {

// Nobody has a reason for two, but some servers and the proxy before them both pack.
constexpr std::size_t kMostLayers = 2;
// A packed byte costs at worst as much as so many plain ones: a table of codes for each few bytes.
constexpr std::size_t kWorkOfOne = 8;

}  // namespace

class Unpacker::Layer {
 public:
  explicit Layer(bool gzip) : decided_(gzip) {
    // gzip, or zlib's head where somebody mixed the two up. Of deflate that is seen by its head.
    if (gzip) begin(MAX_WBITS + 32);
  }
  ~Layer() {
    if (begun_) inflateEnd(&stream_);
  }
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;

  // Calls `give` with what comes out until it says no; an error of zlib's in words, or null.
  template <class Give>
  const char* take(std::string_view bytes, Give give) {
    took_ = took_ || !bytes.empty();
    if (!decided_) {
      const std::size_t lacking = std::min(2 - head_.size(), bytes.size());
      head_.append(bytes.substr(0, lacking));
      bytes.remove_prefix(lacking);
      if (head_.size() < 2) return nullptr;
      decide();
      if (const char* wrong = inflate_all(head_, give); wrong != nullptr) return wrong;
    }
    return inflate_all(bytes, give);
  }

 private:
  void begin(int window) {
    if (inflateInit2(&stream_, window) != Z_OK) throw std::bad_alloc();
    begun_ = true;
  }

  // RFC 9110 section 8.4.1.2: deflate has zlib's head (RFC 1950 section 2.2), and some send none.
  void decide() {
    const unsigned first = static_cast<unsigned char>(head_[0]),
                   second = static_cast<unsigned char>(head_[1]);
    const bool zlib = (first & 0x0FU) == 8 && (first * 256 + second) % 31 == 0;
    begin(zlib ? MAX_WBITS : -MAX_WBITS);
    decided_ = true;
  }

  template <class Give>
  const char* inflate_all(std::string_view bytes, Give give) {
    std::array<char, 16384> piece;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT
    stream_.avail_in = static_cast<uInt>(bytes.size());
    // What stands behind the end is nothing of the page's; browsers leave it too.
    while (!ended_) {
      stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream_.avail_out = static_cast<uInt>(piece.size());
      const int code = inflate(&stream_, Z_SYNC_FLUSH);
      if (code == Z_MEM_ERROR) throw std::bad_alloc();
      if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return stream_.msg != nullptr ? stream_.msg : "it cannot be unpacked";
      ended_ = code == Z_STREAM_END;
      const std::size_t came = piece.size() - stream_.avail_out;
      if (came > 0 && !give(std::string_view(piece.data(), came))) return nullptr;
      if (code == Z_BUF_ERROR || (stream_.avail_in == 0 && stream_.avail_out > 0)) return nullptr;
    }
    return nullptr;
  }

  z_stream stream_{};
  bool begun_ = false, decided_, ended_ = false, took_ = false;
  std::string head_;  // of deflate, until it is known which of the two it is

 public:
  [[nodiscard]] bool broke_off() const { return took_ && !ended_; }
  std::size_t given = 0;  // that came out of it
};

Unpacker::Unpacker(const std::vector<std::string>& codings, std::size_t most) : most_(most) {
  for (auto coding = codings.rbegin(); coding != codings.rend(); ++coding) {
    const bool gzip = *coding == "gzip" || *coding == "x-gzip";
    if (!gzip && *coding != "deflate") {
      static_cast<void>(refuse(Class::http_decode_error, "a content coding that nobody knows"));
    } else if (layers_.size() == kMostLayers) {
      static_cast<void>(refuse(Class::http_decode_error, "packed more than twice"));
    } else {
      layers_.push_back(std::make_unique<Layer>(gzip));
    }
  }
}

Unpacker::~Unpacker() = default;

bool Unpacker::refuse(Class cls, std::string why) {
  refused_ = cls;
  why_ = std::move(why);
  return false;
}

bool Unpacker::take(std::string_view bytes, std::string& out) {
  if (refused_ != Class::ok) return false;
  if (!layers_.empty()) work_ += bytes.size() * kWorkOfOne;
  return feed(0, bytes, out);
}

bool Unpacker::feed(std::size_t layer, std::string_view bytes, std::string& out) {
  if (layer == layers_.size()) {
    const std::size_t room = most_ - std::min(most_, out.size());
    out.append(bytes.substr(0, room));
    return bytes.size() <= room || refuse(Class::http_body_too_large,
                                          "the body passed " + std::to_string(most_) + " bytes");
  }
  Layer& here = *layers_[layer];
  const bool last = layer + 1 == layers_.size();
  const char* wrong = here.take(bytes, [&](std::string_view piece) {
    here.given += piece.size();
    work_ += piece.size() * (last ? 1 : kWorkOfOne);
    if (!last && here.given > most_)
      return refuse(Class::http_body_too_large,
                    "what was packed twice passed " + std::to_string(most_) + " bytes");
    return feed(layer + 1, piece, out);
  });
  if (wrong != nullptr) return refuse(Class::http_decode_error, wrong);
  return refused_ == Class::ok;
}

// A body of no bytes at all has nothing packed in it: an answer to HEAD, 204, 304.
Class Unpacker::finish() {
  const bool broke_off = std::any_of(layers_.begin(), layers_.end(),
                                     [](const auto& layer) { return layer->broke_off(); });
  if (refused_ == Class::ok && broke_off)
    static_cast<void>(refuse(Class::http_truncated, "what is packed breaks off"));
  return refused_;
}

std::size_t Unpacker::work() { return std::exchange(work_, 0); }

}  // namespace saksi::net
