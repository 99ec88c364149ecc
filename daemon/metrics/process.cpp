// SPDX-License-Identifier: Apache-2.0
#include "metrics/process.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <locale>
#include <optional>
#include <sstream>

namespace saksi::metrics {
namespace {

std::string whole(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<double> boot_time() {
  std::istringstream lines(whole("/proc/stat"));
  lines.imbue(std::locale::classic());
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("btime ")) return std::strtod(line.c_str() + 6, nullptr);
  return std::nullopt;
}

void write_stat(Writer& out) {
  const std::string stat = whole("/proc/self/stat");
  const auto name_end = stat.rfind(')');  // the name may hold blanks and brackets
  if (name_end == std::string::npos) return;
  std::istringstream fields(stat.substr(name_end + 1));
  fields.imbue(std::locale::classic());
  const std::vector<std::string> rest{std::istream_iterator<std::string>(fields),
                                      {}};  // from field 3
  if (rest.size() < 22) return;
  const auto field = [&](std::size_t number) {
    return std::strtod(rest[number - 3].c_str(), nullptr);
  };
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  out.counter("process_cpu_seconds_total", {}, (field(14) + field(15)) / ticks);
  out.gauge("process_resident_memory_bytes", {}, field(24) * page);
  if (const auto boot = boot_time())
    out.gauge("process_start_time_seconds", {}, *boot + field(22) / ticks);
}

}  // namespace

void write_process(Writer& out) {
  write_stat(out);
  std::error_code error;
  const std::filesystem::directory_iterator folder("/proc/self/fd", error);
  if (!error) {
    // One of them is the folder itself, open while it is counted.
    const auto count = std::distance(std::filesystem::begin(folder), std::filesystem::end(folder));
    out.gauge("process_open_fds", {}, static_cast<double>(count - 1));
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
    out.gauge("process_max_fds", {}, static_cast<double>(limit.rlim_cur));
}

}  // namespace saksi::metrics
