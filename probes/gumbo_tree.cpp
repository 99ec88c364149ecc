// SPDX-License-Identifier: Apache-2.0
#include "probes/gumbo_tree.hpp"

#include <csetjmp>
#include <cstddef>
#include <cstdlib>

namespace saksi::probes {

namespace {

// Before each block that Gumbo gets: its place in the list of all that are alive.
struct alignas(std::max_align_t) Block {
  Block* previous;
  Block* next;
  std::size_t size;
};

std::string_view cut(std::string_view html, const TreeLimits& limits) {
  html = html.substr(0, limits.input);
  std::size_t tags = 0;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1))
    if (++tags > limits.tags) return html.substr(0, at);
  return html;
}

}  // namespace

struct GumboTree::Memory {
  explicit Memory(const TreeLimits& given) : limits(given) {}
  ~Memory() {
    while (head) {
      Block* next = head->next;
      std::free(head);
      head = next;
    }
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  static void* take(void* userdata, std::size_t size) {
    auto* self = static_cast<Memory*>(userdata);
    // Kinds are told by their sizes. Another block of the same size only makes the limit stricter.
    if (size == sizeof(GumboNode)) ++self->nodes;
    if (size == sizeof(GumboAttribute)) ++self->attributes;
    const bool fits = self->nodes <= self->limits.nodes &&
                      self->attributes <= self->limits.attributes && size <= self->limits.bytes &&
                      self->bytes + size <= self->limits.bytes;
    auto* block = fits ? static_cast<Block*>(std::malloc(sizeof(Block) + size)) : nullptr;
    // Gumbo does not look for null. Above us are only its C frames, which own nothing but our
    // blocks, so leaving them by longjmp loses nothing.
    if (!block) std::longjmp(self->leave, 1);
    *block = Block{nullptr, self->head, size};
    if (self->head) self->head->previous = block;
    self->head = block;
    self->bytes += size;
    return block + 1;
  }

  static void give_back(void* userdata, void* pointer) {
    if (!pointer) return;
    auto* self = static_cast<Memory*>(userdata);
    Block* block = static_cast<Block*>(pointer) - 1;
    (block->previous ? block->previous->next : self->head) = block->next;
    if (block->next) block->next->previous = block->previous;
    self->bytes -= block->size;
    std::free(block);
  }

  // Nothing with a destructor lives in this frame: longjmp may end here.
  const GumboNode* parse(const char* html, std::size_t size, const GumboOptions* options) {
    if (setjmp(leave) != 0) return nullptr;
    return gumbo_parse_with_options(options, html, size)->document;
  }

  const TreeLimits limits;
  Block* head = nullptr;
  std::size_t bytes = 0, nodes = 0, attributes = 0;
  std::jmp_buf leave{};
};

GumboTree::GumboTree(std::string_view html, const TreeLimits& limits)
    : memory_(std::make_unique<Memory>(limits)) {
  html = cut(html, limits);
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Memory::take;
  options.deallocator = &Memory::give_back;
  options.userdata = memory_.get();
  options.max_errors = 0;
  document_ = memory_->parse(html.data(), html.size(), &options);
}

GumboTree::~GumboTree() = default;

}  // namespace saksi::probes
