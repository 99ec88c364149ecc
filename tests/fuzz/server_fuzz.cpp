// SPDX-License-Identifier: Apache-2.0
//
// Our HTTP server against a client that says anything: what reaches a handler is whole and within
// the limits, each request has one answer, and bytes that come one by one are the same requests.
#include <atomic>

#include "fuzz/net_rig.hpp"
#include "net/http_server.hpp"

using namespace saksi;

namespace {

constexpr std::size_t kHeader = 1024, kBody = 512;

struct World {
  std::atomic<unsigned> handled{0};
  std::unique_ptr<net::HttpServer> server;

  World() {
    net::ServerOptions options;
    options.header_limit = kHeader;
    options.body_limit = kBody;
    options.idle_timeout = std::chrono::milliseconds(3000);
    server = std::move(net::HttpServer::start(options, [this](const net::ServerRequest& request,
                                                              const net::Responder& responder) {
                         ++handled;
                         check(request);
                         net::ServerResponse response;
                         response.content_type = request.path;
                         response.headers = {{"X-Query", request.query}};
                         response.body = request.method + " " + request.path + " " + request.body;
                         responder.send(std::move(response));
                       }).value());
  }

  static void check(const net::ServerRequest& request) {
    CLAIM(!request.method.empty() && request.path.starts_with('/'));
    CLAIM(request.path.find('\0') == std::string::npos && request.body.size() <= kBody);
    std::size_t size = 0, hosts = 0;
    for (const auto& [name, value] : request.headers) {
      size += name.size() + value.size();
      hosts += name == "host" ? 1 : 0;
      CLAIM(name.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ: \r\n") == std::string::npos);
      CLAIM(value.find_first_of("\r\n") == std::string::npos);
    }
    CLAIM(size <= kHeader && hosts <= 1);
    static_cast<void>(request.parameters());
  }

  // All that the server says until it closes; "reset" where it broke off.
  std::string ask(std::string_view bytes, bool one_by_one) const {
    const Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(server->port());
    CLAIM(::connect(fd.get(), reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
    fuzz::no_delay(fd.get());
    for (std::size_t i = 0; one_by_one && i < bytes.size(); ++i)
      if (!fuzz::send_all(fd.get(), bytes.substr(i, 1))) break;
    if (!one_by_one) fuzz::send_all(fd.get(), bytes);
    ::shutdown(fd.get(), SHUT_WR);
    std::string answer;
    char some[4096];
    for (;;) {
      const auto got = ::recv(fd.get(), some, sizeof some, 0);
      if (got < 0) return "reset";
      if (got == 0) return answer;
      answer.append(some, static_cast<std::size_t>(got));
    }
  }
};

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1))
    ++found;
  return found;
}

}  // namespace

SAKSI_FUZZ(bytes) {
  static World world;
  const unsigned before = world.handled;
  const std::string at_once = world.ask(bytes, false);
  const unsigned handled = world.handled - before;
  CLAIM(at_once.empty() || at_once == "reset" || at_once.starts_with("HTTP/1.1 "));
  // Bodies may hold the words, heads may not.
  if (bytes.find("HTTP/1.1 200 OK") == std::string_view::npos && at_once != "reset")
    CLAIM(count(at_once, "HTTP/1.1 200 OK\r\n") == handled);
  if (bytes.size() > 300) return;
  const std::string slowly = world.ask(bytes, true);
  if (at_once == slowly || at_once == "reset" || slowly == "reset") return;
  // Beast refuses a first line at once where it comes in one piece, and else waits for the head's
  // end.
  std::fprintf(stderr, "at once:\n%s\none by one:\n%s\n", at_once.c_str(), slowly.c_str());
  CLAIM(at_once.starts_with(slowly));
  CLAIM(std::string_view(at_once).substr(slowly.size()).starts_with("HTTP/1.1 400 "));
}
