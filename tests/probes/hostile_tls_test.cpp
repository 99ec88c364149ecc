// SPDX-License-Identifier: Apache-2.0
//
// N10 of the list of faults: handshakes and certificates as wrong as they come, and a close without
// a notice (N9). A page is asked for, as a phone would.
#include "probes/hostile_run.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_server.hpp"

namespace saksi::probes {
namespace {

using namespace std::chrono_literals;
using saksi::test::Certificate;
using saksi::test::certificate;
using saksi::test::RawServer;
using saksi::test::rsa_key;
using saksi::test::TlsServer;
using saksi::test::Wanted;
using test::Hostile;

const std::string kPage = "<html><body>Absen Maju</body></html>";

class HostileTls : public Hostile {
 protected:
  HostileTls() {
    saksi::test::write_pem(ca_, folder_ / "ca.pem");
    session_.ca_file = folder_ / "ca.pem";
    names({{"absen.test", {.a = {"127.0.0.1"}}}, {"lain.test", {.a = {"127.0.0.1"}}}});
  }

  static void serve(const TlsServer::Peer& peer) {
    if (peer.read_head().empty()) return;
    peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " +
               std::to_string(kPage.size()) + "\r\n\r\n" + kPage);
    peer.close_notify();
  }
  void shows(const char* variant, const char* classes, const Certificate& leaf,
             const std::vector<Certificate>& chain = {},
             const std::function<void(SSL_CTX*)>& set_up = {}, const char* host = "absen.test") {
    const TlsServer server(leaf, &HostileTls::serve, chain, set_up);
    row("N10", variant, classes, fmt::format("https://{}:{}", host, server.port()),
        {page({"Absen Maju"})}, 5s);
  }
  Certificate leaf(Wanted wanted = {}) const { return certificate(wanted, &ca_); }

  saksi::test::TempDir folder_;
  Certificate ca_ = certificate({.subject = "CA", .names = "", .authority = true});
};

TEST_F(HostileTls, N10Certificates) {
  shows("good", "ok", leaf());
  shows("expired", "tls_expired", leaf({.to_days = -1}));
  shows("not yet valid", "tls_not_yet_valid", leaf({.from_days = 2}));
  shows("self-signed", "tls_untrusted", certificate({}));
  shows("for another name", "tls_hostname", leaf({.names = "DNS:bukan.test"}));
  shows("for the name one level down", "tls_hostname", leaf({.names = "DNS:*.absen.test"}));
  const Certificate stranger = certificate({.subject = "S", .names = "", .authority = true});
  shows("root that nobody trusts", "tls_untrusted", certificate({}, &stranger), {stranger});
  const Certificate middle = certificate({.subject = "M", .names = "", .authority = true}, &ca_);
  const Certificate below = certificate({}, &middle);
  shows("with its intermediate", "ok", below, {middle});
  shows("intermediate missing", "tls_untrusted", below);
  const Certificate no_ca = certificate({.subject = "N", .names = ""}, &ca_);
  shows("signed by a leaf", "tls_untrusted", certificate({}, &no_ca), {no_ca});
  // Its subject is the host's name, which browsers do not read.
  shows("no alternative names", "tls_hostname", leaf({.names = ""}));
  shows("SHA-1", "tls_untrusted tls_version", leaf({.digest = EVP_sha1()}));
  // So small a key cannot sign the handshake: the server itself ends it.
  shows("RSA of 512 bits", "tls_handshake_reset", leaf({.key = rsa_key(512)}));
  shows("RSA of 1024 bits", "tls_untrusted tls_version", leaf({.key = rsa_key(1024)}));
  shows("RSA of 8192 bits", "ok", leaf({.key = rsa_key(8192)}));
}

TEST_F(HostileTls, N10Names) {
  const auto many = [](int count) {
    std::string names = "DNS:absen.test";
    for (int i = 0; i < count; ++i) names += fmt::format(",DNS:opd-{}.kab.go.id", i);
    return names;
  };
  shows("1,000 names", "ok", leaf({.names = many(1000)}));
  // 230 kB: more than OpenSSL, and browsers, read of a server's certificates.
  shows("10,000 names", "tls_handshake_reset", leaf({.names = many(10'000)}));
}

TEST_F(HostileTls, N10Handshakes) {
  const Certificate good = leaf();
  shows("TLS 1.1 and older alone", "tls_version", good, {},
        [](SSL_CTX* context) { SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION); });
  shows("TLS 1.0 alone", "tls_version", good, {},
        [](SSL_CTX* context) { SSL_CTX_set_max_proto_version(context, TLS1_VERSION); });
  const auto wants_name = [](SSL_CTX* context) {
    constexpr auto asked = +[](SSL* ssl, int* alert, void*) {
      const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
      *alert = SSL_AD_UNRECOGNIZED_NAME;
      return name != nullptr && std::string(name) == "absen.test" ? SSL_TLSEXT_ERR_OK
                                                                  : SSL_TLSEXT_ERR_ALERT_FATAL;
    };
    // SSL_CTX_set_tlsext_servername_callback() without its C cast
    SSL_CTX_callback_ctrl(context, SSL_CTRL_SET_TLSEXT_SERVERNAME_CB,
                          reinterpret_cast<void (*)()>(asked));
  };
  shows("server name required", "ok", good, {}, wants_name);
  shows("server name refused", "tls_handshake_reset", good, {}, wants_name, "lain.test");
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION})
    shows(version == TLS1_2_VERSION ? "client certificate demanded, TLS 1.2"
                                    : "client certificate demanded, TLS 1.3",
          "tls_handshake_reset", good, {}, [version](SSL_CTX* context) {
            SSL_CTX_set_max_proto_version(context, version);
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
          });
  shows("no protocol in common by ALPN", "tls_handshake_reset", good, {}, [](SSL_CTX* context) {
    SSL_CTX_set_alpn_select_cb(
        context,
        +[](SSL*, const unsigned char**, unsigned char*, const unsigned char*, unsigned, void*) {
          return SSL_TLSEXT_ERR_ALERT_FATAL;
        },
        nullptr);
  });

  const auto raw = [&](const char* variant, const char* classes, std::string bytes, bool stays,
                       Duration by = 2s) {
    RawServer server([&](RawServer::Peer& peer) {
      peer.read_bytes(50);
      peer.write(bytes);
      if (stays) peer.wait_until_closed();
    });
    row("N10", variant, classes, fmt::format("https://absen.test:{}", server.port()), {page()}, by);
  };
  raw("alert in the handshake", "tls_handshake_reset", std::string("\x15\x03\x03\0\x02\x02\x28", 7),
      false);
  raw("hangs up in the handshake", "tls_handshake_reset", "", false);
  raw("bytes of another protocol", "tls_handshake_reset", "220 mail.example ESMTP\r\n", false);
  raw("handshake stalls", "tls_timeout", "", true, 10s);
  raw("handshake stalls in a record", "tls_timeout", std::string("\x16\x03\x03\0\x40\x02", 6), true,
      10s);
}

TEST_F(HostileTls, N9ClosesWithoutNotice) {
  const Certificate good = leaf();
  for (const auto& [variant, classes, text] :
       {std::tuple{"TLS closed without notice, length told", "http_truncated",
                   "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n<html>"},
        std::tuple{"TLS closed without notice, no length", "http_truncated",
                   "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Absen"},
        std::tuple{"TLS closed without notice, no answer", "http_reset", ""}}) {
    const TlsServer server(good, [text = text](const TlsServer::Peer& peer) {
      if (!peer.read_head().empty() && *text != '\0') peer.write(text);
    });
    row("N9", variant, classes, fmt::format("https://absen.test:{}", server.port()), {page()}, 2s);
  }
}

}  // namespace
}  // namespace saksi::probes
