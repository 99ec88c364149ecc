// SPDX-License-Identifier: Apache-2.0
#include "app/stops.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/file.hpp"
#include "base/timestamp.hpp"

namespace saksi::app {
namespace {

constexpr std::size_t kMost = 4096;
constexpr const char* kAll = "all";

}  // namespace

std::optional<Stop> Stops::read(const std::string& what) const {
  const std::string path = folder_ + "/" + what;
  // A cheap question first: it is asked at every slot, and nearly always answered with no.
  if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) return std::nullopt;
  Stop stop;
  stop.what = what;
  const auto text = read_file(path, kMost);
  if (!text) {
    stop.reason = text.error().message;
    return stop;
  }
  const std::size_t end = text->find('\n');
  if (const auto until = parse_utc(text->substr(0, end))) stop.until = *until;
  if (end != std::string::npos)
    stop.reason = text->substr(end + 1, text->find('\n', end + 1) - end - 1);
  return stop;
}

std::optional<Instant> Stops::until(const BackendId& backend) const {
  const auto own = read(backend.text), all = read(kAll);
  if (!own && !all) return std::nullopt;
  return std::max(own ? own->until : Instant::min(), all ? all->until : Instant::min());
}

Result<void> Stops::put(const Stop& stop, bool extend) const {
  if (const auto old = read(stop.what); extend && old && old->until >= stop.until) return {};
  SAKSI_TRY(make_folder(folder_));
  const std::string until = stop.until == Stop::kForever ? "until removed" : utc_text(stop.until);
  std::string reason = stop.reason.substr(0, 500);
  std::replace(reason.begin(), reason.end(), '\n', ' ');
  return write_atomically(folder_ + "/" + stop.what, until + "\n" + reason + "\n");
}

Result<bool> Stops::lift(const std::string& what) const {
  const std::string path = folder_ + "/" + what;
  if (::unlink(path.c_str()) == 0) return true;
  if (errno == ENOENT) return false;
  return fail("cannot remove " + path + ": " + std::strerror(errno));
}

std::vector<Stop> Stops::list() const {
  std::vector<Stop> found;
  std::error_code ignored;  // no folder, no stops
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored))
    if (auto stop = read(entry.path().filename().string())) found.push_back(std::move(*stop));
  std::sort(found.begin(), found.end(),
            [](const Stop& a, const Stop& b) { return a.what < b.what; });
  return found;
}

}  // namespace saksi::app
