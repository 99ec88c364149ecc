// SPDX-License-Identifier: Apache-2.0
#include "net/connections.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "net/arrival.hpp"
#include "net/certificate.hpp"
#include "net/socket_address.hpp"

namespace saksi::net {
namespace {

bool same_ip(const sockaddr& to, const std::string& ip) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (to.sa_family == AF_INET)
    bytes = &reinterpret_cast<const sockaddr_in&>(to).sin_addr;
  else if (to.sa_family == AF_INET6)
    bytes = &reinterpret_cast<const sockaddr_in6&>(to).sin6_addr;
  else
    return false;
  const SocketAddress wanted = socket_address(ip);
  if (wanted.storage.ss_family != to.sa_family) return false;
  // Both through the same printer: one address has several spellings.
  const void* other =
      wanted.storage.ss_family == AF_INET
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(wanted.storage).sin_addr)
          : &reinterpret_cast<const sockaddr_in6&>(wanted.storage).sin6_addr;
  std::array<char, INET6_ADDRSTRLEN> other_text{};
  ::inet_ntop(to.sa_family, bytes, text.data(), text.size());
  ::inet_ntop(to.sa_family, other, other_text.data(), other_text.size());
  return std::strcmp(text.data(), other_text.data()) == 0;
}

}  // namespace

Result<void> check_source_address(const std::string& source_address) {
  if (source_address.empty() || socket_address(source_address).size != 0) return {};
  return fail("source address \"" + source_address + "\" is not an IP address", ErrorKind::usage);
}

const Connection* Connections::alive(const std::string& origin, unsigned family) const {
  for (const auto& connection : all_) {
    if (connection.origin != origin) continue;
    if (family != 0 && is_ipv6(connection.ip) != (family == 6)) continue;
    pollfd asked{connection.fd, POLLRDHUP, 0};
    if (::poll(&asked, 1, 0) == 0) return &connection;  // no FIN, no RST
  }
  return nullptr;
}

bool Connections::spoken_unasked(const std::string& origin) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Connection& connection) {
    char first = 0;
    return connection.origin == origin &&
           ::recv(connection.fd, &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
  });
}

int Connections::cannot_bind() const {
  if (!way_.given()) return 0;
  const Fd fd = make_socket(way_, way_.only() == 6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
  return fd ? bind_to(fd.get(), way_) : 0;  // without a socket it is no matter of the way
}

int Connections::current() const {
  const auto at = std::find_if(all_.rbegin(), all_.rend(),
                               [&](const Connection& c) { return c.origin == origin_; });
  return at == all_.rend() ? -1 : at->fd;
}

void Connections::begin(const std::string& origin, const std::string& host, const std::string& ip) {
  origin_ = origin;
  host_ = host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
  ip_ = ip;
  opened_ = ready_ = tickets_ = false;
  open_errno_ = 0;
  verify_result_ = X509_V_OK;
  tls_began_.reset();
  rtt_.reset();
  not_after_.reset();
}

void Connections::install(CURL* easy) {
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &Connections::on_open);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &Connections::on_close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
  // No CA file and no CA path: libcurl would read Debian's compiled-in ones again for each
  // connection.
  curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);  // each handshake is a full one
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &Connections::on_tls);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, this);
}

void Connections::ready() {
  ready_ = true;
  // A new connection is the last one made. An old one is whichever of this origin libcurl picked;
  // with one exchange at a time there is only one.
  const auto at = std::find_if(all_.rbegin(), all_.rend(),
                               [&](const Connection& c) { return c.origin == origin_; });
  if (at == all_.rend()) return;
  if (opened_)
    at->certificate_not_after = not_after_;
  else
    not_after_ = at->certificate_not_after;
  tcp_info kernel{};
  socklen_t size = sizeof kernel;
  if (::getsockopt(at->fd, IPPROTO_TCP, TCP_INFO, &kernel, &size) == 0)
    rtt_ = loop_.clock().inside(Duration(kernel.tcpi_rtt));
}

curl_socket_t Connections::on_open(void* me, curlsocktype, curl_sockaddr* to) {
  auto* self = static_cast<Connections*>(me);
  self->opened_ = true;
  self->tls_began_.reset();
  self->ready_ = false;  // libcurl opens a second one when a kept connection turns out dead
  // The last door: whatever made libcurl want another address, nothing goes there.
  if (!same_ip(to->addr, self->ip_)) {
    self->open_errno_ = EACCES;
    return CURL_SOCKET_BAD;
  }
  const int fd = raw_socket(self->way_, to->family, to->socktype, to->protocol);
  if (fd < 0) {
    self->open_errno_ = errno;
    return CURL_SOCKET_BAD;
  }
  if (const int error = bind_to(fd, self->way_); error != 0) {
    self->open_errno_ = error;
    ::close(fd);
    return CURL_SOCKET_BAD;
  }
  stamp_arrivals(fd);
  self->all_.push_back(Connection{fd, self->origin_, self->ip_, std::nullopt});
  return fd;
}

int Connections::on_close(void* me, curl_socket_t fd) {
  auto* self = static_cast<Connections*>(me);
  self->loop_.unwatch(fd);
  std::erase_if(self->all_, [&](const Connection& connection) { return connection.fd == fd; });
  return ::close(fd);
}

CURLcode Connections::on_tls(CURL*, void* context, void* me) {
  auto* self = static_cast<Connections*>(me);
  auto* ctx = static_cast<SSL_CTX*>(context);
  self->tls_began_ = self->loop_.clock().steady();
  SSL_CTX_set1_cert_store(ctx, self->trust_.get());
  SSL_CTX_set_cert_verify_callback(ctx, &Connections::on_verify, me);
  SSL_CTX_set_msg_callback(ctx, &Connections::on_message);
  SSL_CTX_ctrl(ctx, SSL_CTRL_SET_MSG_CALLBACK_ARG, 0, me);  // the macro of it has a C cast
  return CURLE_OK;
}

void Connections::on_message(int sent, int, int type, const void* bytes, std::size_t size, SSL*,
                             void* me) {
  if (sent == 0 && type == SSL3_RT_HANDSHAKE && size > 0 &&
      *static_cast<const unsigned char*>(bytes) == SSL3_MT_NEWSESSION_TICKET)
    static_cast<Connections*>(me)->tickets_ = true;
}

// OpenSSL's own verification, with a look at the leaf on the way, so that an expired certificate's
// date is known too. Validity is judged by the machine's time, as a browser would, not by the
// injected clock: an accelerated clock shows times at which no real certificate is valid.
int Connections::on_verify(X509_STORE_CTX* store, void* me) {
  auto* self = static_cast<Connections*>(me);
  self->not_after_ = not_after_of(X509_STORE_CTX_get0_cert(store));
  const int verified = X509_verify_cert(store);
  // libcurl would still take a name from the subject; browsers have not for years.
  if (verified == 1 && !is_for(X509_STORE_CTX_get0_cert(store), self->host_)) {
    X509_STORE_CTX_set_error(store, X509_V_ERR_HOSTNAME_MISMATCH);
    self->verify_result_ = X509_V_ERR_HOSTNAME_MISMATCH;
    return 0;
  }
  self->verify_result_ = X509_STORE_CTX_get_error(store);
  return verified;
}

}  // namespace saksi::net
