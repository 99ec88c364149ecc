// SPDX-License-Identifier: Apache-2.0
#include "net/classify.hpp"

#include <curl/curl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <initializer_list>
#include <string_view>

namespace saksi::net {
namespace {

// libcurl keeps OpenSSL's and the chunk decoder's reasons only in its error text. The words below
// are those of Debian 12's libcurl 7.88 and OpenSSL 3.0; the tests hold them against real servers.
bool says(const std::string& text, std::initializer_list<std::string_view> any) {
  return std::any_of(any.begin(), any.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

Class classify_handshake(const Ending& ending) {
  if (ending.verify_result != X509_V_OK) return classify_certificate(ending.verify_result);
  // The server has nothing that a current client accepts: old protocol, or keys that are too small.
  if (says(ending.text, {"unsupported protocol", "alert protocol version", "no protocols available",
                         "version too low", "dh key too small", "ee key too small",
                         "ca md too weak", "no ciphers available", "legacy sigalg"}))
    return Class::tls_version;
  return Class::tls_handshake_reset;
}

Class classify_answer(const Ending& ending) {
  if (says(ending.text, {"chunked-encoding", "Nul byte", "nvalid"})) return Class::http_malformed;
  // In TLS 1.3 a server refuses the client, who thinks that all is well, with its first answer.
  if (says(ending.text, {"alert certificate required", "alert bad certificate", "alert unknown ca",
                         "alert handshake failure", "alert access denied"}))
    return Class::tls_handshake_reset;
  // An orderly end of TCP in the middle of a TLS stream: truncated. A reset says reset.
  if (says(ending.text, {"unexpected eof"}))
    return ending.progress == Progress::receiving ? Class::http_truncated : Class::http_reset;
  return Class::http_reset;
}

}  // namespace

Class timed_out(Progress progress) {
  switch (progress) {
    case Progress::resolving:
      return Class::dns_timeout;
    case Progress::connecting:
      return Class::tcp_timeout;
    case Progress::securing:
      return Class::tls_timeout;
    case Progress::waiting:
      return Class::http_timeout_ttfb;
    case Progress::receiving:
      return Class::http_timeout_body;
  }
  return Class::probe_problem;
}

void add_rest(Phases& phases, Progress reached, Duration total, bool fresh, bool tls) {
  Duration known{0};
  for (const auto& phase : {phases.dns, phases.tcp, phases.tls, phases.send, phases.wait})
    known += phase.value_or(Duration{0});
  const Duration rest = std::max(total - known, Duration{0});
  switch (reached) {
    case Progress::resolving:
      break;
    case Progress::connecting:
      if (fresh) phases.tcp = rest;
      break;
    case Progress::securing:
      if (tls) phases.tls = rest;
      break;
    case Progress::waiting:
      phases.wait = rest;
      break;
    case Progress::receiving:
      phases.recv = rest;
      break;
  }
}

Class classify_connect(int os_errno) {
  switch (os_errno) {
    case ECONNREFUSED:
      return Class::tcp_refused;
    case ETIMEDOUT:
      return Class::tcp_timeout;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return Class::tcp_reset;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case EADDRINUSE:
    case EAGAIN:
      return Class::prober_overloaded;  // descriptors, memory or local ports ran out: our trouble
    case EADDRNOTAVAIL:
    case ENODEV:
      return Class::invalid_vantage;  // the vantage's own address or interface is gone
    default:
      return Class::tcp_unreachable;  // ENETUNREACH, EHOSTUNREACH, EACCES by a firewall, ...
  }
}

Class classify_certificate(long verify_result) {
  switch (verify_result) {
    case X509_V_OK:
      return Class::ok;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return Class::tls_expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return Class::tls_not_yet_valid;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return Class::tls_hostname;
    case X509_V_ERR_CERT_REVOKED:
      return Class::tls_revoked;
    default:
      return Class::tls_untrusted;
  }
}

Class classify(const Ending& ending) {
  switch (ending.curl_code) {
    case CURLE_OK:
      // libcurl takes a connection that closes inside the headers for an answer.
      return ending.headers_done ? Class::ok : Class::http_truncated;
    case CURLE_COULDNT_CONNECT:
      return classify_connect(static_cast<int>(ending.os_errno));
    case CURLE_OPERATION_TIMEDOUT:
      return timed_out(ending.progress);
    case CURLE_PEER_FAILED_VERIFICATION:
      // The chain was fine, so it was libcurl's own check of the name that failed.
      return ending.verify_result == X509_V_OK ? Class::tls_hostname
                                               : classify_certificate(ending.verify_result);
    case CURLE_SSL_CONNECT_ERROR:
      return classify_handshake(ending);
    case CURLE_SSL_CIPHER:
      return Class::tls_version;
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return Class::tls_untrusted;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
      return ending.progress == Progress::securing ? Class::tls_handshake_reset : Class::http_reset;
    case CURLE_RECV_ERROR:
      return ending.progress == Progress::securing ? Class::tls_handshake_reset
                                                   : classify_answer(ending);
    case CURLE_PARTIAL_FILE:
      return Class::http_truncated;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:  // also "HTTP/0.9 not allowed" and HTTP versions that do not
                                      // exist
    case CURLE_FILESIZE_EXCEEDED:     // a Content-Length beyond 2^63
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return ending.progress >= Progress::waiting ? Class::http_malformed : Class::probe_problem;
    case CURLE_BAD_CONTENT_ENCODING:
      return Class::http_decode_error;
    case CURLE_OUT_OF_MEMORY:
      // Also what libcurl answers when one header line passes its own 100 KiB.
      return ending.progress == Progress::receiving && !ending.headers_done
                 ? Class::http_header_too_long
                 : Class::invalid_monitor;
    default:
      return Class::probe_problem;
  }
}

}  // namespace saksi::net
