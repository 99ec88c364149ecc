// SPDX-License-Identifier: Apache-2.0
#include "store/transfer.hpp"

#include <fmt/format.h>

namespace saksi::store {
namespace {

constexpr std::size_t kMostBody = 64U << 10;
constexpr std::string_view kRecord = "record ", kBody = "body ";

Error at_line(std::size_t line, std::string_view what) {
  return {fmt::format("line {}: {}", line, what), ErrorKind::usage};
}

}  // namespace

std::string record_line(const Record& record) {
  return fmt::format("{}{} {}", kRecord, hex(record.signature), record.bytes);
}

std::string body_line(std::string_view body) {
  return fmt::format("{}{}\n", kBody,
                     hex(reinterpret_cast<const std::uint8_t*>(body.data()), body.size()));
}

Result<void> take_line(std::string_view line, std::size_t number, Transfer& into) {
  const std::size_t end = line.size() - 1;
  if (line.starts_with(kRecord)) {
    const std::string_view rest = line.substr(kRecord.size());
    const auto signature = unhex<64>(rest.substr(0, 128));
    if (!signature || rest.size() < 130 || rest[128] != ' ')
      return tl::unexpected(at_line(number, "no signature of 128 hexadecimal digits"));
    into.records.push_back({*signature, rest.substr(129), number});
    return {};
  }
  if (!line.starts_with(kBody))
    return tl::unexpected(at_line(number, "neither a record nor a body"));
  const std::string_view digits = line.substr(kBody.size(), end - kBody.size());
  std::string body(digits.size() / 2, '\0');
  if (body.size() > kMostBody || digits.size() % 2 != 0 ||
      !unhex(digits, reinterpret_cast<std::uint8_t*>(body.data()), body.size()))
    return tl::unexpected(at_line(number, "a body that is not hexadecimal, or too long"));
  into.bodies.push_back(std::move(body));
  return {};
}

Result<Transfer> read_transfer(std::string_view text) {
  Transfer transfer;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos)
      return tl::unexpected(at_line(number, "cut off: the file is not whole"));
    const std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    if (number > 1) {
      SAKSI_TRY(take_line(line, number, transfer));
    } else if (line.substr(0, end) != kTransferHead) {
      return tl::unexpected(
          at_line(1, "not a file of `saksi records export`, which begins with \"" +
                         std::string(kTransferHead) + "\""));
    }
  }
  if (transfer.records.empty()) return fail("there is no record in it", ErrorKind::usage);
  return transfer;
}

}  // namespace saksi::store
