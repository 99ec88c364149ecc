// SPDX-License-Identifier: Apache-2.0
#include "net/handshake.hpp"

#include <curl/curl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "net/arrival.hpp"
#include "net/certificate.hpp"
#include "net/classify.hpp"
#include "net/socket_address.hpp"

namespace saksi::net {
namespace {

constexpr std::size_t kMostNames = 8;

struct ContextCloser {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct SslCloser {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

class OpensslHandshake final : public Handshake {
 public:
  OpensslHandshake(Loop& loop, Fd socket, std::string host, std::function<void(Handshaken)> done)
      : loop_(loop),
        socket_(std::move(socket)),
        host_(std::move(host)),
        done_(std::move(done)),
        began_(loop.clock().steady()) {}

  ~OpensslHandshake() override {
    loop_.cancel(step_timer_);
    loop_.cancel(deadline_timer_);
    loop_.unwatch(socket_.get());
    ERR_clear_error();
  }

  bool begin(const TrustStore& trust, Duration deadline) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (!context_) return false;
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);  // as the HTTP client
    SSL_CTX_set1_cert_store(context_.get(), trust.get());
    SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_cert_verify_callback(context_.get(), &OpensslHandshake::on_verify, this);
    ssl_.reset(SSL_new(context_.get()));
    if (!ssl_ || SSL_set_fd(ssl_.get(), socket_.get()) != 1) return false;
    SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER, nullptr);
    if (socket_address(host_).size == 0)  // SSL_set_tlsext_host_name() without its C cast
      SSL_ctrl(ssl_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
               const_cast<char*>(host_.c_str()));
    static constexpr std::array<unsigned char, 9> http{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    SSL_set_alpn_protos(ssl_.get(), http.data(), http.size());
    SSL_set_connect_state(ssl_.get());
    deadline_timer_ = loop_.at(deadline, [this] {
      const auto lay = unread(socket_.get());
      if (lay && lay->first > kLayUnread)
        return end(Class::prober_overloaded, "an answer lay there, but we were too busy to look");
      end(Class::tls_timeout, "no answer in time");
    });
    step_timer_ = loop_.after(Duration{0}, [this] { step(); });
    return true;
  }

 private:
  // The chain is judged and the handshake goes on whatever comes of it. Validity is judged by the
  // machine's time, as a browser would.
  static int on_verify(X509_STORE_CTX* store, void* me) {
    X509_verify_cert(store);
    static_cast<OpensslHandshake*>(me)->verified_ = X509_STORE_CTX_get_error(store);
    return 1;
  }

  void again() {
    seen_.bound += loop_.lateness();
    step();
  }

  void step() {
    ERR_clear_error();
    errno = 0;
    const int result = SSL_do_handshake(ssl_.get());
    const int os_error = errno;
    if (result == 1) return shaken();
    switch (SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ:
        return loop_.watch(socket_.get(), Loop::readable, [this](unsigned) { again(); });
      case SSL_ERROR_WANT_WRITE:
        return loop_.watch(socket_.get(), Loop::writable, [this](unsigned) { again(); });
      case SSL_ERROR_SYSCALL:
        return end(Class::tls_handshake_reset,
                   os_error != 0 ? std::strerror(os_error) : "the connection was closed");
      default:
        break;
    }
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_peek_error(), text.data(), text.size());
    // libcurl's error text is this one, so that both are judged by the same words.
    Ending ending;
    ending.curl_code = CURLE_SSL_CONNECT_ERROR;
    ending.text = text.data();
    ending.progress = Progress::securing;
    end(classify(ending), text.data());
  }

  void shaken() {
    seen_.version = SSL_get_version(ssl_.get());
    const STACK_OF(X509)* chain = SSL_get_peer_cert_chain(ssl_.get());
    seen_.chain = chain == nullptr ? 0 : static_cast<unsigned>(sk_X509_num(chain));
    X509* leaf = SSL_get0_peer_certificate(ssl_.get());
    if (leaf == nullptr) return end(Class::tls_untrusted, "the server showed no certificate");
    seen_.names = names_of(leaf, kMostNames);
    seen_.issuer = issuer_of(leaf);
    seen_.not_after = not_after_of(leaf);
    seen_.days_left = days_left_of(leaf);
    if (verified_ != X509_V_OK)
      return end(classify_certificate(verified_), X509_verify_cert_error_string(verified_));
    if (!is_for(leaf, host_)) return end(Class::tls_hostname, "it is not for " + host_);
    end(Class::ok, {});
  }

  void end(Class cls, std::string detail) {
    loop_.cancel(deadline_timer_);
    loop_.unwatch(socket_.get());
    seen_.cls = cls;
    seen_.detail = std::move(detail);
    seen_.took = loop_.clock().steady() - began_;
    const auto done = std::move(done_);
    done(std::move(seen_));  // may destroy this
  }

  Loop& loop_;
  const Fd socket_;
  const std::string host_;
  std::function<void(Handshaken)> done_;
  const Duration began_;
  std::unique_ptr<SSL_CTX, ContextCloser> context_;
  std::unique_ptr<SSL, SslCloser> ssl_;
  Loop::TimerId step_timer_ = 0, deadline_timer_ = 0;
  int verified_ = X509_V_OK;
  Handshaken seen_;
};

}  // namespace

std::unique_ptr<Handshake> shake_hands(Loop& loop, Fd socket, const std::string& host,
                                       const TrustStore& trust, Duration deadline,
                                       std::function<void(Handshaken)> done) {
  auto handshake =
      std::make_unique<OpensslHandshake>(loop, std::move(socket), host, std::move(done));
  if (!handshake->begin(trust, deadline)) return nullptr;
  return handshake;
}

}  // namespace saksi::net
