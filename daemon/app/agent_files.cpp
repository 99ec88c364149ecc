// SPDX-License-Identifier: Apache-2.0
#include "app/agent_files.hpp"

#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "base/file.hpp"
#include "base/timestamp.hpp"

namespace saksi::app {

Result<std::string> AgentFiles::invite(const VantageId& vantage, Instant until) const {
  std::array<std::uint8_t, 16> bytes{};
  if (::getentropy(bytes.data(), bytes.size()) != 0) std::abort();
  const std::string token = hex(bytes);
  SAKSI_TRY(make_folder(folder_ + "/invited", 0700));
  SAKSI_TRY(write_atomically(folder_ + "/invited/" + hex(sha256(token)),
                             vantage.text + "\n" + utc_text(until) + "\n", 0600));
  return token;
}

std::optional<VantageId> AgentFiles::use(const std::string& token, Instant now) const {
  const std::string path = folder_ + "/invited/" + hex(sha256(token));
  const auto text = read_file(path, 4096);
  // Whoever removes it has it: of two at once, one.
  if (!text || ::unlink(path.c_str()) != 0) return std::nullopt;
  const std::size_t end = text->find('\n');
  if (end == std::string::npos) return std::nullopt;
  const auto until = parse_utc(text->substr(end + 1, text->find('\n', end + 1) - end - 1));
  if (!until || *until < now) return std::nullopt;
  return VantageId{text->substr(0, end)};
}

Result<void> AgentFiles::revoke(const PublicKey& key, Instant now,
                                const std::string& reason) const {
  SAKSI_TRY(make_folder(folder_ + "/revoked"));
  return write_atomically(folder_ + "/revoked/" + hex(key), utc_text(now) + "\n" + reason + "\n");
}

bool AgentFiles::revoked(const PublicKey& key) const {
  return ::access((folder_ + "/revoked/" + hex(key)).c_str(), F_OK) == 0;
}

}  // namespace saksi::app
