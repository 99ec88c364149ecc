// SPDX-License-Identifier: Apache-2.0
//
// The one translation unit that knows Boost.Beast. A connection is a small state machine on the
// server's own thread:
//
//   (handshake) -> idle -> reading -> waiting for the handler -> writing -> idle ... -> closing
//
// and in every state exactly one deadline runs, so that no client can hold a connection for longer
// than the options say. One request of a connection is under way at a time; what a client sends
// ahead stays in the buffer, which is bounded, and then in the kernel.
#include "net/http_server.hpp"

// ThreadSanitizer does not know fences, and asio's are beside the mutex that orders its queue.
#ifdef __SANITIZE_THREAD__
#define BOOST_ASIO_DISABLE_FENCED_BLOCK
#endif

#include <pthread.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cassert>
#include <csignal>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

#include "base/log.hpp"
#include "net/http_wire.hpp"
#include "net/percent.hpp"

namespace saksi::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Code = boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A closing connection gives its client so long to read the last words before the socket goes: a
// close with unread bytes in it is a reset, and a reset destroys an answer still on its way.
constexpr seconds kLinger{2};
// Thrown away meanwhile: what a client may have on its way, and twice the largest body it may send.
constexpr std::size_t kMostDiscarded = 256u << 10;
// The slowest reader that is still served, beyond the idle time: 2 KiB a second.
constexpr std::size_t kSlowestReader = 2u << 10;
// Connections over the cap that are told so; more than these are closed without a word.
constexpr std::size_t kMostRefusals = 64;
// Bytes read ahead of the request in hand.
constexpr std::size_t kReadAhead = 16u << 10;

// The way from any thread to the server's, and the end of that way when the server is gone.
struct Mailbox {
  std::mutex mutex;
  asio::io_context* context = nullptr;  // GUARDED_BY(mutex)

  template <class Task>
  void post(Task task) {
    const std::lock_guard lock(mutex);
    if (context != nullptr) asio::post(*context, std::move(task));
  }
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void begin() = 0;
  // `serial` names the request that is answered; an answer to an earlier one comes too late.
  virtual void respond(std::uint64_t serial, ServerResponse response) = 0;
  virtual void abandon(std::uint64_t serial) = 0;
};

class Answer final : public Responder::Impl {
 public:
  Answer(std::shared_ptr<Mailbox> mailbox, std::weak_ptr<Connection> connection,
         std::uint64_t serial)
      : mailbox_(std::move(mailbox)), connection_(std::move(connection)), serial_(serial) {}
  ~Answer() override {
    try {
      drop();
    } catch (const std::exception& out_of_memory) {
      log::error("dropping a request: {}; its connection ends at its deadline",
                 out_of_memory.what());
    }
  }
  void send(ServerResponse response) override {
    if (used_.exchange(true)) return;
    mailbox_->post(
        [connection = connection_, serial = serial_, response = std::move(response)]() mutable {
          if (const auto here = connection.lock()) here->respond(serial, std::move(response));
        });
  }
  void drop() override {
    if (used_.exchange(true)) return;
    mailbox_->post([connection = connection_, serial = serial_] {
      if (const auto here = connection.lock()) here->abandon(serial);
    });
  }

 private:
  std::shared_ptr<Mailbox> mailbox_;
  std::weak_ptr<Connection> connection_;
  std::uint64_t serial_;
  std::atomic<bool> used_ = false;
};

// What connections share. All but `mailbox` is the server thread's alone.
struct Shared {
  ServerOptions options;
  HttpServer::Handler handler;
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();
  std::size_t connections = 0;
  std::size_t refusals = 0;
  std::unordered_map<std::string, std::size_t> by_peer;
};

enum class Treatment : std::uint8_t { serve, refuse, stall };

// Takes its place in the counts, and gives it back.
class Place {
 public:
  Place(Shared& shared, std::string peer, Treatment treatment)
      : shared_(shared), peer_(std::move(peer)), refused_(treatment == Treatment::refuse) {
    if (refused_) {
      ++shared_.refusals;
    } else {
      ++shared_.connections;
      ++shared_.by_peer[peer_];
    }
  }
  ~Place() {
    if (refused_) {
      --shared_.refusals;
      return;
    }
    --shared_.connections;
    const auto found = shared_.by_peer.find(peer_);
    if (--found->second == 0) shared_.by_peer.erase(found);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] const std::string& peer() const { return peer_; }

 private:
  Shared& shared_;
  std::string peer_;
  bool refused_;
};

tcp::socket& socket_of(tcp::socket& stream) { return stream; }
tcp::socket& socket_of(asio::ssl::stream<tcp::socket>& stream) { return stream.next_layer(); }

// What the handshake proved: TLS 1.3 lets nobody show a certificate without its key.
std::optional<PublicKey> key_of_peer(SSL* connection) {
  X509* certificate = SSL_get0_peer_certificate(connection);
  EVP_PKEY* key = certificate == nullptr ? nullptr : X509_get0_pubkey(certificate);
  PublicKey raw{};
  std::size_t size = raw.size();
  if (key == nullptr || EVP_PKEY_get_id(key) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_public_key(key, raw.data(), &size) != 1 || size != raw.size())
    return std::nullopt;
  return raw;
}

// Fills `into` from what was parsed; says what is wrong with it, or nothing.
std::optional<std::string> understand(http::request<http::string_body>& from, ServerRequest& into) {
  into.method = std::string(from.method_string());
  into.target = std::string(from.target());
  std::size_t hosts = 0;
  for (const auto& field : from) {
    std::string name(field.name_string());
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (name == "host") ++hosts;
    into.headers.emplace_back(std::move(name), std::string(field.value()));
  }
  // RFC 9112 3.2: exactly one Host. Two of them is how one request is shown to two servers as two.
  if (hosts > 1 || (hosts == 0 && from.version() >= 11)) return "A request needs exactly one Host.";
  // RFC 9112 6.1: a body whose length cannot be known leaves no place where the next request
  // begins.
  if (from.count(http::field::transfer_encoding) > 0 && !from.chunked())
    return "The only Transfer-Encoding that is understood here is chunked.";

  std::string_view target = into.target;
  if (const std::size_t scheme = target.find("://");
      !target.starts_with('/') && scheme != std::string_view::npos) {
    const std::size_t path = target.find('/', scheme + 3);  // absolute form, RFC 9112 3.2.2
    target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
  }
  if (!target.starts_with('/')) return "The request target must be a path that begins with /.";
  target = target.substr(0, target.find('#'));
  const std::size_t question = target.find('?');
  if (question != std::string_view::npos) into.query = std::string(target.substr(question + 1));
  auto path = percent_decoded(target.substr(0, question), false);
  if (!path) return "The path is not validly percent-encoded.";
  into.path = *std::move(path);
  into.body = std::move(from.body());
  return std::nullopt;
}

template <class Stream>
class ConnectionOver final : public Connection,
                             public std::enable_shared_from_this<ConnectionOver<Stream>> {
  static constexpr bool kTls = !std::is_same_v<Stream, tcp::socket>;

 public:
  template <class... More>
  ConnectionOver(Shared& shared, std::string peer, Treatment treatment, tcp::socket socket,
                 More&... more)
      : shared_(shared),
        place_(shared, std::move(peer), treatment),
        treatment_(treatment),
        stream_(std::move(socket), more...),
        timer_(stream_.get_executor()),
        buffer_(shared.options.header_limit + kReadAhead) {}

  void begin() override {
    if (treatment_ == Treatment::stall) return stall();
    if constexpr (kTls) {
      arm(shared_.options.idle_timeout, &ConnectionOver::close);
      stream_.async_handshake(asio::ssl::stream_base::server, [self = self()](Code failed) {
        if (failed) return self->close();
        self->greet();
      });
    } else {
      greet();
    }
  }

  void respond(std::uint64_t serial, ServerResponse response) override {
    if (!waiting_ || serial != serial_) return;
    write(response);
  }

  void abandon(std::uint64_t serial) override {
    if (waiting_ && serial == serial_) close();
  }

 private:
  std::shared_ptr<ConnectionOver> self() { return this->shared_from_this(); }
  tcp::socket& socket() { return socket_of(stream_); }

  // The one deadline of the present state; arming the next replaces it. It also keeps the
  // connection alive while nothing else does (waiting for a handler), so every path ends in
  // close().
  void arm(std::chrono::steady_clock::duration wait, void (ConnectionOver::*expired)()) {
    const std::uint64_t mine = ++deadline_;
    timer_.expires_after(wait);
    timer_.async_wait([self = self(), mine, expired](Code cancelled) {
      if (!cancelled && self->deadline_ == mine) ((*self).*expired)();
    });
  }
  void disarm() {
    ++deadline_;
    timer_.cancel();
  }

  void greet() {
    if (treatment_ == Treatment::refuse) {
      keep_alive_ = false;
      return write(plain_answer(503, "Too many connections; please try again in a few seconds."));
    }
    await_request();
  }

  // Nothing has been sent of the next request: silence here is not an error, and needs no answer.
  void await_request() {
    if (buffer_.size() > 0) return read_request();
    arm(shared_.options.idle_timeout, &ConnectionOver::close);
    stream_.async_read_some(buffer_.prepare(1024), [self = self()](Code failed, std::size_t bytes) {
      if (failed) return self->say_goodbye();
      self->buffer_.commit(bytes);
      self->read_request();
    });
  }

  // From its first byte, the whole request must be here within idle_timeout, at whatever pace.
  void read_request() {
    too_late_ = false;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.options.header_limit));
    parser_->body_limit(body_limit());
    arm(shared_.options.idle_timeout, &ConnectionOver::stop_reading);
    http::async_read(stream_, buffer_, *parser_,
                     [self = self()](Code failed, std::size_t) { self->on_request(failed); });
  }

  // Memory for large bodies is for those that are known.
  [[nodiscard]] std::size_t body_limit() {
    const ServerOptions& options = shared_.options;
    if constexpr (kTls) {
      if (options.trusts && !options.trusts(key_of_peer(stream_.native_handle())))
        return std::min(options.stranger_limit, options.body_limit);
    }
    return options.body_limit;
  }

  void stop_reading() {
    too_late_ = true;
    Code ignored;  // a socket that cannot be cancelled fails its read by itself
    socket().cancel(ignored);
  }

  void on_request(Code failed) {
    disarm();
    head_only_ = parser_->get().method() == http::verb::head;
    if (!failed) return hand_over();
    keep_alive_ = false;
    if (too_late_) return write(plain_answer(408, "The request took too long to arrive."));
    if (failed == http::error::header_limit || failed == http::error::buffer_overflow)
      return write(plain_answer(431, "The request's header is too large."));
    if (failed == http::error::body_limit)
      return write(plain_answer(413, "The request's body is too large."));
    if (failed == http::error::end_of_stream) return say_goodbye();
    if (failed == http::error::partial_message) return close();
    if (failed.category() == make_error_code(http::error::bad_method).category())
      return write(plain_answer(400, "This is not a valid HTTP/1.1 request."));
    close();
  }

  void hand_over() {
    auto message = parser_->release();
    keep_alive_ = message.keep_alive();
    ServerRequest request;
    request.peer = place_.peer();
    if constexpr (kTls) request.client_key = key_of_peer(stream_.native_handle());
    if (auto wrong = understand(message, request)) {
      keep_alive_ = false;
      return write(plain_answer(400, *std::move(wrong)));
    }
    ++serial_;
    waiting_ = true;
    arm(shared_.options.answer_timeout, &ConnectionOver::give_up_waiting);
    // Not a member: when the handler lets go of its copies, the request counts as dropped.
    Responder responder(std::make_shared<Answer>(shared_.mailbox, this->weak_from_this(), serial_));
    try {
      shared_.handler(std::move(request), responder);
    } catch (const std::exception& escaped) {
      log::error("{}: a handler threw: {}", shared_.options.thread_name, escaped.what());
      responder.send(plain_answer(500, "This page failed."));
    }
  }

  void give_up_waiting() {
    keep_alive_ = false;
    write(plain_answer(503, "The answer took too long; please try again in a few seconds."));
  }

  void write(const ServerResponse& response) {
    waiting_ = false;
    out_ = wire_text(response, keep_alive_, head_only_);
    const seconds extra(out_.size() / kSlowestReader);
    arm(shared_.options.idle_timeout + extra, &ConnectionOver::close);
    asio::async_write(stream_, asio::buffer(out_), [self = self()](Code failed, std::size_t) {
      if (failed) return self->close();
      self->out_ = {};
      if (self->keep_alive_) return self->await_request();
      self->say_goodbye();
    });
  }

  // TLS says that it ends; then our side of the socket ends; then what the client still sends is
  // thrown away, for a short time and up to a limit.
  void say_goodbye() {
    arm(kLinger, &ConnectionOver::close);
    if constexpr (kTls) {
      stream_.async_shutdown([self = self()](Code) { self->half_close(); });
    } else {
      half_close();
    }
  }

  void half_close() {
    if (!socket().is_open()) return;
    Code failed;
    socket().shutdown(tcp::socket::shutdown_send, failed);
    if (failed) return close();
    discard();
  }

  // Connected, and then silence: what a client of a sick network sees.
  void stall() {
    arm(shared_.options.answer_timeout, &ConnectionOver::close);
    discard();
  }

  void discard() {
    waste_.resize(4096);
    socket().async_read_some(asio::buffer(waste_), [self = self()](Code failed, std::size_t bytes) {
      self->discarded_ += bytes;
      const std::size_t most = kMostDiscarded + 2 * self->shared_.options.body_limit;
      if (failed || self->discarded_ > most) return self->close();
      self->discard();
    });
  }

  void close() {
    waiting_ = false;
    disarm();
    Code ignored;  // there is nothing left to do for a socket that fails to close
    socket().close(ignored);
  }

  Shared& shared_;
  Place place_;
  const Treatment treatment_;
  Stream stream_;
  asio::steady_timer timer_;
  std::uint64_t deadline_ = 0;
  boost::beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string out_;
  std::string waste_;
  std::size_t discarded_ = 0;
  std::uint64_t serial_ = 0;
  bool waiting_ = false;  // for the handler's answer to `serial_`
  bool keep_alive_ = false;
  bool head_only_ = false;
  bool too_late_ = false;
};

class Server final : public HttpServer {
 public:
  Server(ServerOptions options, Handler handler) {
    shared_.options = std::move(options);
    shared_.handler = std::move(handler);
    shared_.mailbox->context = &context_;
  }

  ~Server() override {
    {
      const std::lock_guard lock(shared_.mailbox->mutex);
      shared_.mailbox->context = nullptr;
    }
    context_.stop();
    if (thread_.joinable()) thread_.join();
    // The io_context, destroyed next, destroys what its handlers own: the connections.
  }

  [[nodiscard]] std::uint16_t port() const override { return port_; }

  Result<void> prepare_tls() {
    const ServerOptions& options = shared_.options;
    SAKSI_TRY(load(tls_, options.certificate_file, options.key_file));
    if (tls_ && options.ask_client_key) {
      tls_->set_options(asio::ssl::context::no_tlsv1_2);
      tls_->set_verify_mode(asio::ssl::verify_peer);  // a wish: who has none may go on without
      tls_->set_verify_callback([](bool, asio::ssl::verify_context&) { return true; });
      // A resumed session would bring no certificate along.
      SSL_CTX_set_session_cache_mode(tls_->native_handle(), SSL_SESS_CACHE_OFF);
      SSL_CTX_set_num_tickets(tls_->native_handle(), 0);
    }
    return load(other_tls_, options.other_certificate_file, options.other_key_file);
  }

  static Result<void> load(std::optional<asio::ssl::context>& tls, const std::string& certificate,
                           const std::string& key) {
    if (certificate.empty() && key.empty()) return {};
    if (certificate.empty() || key.empty())
      return fail("starting a TLS server: it needs both a certificate and a key file",
                  ErrorKind::usage);
    tls.emplace(asio::ssl::context::tls_server);
    tls->set_options(asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 |
                     asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                     SSL_OP_NO_RENEGOTIATION);
    Code failed;
    tls->use_certificate_chain_file(certificate, failed);
    if (failed)
      return fail("reading the certificate chain " + certificate + ": " + failed.message(),
                  ErrorKind::usage);
    tls->use_private_key_file(key, asio::ssl::context::pem, failed);
    if (failed)
      return fail("reading the private key " + key + " of " + certificate + ": " + failed.message(),
                  ErrorKind::usage);
    return {};
  }

  Result<void> listen() {
    const std::string where = shared_.options.address + ":" + std::to_string(shared_.options.port);
    Code failed;
    const auto address = asio::ip::make_address(shared_.options.address, failed);
    if (failed)
      return fail("listening on " + where + ": \"" + shared_.options.address +
                      "\" is not an IP address; write for example 127.0.0.1 or 0.0.0.0",
                  ErrorKind::usage);
    const tcp::endpoint endpoint(address, shared_.options.port);
    acceptor_.open(endpoint.protocol(), failed);
    if (!failed) acceptor_.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) acceptor_.bind(endpoint, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (!failed) {
      const auto local = acceptor_.local_endpoint(failed);
      if (!failed) port_ = local.port();
    }
    if (!failed) return {};
    if (failed == asio::error::address_in_use)
      return fail(
          where +
          ": address already in use by another program; stop that program (`ss -ltnp` names it) "
          "or choose another port");
    if (failed == asio::error::access_denied)
      return fail(where +
                  ": permission denied; ports below 1024 need CAP_NET_BIND_SERVICE, so choose a "
                  "higher one");
    if (failed.value() == EADDRNOTAVAIL)
      return fail(
          where +
          ": this machine does not have that address; `ip address` lists those that it has");
    return fail("listening on " + where + ": " + failed.message());
  }

  Result<void> start_thread() {
    accept_next();
    // Signals are for the thread that waits for them.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::optional<std::string> refused;
    try {
      thread_ = std::thread([this] { run(); });
    } catch (const std::system_error& error) {
      refused = error.what();
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (refused)
      return fail("starting the thread " + shared_.options.thread_name + ": " + *refused);
    return {};
  }

 private:
  void run() {
    pthread_setname_np(pthread_self(), shared_.options.thread_name.substr(0, 15).c_str());
    // An exception that arrives here has cost its own connection; the others go on.
    while (!context_.stopped()) {
      try {
        context_.run();
      } catch (const std::exception& escaped) {
        log::error("{}: {}; one connection was lost", shared_.options.thread_name, escaped.what());
      }
    }
  }

  void accept_next() {
    acceptor_.async_accept([this](Code failed, tcp::socket socket) {
      if (!failed) {
        try {
          admit(std::move(socket));
        } catch (const std::exception& escaped) {
          log::error("{}: accepting a connection: {}", shared_.options.thread_name, escaped.what());
        }
        return accept_next();
      }
      if (failed == asio::error::operation_aborted) return;
      if (failed == asio::error::connection_aborted) return accept_next();
      // Out of descriptors or memory: the connection stays in the kernel's queue; look again soon.
      log::warning("{}: accepting a connection: {}; trying again in 100 ms",
                   shared_.options.thread_name, failed.message());
      pause_.expires_after(milliseconds(100));
      pause_.async_wait([this](Code cancelled) {
        if (!cancelled) accept_next();
      });
    });
  }

  void admit(tcp::socket socket) {
    Code failed;
    const tcp::endpoint remote = socket.remote_endpoint(failed);
    if (failed) return;  // gone already
    asio::ip::address address = remote.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
      address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    std::string peer = address.to_string();

    Treatment treatment = Treatment::serve;
    std::optional<asio::ssl::context>* tls = &tls_;
    switch (shared_.options.on_accept ? shared_.options.on_accept(peer) : Accept::serve) {
      case Accept::serve:
        break;
      case Accept::other:
        if (other_tls_) tls = &other_tls_;
        break;
      case Accept::reset:
        socket.set_option(asio::socket_base::linger(true, 0), failed);
        return;  // closing it now sends the RST
      case Accept::stall:
        treatment = Treatment::stall;
        break;
    }
    const auto known = shared_.by_peer.find(peer);
    const std::size_t of_peer = known == shared_.by_peer.end() ? 0 : known->second;
    if (shared_.connections >= shared_.options.max_connections ||
        of_peer >= shared_.options.max_per_peer) {
      if (shared_.refusals >= kMostRefusals) return;
      treatment = Treatment::refuse;
    }
    socket.set_option(tcp::no_delay(true), failed);
    if (failed) return;
    if (*tls)
      std::make_shared<ConnectionOver<asio::ssl::stream<tcp::socket>>>(
          shared_, std::move(peer), treatment, std::move(socket), **tls)
          ->begin();
    else
      std::make_shared<ConnectionOver<tcp::socket>>(shared_, std::move(peer), treatment,
                                                    std::move(socket))
          ->begin();
  }

  // In this order: connections, which the io_context destroys, give back their places in `shared_`.
  Shared shared_;
  std::optional<asio::ssl::context> tls_, other_tls_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_};
  asio::steady_timer pause_{context_};
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::start(ServerOptions options, Handler handler) {
  assert(handler);
  try {
    auto server = std::make_unique<Server>(std::move(options), std::move(handler));
    SAKSI_TRY(server->prepare_tls());
    SAKSI_TRY(server->listen());
    SAKSI_TRY(server->start_thread());
    return server;
  } catch (const std::exception& error) {  // asio's own set-up: epoll, OpenSSL
    return fail(std::string("starting an HTTP server: ") + error.what());
  }
}

}  // namespace saksi::net
