// SPDX-License-Identifier: Apache-2.0
#include "base/compress.hpp"

#include <zstd.h>

#include <cstdlib>
#include <memory>

namespace saksi {

std::string compress(std::string_view bytes) {
  std::string frame(ZSTD_compressBound(bytes.size()), '\0');
  // Kept: making one costs more than a record does.
  struct Closer {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  static thread_local const std::unique_ptr<ZSTD_CCtx, Closer> context(ZSTD_createCCtx());
  if (!context) std::abort();
  const std::size_t size =
      ZSTD_compressCCtx(context.get(), frame.data(), frame.size(), bytes.data(), bytes.size(), 3);
  if (ZSTD_isError(size) != 0) std::abort();  // only for want of memory
  frame.resize(size);
  return frame;
}

Result<std::string> decompress(std::string_view frame, std::size_t most) {
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > most)
    return fail("stored bytes are not a zstd frame of at most " + std::to_string(most) + " bytes");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(bytes.data(), bytes.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) != 0 || got != bytes.size())
    return fail("stored bytes do not decompress: they were altered or torn");
  return bytes;
}

}  // namespace saksi
