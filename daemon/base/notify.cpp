// SPDX-License-Identifier: Apache-2.0
#include "base/notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "base/file.hpp"
#include "base/log.hpp"

namespace saksi {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? "" : value;
}

bool send(const std::string& socket, const std::string& lines) {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  if (socket.size() >= sizeof to.sun_path) {
    errno = ENAMETOOLONG;
    return false;
  }
  std::memcpy(to.sun_path, socket.data(), socket.size());
  if (socket.front() == '@') to.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket.size());
  const Fd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  return fd && ::sendto(fd.get(), lines.data(), lines.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                        reinterpret_cast<const sockaddr*>(&to), size) >= 0;
}

}  // namespace

Notifier::Notifier(std::string socket) : socket_(std::move(socket)) {}

Notifier Notifier::of_environment() { return Notifier(environment("NOTIFY_SOCKET")); }

void Notifier::say(const std::string& lines) {
  if (socket_.empty() || send(socket_, lines)) return;
  if (!std::exchange(complained_, true))
    log::warning("cannot tell the service manager at {}: {}", socket_, std::strerror(errno));
}

Duration watchdog_of_environment() {
  const std::string text = environment("WATCHDOG_USEC"), pid = environment("WATCHDOG_PID");
  if (!pid.empty() && pid != std::to_string(::getpid())) return Duration{0};
  Duration::rep period = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), period);
  if (error != std::errc{} || end != text.data() + text.size() || period < 0) return Duration{0};
  return Duration{period};
}

}  // namespace saksi
