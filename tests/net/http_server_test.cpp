// SPDX-License-Identifier: Apache-2.0
#include "net/http_server.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <sys/wait.h>

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "support/raw_client.hpp"
#include "support/temp_dir.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;
using test::RawClient;
using testing::Test;

ServerResponse text(std::string body) {
  ServerResponse response;
  response.body = std::move(body);
  return response;
}

void hello(const ServerRequest&, const Responder& responder) { responder.send(text("halo")); }

std::unique_ptr<HttpServer> serve(ServerOptions options, HttpServer::Handler handler = hello) {
  auto server = HttpServer::start(std::move(options), std::move(handler));
  if (!server) {
    ADD_FAILURE() << server.error().message;
    std::abort();
  }
  return std::move(*server);
}

std::string status_line(const std::string& answer) { return answer.substr(0, answer.find("\r\n")); }
std::string body_of(const std::string& answer) {
  return answer.substr(answer.find("\r\n\r\n") + 4);
}
bool has(const std::string& answer, const std::string& part) {
  return answer.find(part) != std::string::npos;
}

constexpr const char* kGet = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

// Keeps responders for a test that answers from its own thread.
class Desk {
 public:
  HttpServer::Handler handler() {
    return [this](const ServerRequest&, Responder responder) {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(responder));
      arrived_.notify_one();
    };
  }
  Responder next() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return !waiting_.empty(); });
    Responder first = std::move(waiting_.front());
    waiting_.pop_front();
    return first;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Responder> waiting_;
};

TEST(HttpServer, HandsOverWhatWasSentAndAnswersWithIt) {
  ServerRequest seen;
  auto server = serve({}, [&](const ServerRequest& request, const Responder& responder) {
    seen = request;
    responder.send(text("terima kasih"));
  });
  RawClient client(server->port(), "127.0.0.11");

  client.send(
      "POST /ke%20sini?bulan=2023-01&kata=a%2Bb+c HTTP/1.1\r\nHost: x\r\nX-Number: "
      "7\r\nContent-Length: 4\r\n\r\nisi!");
  const std::string answer = client.answer();

  EXPECT_EQ(status_line(answer), "HTTP/1.1 200 OK");
  EXPECT_EQ(body_of(answer), "terima kasih");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.path, "/ke sini");
  EXPECT_EQ(seen.query, "bulan=2023-01&kata=a%2Bb+c");
  EXPECT_EQ(seen.parameter("kata"), "a+b c");
  EXPECT_EQ(seen.parameter("lain"), "");
  EXPECT_EQ(seen.header("x-number"), "7");
  EXPECT_EQ(seen.body, "isi!");
  EXPECT_EQ(seen.peer, "127.0.0.11");
}

TEST(HttpServer, AnswersRequestsSentAheadInTheirOrder) {
  auto server = serve({}, [](const ServerRequest& request, const Responder& responder) {
    responder.send(text(request.path));
  });
  RawClient client(server->port());

  client.send(
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\nGET /3 "
      "HTTP/1.1\r\nHost: x\r\n\r\n");

  EXPECT_EQ(body_of(client.answer()), "/1");
  EXPECT_EQ(body_of(client.answer()), "/2");
  EXPECT_EQ(body_of(client.answer()), "/3");
}

TEST(HttpServer, ClosesWhenTheClientAsksForItAndForOldClients) {
  auto server = serve({});
  for (const char* request :
       {"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"}) {
    RawClient client(server->port());
    client.send(request);
    const std::string all = client.rest();
    EXPECT_TRUE(has(all, "Connection: close")) << request;
    EXPECT_EQ(body_of(all), "halo");
    EXPECT_EQ(client.end(), RawClient::End::closed);
  }
}

TEST(HttpServer, TellsAHeadTheLengthAndSendsNoBody) {
  auto server = serve({});
  RawClient client(server->port());

  client.send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string all = client.rest();

  EXPECT_TRUE(has(all, "Content-Length: 4\r\n"));
  EXPECT_EQ(body_of(all), "");
}

TEST(HttpServer, DoesNotLetAValueStartAHeaderOfItsOwn) {
  auto server = serve({}, [](const ServerRequest& request, const Responder& responder) {
    ServerResponse response = text("");
    response.headers.emplace_back("Location", request.parameter("to"));
    responder.send(response);
  });
  RawClient client(server->port());

  client.send("GET /?to=%2Fx%0D%0ASet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\n\r\n");

  EXPECT_FALSE(has(client.answer(), "\r\nSet-Cookie"));
}

TEST(HttpServer, RefusesWhatIsNotHttpWithOneSentenceAndCloses) {
  auto server = serve({});
  const std::pair<const char*, const char*> cases[] = {
      {"nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"},
      {"GET / HTTP/9.9\r\nHost: x\r\n\r\n", "HTTP/1.1 400 Bad Request"},
      {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request"},                        // no Host
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400 Bad Request"},  // two
      {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400 Bad Request"},
      {"GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400 Bad Request"},
      {"GET x HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400 Bad Request"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 400 Bad Request"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
       "HTTP/1.1 400 Bad Request"},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 400 Bad Request"},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       "HTTP/1.1 400 Bad Request"},  // smuggling
  };
  for (const auto& [request, expected] : cases) {
    RawClient client(server->port());
    client.send(request);
    EXPECT_EQ(status_line(client.rest()), expected) << request;
    EXPECT_EQ(client.end(), RawClient::End::closed) << request;
  }
}

TEST(HttpServer, CutsAHeaderThatNeverEnds) {
  ServerOptions options;
  options.header_limit = 2048;
  auto server = serve(options);
  RawClient client(server->port());

  client.send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
  std::size_t sent = 0;
  for (; sent < (64u << 20); sent += 4096)
    if (!client.send(std::string(4096, 'a'))) break;

  EXPECT_LT(sent, 64u << 20) << "the server went on reading";
  RawClient tidy(server->port());
  tidy.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(4096, 'a') + "\r\n\r\n");
  EXPECT_EQ(status_line(tidy.rest()), "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST(HttpServer, RefusesABodyOverTheLimitBeforeReadingIt) {
  ServerOptions options;
  options.body_limit = 1000;
  auto server = serve(options);
  RawClient declared(server->port());
  RawClient chunked(server->port());

  declared.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n" +
                std::string(1000, 'a'));
  chunked.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
               std::string(2000, 'a'));

  EXPECT_EQ(status_line(declared.rest()), "HTTP/1.1 413 Content Too Large");
  EXPECT_EQ(status_line(chunked.rest()), "HTTP/1.1 413 Content Too Large");
}

TEST(HttpServer, TakesABodyOfExactlyTheLimit) {
  ServerOptions options;
  options.body_limit = 1000;
  auto server = serve(options);
  RawClient client(server->port());

  client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" +
              std::string(1000, 'a'));

  EXPECT_EQ(status_line(client.answer()), "HTTP/1.1 200 OK");
}

TEST(HttpServer, GivesAWholeRequestOneDeadlineHoweverItsBytesAreDrippedIn) {
  ServerOptions options;
  options.idle_timeout = 400ms;
  auto server = serve(options);
  RawClient client(server->port());
  const auto began = std::chrono::steady_clock::now();

  client.send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
  while (client.silent_for(20ms) && std::chrono::steady_clock::now() - began < 10s)
    client.send("a");

  EXPECT_EQ(status_line(client.rest()), "HTTP/1.1 408 Request Timeout");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

TEST(HttpServer, ClosesAConnectionThatSaysNothingWithoutAnAnswer) {
  ServerOptions options;
  options.idle_timeout = 100ms;
  auto server = serve(options);
  RawClient client(server->port());

  EXPECT_EQ(client.rest(), "");
  EXPECT_EQ(client.end(), RawClient::End::closed);
}

TEST(HttpServer, ServesOthersWhileManyHoldHalfARequest) {
  auto server = serve({});
  std::deque<RawClient> half_open;
  for (int i = 0; i < 200; ++i) half_open.emplace_back(server->port()).send("GET / HTTP/1.1\r\nHo");
  RawClient client(server->port());

  client.send(kGet);

  EXPECT_EQ(status_line(client.answer()), "HTTP/1.1 200 OK");
}

TEST(HttpServer, TellsWhoComesOverTheCapToComeBackAndServesAgainWhenThereIsRoom) {
  ServerOptions options;
  options.max_connections = 2;
  auto server = serve(options);
  auto first = std::make_unique<RawClient>(server->port());
  RawClient second(server->port());
  first->send(kGet);
  second.send(kGet);
  EXPECT_EQ(status_line(first->answer()), "HTTP/1.1 200 OK");
  EXPECT_EQ(status_line(second.answer()), "HTTP/1.1 200 OK");

  RawClient third(server->port());
  third.send(kGet);
  const std::string refused = third.rest();

  EXPECT_EQ(status_line(refused), "HTTP/1.1 503 Service Unavailable");
  EXPECT_TRUE(has(refused, "Retry-After: 5\r\n"));

  first.reset();
  std::string again;
  for (int attempt = 0; attempt < 1000 && status_line(again) != "HTTP/1.1 200 OK"; ++attempt) {
    RawClient fourth(server->port());
    fourth.send(kGet);
    again = fourth.answer();
  }
  EXPECT_EQ(status_line(again), "HTTP/1.1 200 OK");
}

TEST(HttpServer, CapsEachPeerSoThatOneCannotTakeEveryPlace) {
  ServerOptions options;
  options.max_per_peer = 1;
  auto server = serve(options);
  RawClient greedy(server->port(), "127.0.0.11");
  greedy.send(kGet);
  EXPECT_EQ(status_line(greedy.answer()), "HTTP/1.1 200 OK");

  RawClient more(server->port(), "127.0.0.11");
  RawClient neighbour(server->port(), "127.0.0.12");
  more.send(kGet);
  neighbour.send(kGet);

  EXPECT_EQ(status_line(more.rest()), "HTTP/1.1 503 Service Unavailable");
  EXPECT_EQ(status_line(neighbour.answer()), "HTTP/1.1 200 OK");
}

TEST(HttpServer, SendsAnAnswerThatAnotherThreadGivesLater) {
  Desk desk;
  auto server = serve({}, desk.handler());
  RawClient client(server->port());
  client.send(kGet);

  std::thread other([&] { desk.next().send(text("nanti")); });
  const std::string answer = client.answer();
  other.join();

  EXPECT_EQ(body_of(answer), "nanti");
}

TEST(HttpServer, TakesOnlyTheFirstAnswerOfARequest) {
  Desk desk;
  auto server = serve({}, desk.handler());
  RawClient client(server->port());
  client.send(kGet);
  const Responder responder = desk.next();
  responder.send(text("satu"));
  responder.send(text("dua"));
  responder.drop();
  EXPECT_EQ(body_of(client.answer()), "satu");

  client.send(kGet);
  desk.next().send(text("tiga"));

  EXPECT_EQ(body_of(client.answer()), "tiga");
}

TEST(HttpServer, ClosesWithoutAnAnswerWhenTheResponderIsDroppedOrForgotten) {
  Desk desk;
  auto server = serve({}, desk.handler());
  RawClient dropped(server->port());
  dropped.send(kGet);
  desk.next().drop();
  RawClient forgotten(server->port());
  forgotten.send(kGet);
  desk.next();  // its only copy ends here

  EXPECT_EQ(dropped.rest(), "");
  EXPECT_EQ(forgotten.rest(), "");
  EXPECT_EQ(dropped.end(), RawClient::End::closed);
  EXPECT_EQ(forgotten.end(), RawClient::End::closed);
}

TEST(HttpServer, SaysThatTheAnswerTookTooLongAndIgnoresItAfterwards) {
  Desk desk;
  ServerOptions options;
  options.answer_timeout = 100ms;
  auto server = serve(options, desk.handler());
  RawClient client(server->port());
  client.send(kGet);
  const Responder late = desk.next();

  const std::string answer = client.rest();
  late.send(text("terlambat"));

  EXPECT_EQ(status_line(answer), "HTTP/1.1 503 Service Unavailable");
  EXPECT_FALSE(has(answer, "terlambat"));
}

TEST(HttpServer, OutlivedByAResponderIgnoresIt) {
  Desk desk;
  auto server = serve({}, desk.handler());
  RawClient client(server->port());
  client.send(kGet);
  const Responder orphan = desk.next();

  server.reset();
  orphan.send(text("ke mana?"));

  EXPECT_EQ(client.rest(), "");
  EXPECT_NE(client.end(), RawClient::End::open);
}

TEST(HttpServer, AnswersFiveHundredForAHandlerThatThrowsAndGoesOn) {
  auto server = serve({}, [](const ServerRequest& request, const Responder& responder) {
    if (request.path == "/a") throw std::runtime_error("gagal");
    responder.send(text("baik"));
  });
  RawClient client(server->port());

  client.send(kGet);
  EXPECT_EQ(status_line(client.answer()), "HTTP/1.1 500 Internal Server Error");
  client.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(body_of(client.answer()), "baik");
}

TEST(HttpServer, ResetsOrStallsTheNetworksThatItIsToldTo) {
  ServerOptions options;
  options.on_accept = [](const std::string& peer) {
    if (peer == "127.0.0.11") return Accept::reset;
    if (peer == "127.0.0.12") return Accept::stall;
    return Accept::serve;
  };
  options.answer_timeout = 600ms;
  auto server = serve(options);
  RawClient reset(server->port(), "127.0.0.11");
  RawClient stalled(server->port(), "127.0.0.12");
  RawClient served(server->port(), "127.0.0.13");
  reset.send(kGet);
  stalled.send(kGet);
  served.send(kGet);

  EXPECT_EQ(status_line(served.answer()), "HTTP/1.1 200 OK");
  EXPECT_EQ(reset.rest(), "");
  EXPECT_EQ(reset.end(), RawClient::End::reset);
  EXPECT_TRUE(stalled.silent_for(200ms));
  EXPECT_EQ(stalled.rest(), "");
  EXPECT_EQ(stalled.end(), RawClient::End::closed);
}

TEST(HttpServer, RunsItsHandlersOnOneThreadWithTheGivenName) {
  std::string name;
  ServerOptions options;
  options.thread_name = "pages-and-more-than-fifteen";
  auto server = serve(options, [&](const ServerRequest&, const Responder& responder) {
    char buffer[32]{};
    pthread_getname_np(pthread_self(), buffer, sizeof buffer);
    name = buffer;
    responder.send(text(""));
  });
  RawClient client(server->port());
  client.send(kGet);
  client.answer();

  EXPECT_EQ(name, "pages-and-more-");
}

TEST(HttpServer, SaysWhatToDoWhenItCannotListen) {
  auto first = serve({});
  ServerOptions options;
  options.port = first->port();

  const auto taken = HttpServer::start(options, hello);
  options.address = "localhost";
  const auto name = HttpServer::start(options, hello);
  options.address = "192.0.2.1";
  const auto foreign = HttpServer::start(options, hello);

  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().message, "127.0.0.1:" + std::to_string(first->port()) +
                                       ": address already in use by another program; stop that "
                                       "program (`ss -ltnp` names it) or choose another port");
  ASSERT_FALSE(name);
  EXPECT_TRUE(
      has(name.error().message, "\"localhost\" is not an IP address; write for example 127.0.0.1"));
  EXPECT_EQ(name.error().kind, ErrorKind::usage);
  ASSERT_FALSE(foreign);
  EXPECT_TRUE(has(foreign.error().message, "this machine does not have that address"));
}

// --- TLS ---

// A certificate of its own for "localhost", made by the openssl program.
struct Certificate {
  explicit Certificate(const test::TempDir& folder)
      : file(folder / "cert.pem"), key(folder / "key.pem") {
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=localhost -keyout " +
        key + " -out " + file + " 2>/dev/null";
    made = WEXITSTATUS(std::system(command.c_str())) == 0;
  }
  std::string file, key;
  bool made = false;
};

// One request over TLS, and whether the server ended with close_notify.
std::string ask_over_tls(std::uint16_t port, int most_version, bool& ended_properly) {
  RawClient client(port);
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_max_proto_version(context.get(), most_version);
  const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), SSL_free);
  SSL_set_fd(tls.get(), client.fd());
  if (SSL_connect(tls.get()) != 1) return "no handshake";
  const std::string request = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  SSL_write(tls.get(), request.data(), static_cast<int>(request.size()));
  std::string all;
  char bytes[4096];
  int got = 0;
  while ((got = SSL_read(tls.get(), bytes, sizeof bytes)) > 0)
    all.append(bytes, static_cast<std::size_t>(got));
  ended_properly = SSL_get_error(tls.get(), got) == SSL_ERROR_ZERO_RETURN;
  return all;
}

TEST(HttpServer, ServesOverTlsAndEndsWithCloseNotify) {
  test::TempDir folder;
  const Certificate certificate(folder);
  ASSERT_TRUE(certificate.made);
  ServerOptions options;
  options.certificate_file = certificate.file;
  options.key_file = certificate.key;
  auto server = serve(options, [](const ServerRequest&, const Responder& responder) {
    responder.send(text(std::string(100'000, 'x')));
  });

  bool ended_properly = false;
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const std::string answer = ask_over_tls(server->port(), version, ended_properly);
    EXPECT_EQ(status_line(answer), "HTTP/1.1 200 OK");
    EXPECT_EQ(body_of(answer).size(), 100'000u);
    EXPECT_TRUE(ended_properly);
  }
  EXPECT_EQ(ask_over_tls(server->port(), TLS1_1_VERSION, ended_properly), "no handshake");
}

TEST(HttpServer, IsNotHeldUpByHandshakesThatNeverCome) {
  test::TempDir folder;
  const Certificate certificate(folder);
  ASSERT_TRUE(certificate.made);
  ServerOptions options;
  options.certificate_file = certificate.file;
  options.key_file = certificate.key;
  options.idle_timeout = 300ms;
  auto server = serve(options);
  std::deque<RawClient> silent;
  for (int i = 0; i < 50; ++i) silent.emplace_back(server->port());

  bool ended_properly = false;
  EXPECT_EQ(status_line(ask_over_tls(server->port(), TLS1_3_VERSION, ended_properly)),
            "HTTP/1.1 200 OK");
  EXPECT_EQ(silent.back().rest(), "");
  EXPECT_EQ(silent.back().end(), RawClient::End::closed);
}

TEST(HttpServer, RefusesAKeyThatDoesNotFitOrIsNotThere) {
  test::TempDir folder, other;
  const Certificate certificate(folder), stranger(other);
  ASSERT_TRUE(certificate.made && stranger.made);
  ServerOptions options;
  options.certificate_file = certificate.file;
  options.key_file = stranger.key;
  const auto wrong = HttpServer::start(options, hello);
  options.key_file.clear();
  const auto missing = HttpServer::start(options, hello);
  options.key_file = folder / "none.pem";
  const auto absent = HttpServer::start(options, hello);

  ASSERT_FALSE(wrong);
  EXPECT_TRUE(has(wrong.error().message, "private key " + stranger.key));
  ASSERT_FALSE(missing);
  EXPECT_TRUE(has(missing.error().message, "both a certificate and a key"));
  ASSERT_FALSE(absent);
  EXPECT_TRUE(has(absent.error().message, "none.pem"));
}

}  // namespace
}  // namespace saksi::net
