// SPDX-License-Identifier: Apache-2.0
#include "demo/multipart.hpp"

namespace saksi::demo {
namespace {

constexpr std::size_t kMostParts = 32;
constexpr std::size_t kMostHead = 4096;

// The value of `key` in "form-data; name="x"; ..." or "multipart/form-data; boundary=x".
std::string_view parameter(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(';'); at != std::string_view::npos; at = text.find(';', at)) {
    at = text.find_first_not_of("; \t", at);
    if (at == std::string_view::npos) break;
    const std::string_view rest = text.substr(at);
    if (!rest.starts_with(key) || rest.size() <= key.size() || rest[key.size()] != '=') continue;
    const std::string_view value = rest.substr(key.size() + 1);
    if (value.starts_with('"')) return value.substr(1, value.find('"', 1) - 1);
    return value.substr(0, value.find_first_of("; \t\r\n"));
  }
  return {};
}

std::string_view name_of(std::string_view head) {
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    constexpr std::string_view kField = "content-disposition:";
    if (line.size() > kField.size()) {
      bool same = true;
      for (std::size_t i = 0; i < kField.size(); ++i)
        same = same && (line[i] | 0x20) == (kField[i] | 0x20);
      if (same) return parameter(line, "name");
    }
    head.remove_prefix(std::min(line.size() + 2, head.size()));
  }
  return {};
}

}  // namespace

std::map<std::string, std::string_view> read_multipart(std::string_view content_type,
                                                       std::string_view body) {
  if (!content_type.starts_with("multipart/form-data")) return {};
  const std::string_view boundary = parameter(content_type, "boundary");
  if (boundary.empty() || boundary.size() > 70) return {};
  const std::string open = "--" + std::string(boundary), next = "\r\n" + open;
  if (!body.starts_with(open)) return {};
  body.remove_prefix(open.size());

  std::map<std::string, std::string_view> parts;
  for (std::size_t count = 0; !body.starts_with("--"); ++count) {
    const std::size_t head_end = body.find("\r\n\r\n");
    const std::size_t part_end = body.find(next);
    if (!body.starts_with("\r\n") || head_end > kMostHead || part_end == std::string_view::npos ||
        head_end + 4 > part_end || count >= kMostParts)
      return {};
    const std::string_view head = body.substr(2, head_end - 2);
    parts.emplace(name_of(head), body.substr(head_end + 4, part_end - head_end - 4));
    body.remove_prefix(part_end + next.size());
  }
  return parts;
}

}  // namespace saksi::demo
