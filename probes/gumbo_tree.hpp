// SPDX-License-Identifier: Apache-2.0
//
// A parsed page that cannot hurt us. Gumbo follows the HTML standard, and the standard lets a small
// page become a huge tree: unclosed formatting elements are cloned into each block, deep nesting
// makes each tag walk all open ones, and a tag's attributes are compared pairwise. Gumbo also frees
// its tree by recursion. So the parser gets an allocator of ours: it counts nodes, attributes and
// bytes, leaves the parse when there are too many, and frees by walking a list.
#pragma once

#include <gumbo.h>

#include <memory>
#include <string_view>

namespace saksi::probes {

struct TreeLimits {
  std::size_t input = 2u << 20;  // bytes that are looked at
  std::size_t tags = 8000;  // "<" that are looked at; the page is cut there, as a browser would
                            // have cut it had the connection ended
  std::size_t nodes = 20'000;
  std::size_t attributes = 10'000;
  std::size_t bytes = 32u << 20;  // alive at once
};

// One thread. The nodes live as long as the tree.
class GumboTree {
 public:
  explicit GumboTree(std::string_view html, const TreeLimits& limits = {});
  ~GumboTree();
  GumboTree(const GumboTree&) = delete;
  GumboTree& operator=(const GumboTree&) = delete;
  // Null: a limit was reached, and there is nothing to read.
  [[nodiscard]] const GumboNode* document() const { return document_; }

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
  const GumboNode* document_ = nullptr;
};

}  // namespace saksi::probes
