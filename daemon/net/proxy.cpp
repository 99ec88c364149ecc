// SPDX-License-Identifier: Apache-2.0
#include "net/proxy.hpp"

#include "net/resolver.hpp"
#include "net/socket_address.hpp"
#include "net/url.hpp"

namespace saksi::net {

std::optional<Proxy> parse_proxy(const std::string& text) {
  const std::size_t end = text.find("://");
  if (end == std::string::npos) return std::nullopt;
  const std::string scheme = text.substr(0, end), rest = text.substr(end + 3);
  if (scheme != "http" && scheme != "socks5h") return std::nullopt;
  const std::size_t colon = rest.rfind(':');
  if (rest.find_first_of("/?#@") != std::string::npos || colon == std::string::npos ||
      rest.find(']', colon) != std::string::npos)
    return std::nullopt;
  const auto url = parse_url("http://" + rest + "/");
  if (!url) return std::nullopt;
  return Proxy{scheme, url->host, url->port};
}

std::string Proxy::at(const std::string& ip) const {
  return scheme + "://" + (is_ipv6(ip) ? "[" + ip + "]" : ip) + ":" + port;
}

Result<void> check_proxy(const std::string& text) {
  if (text.empty() || parse_proxy(text)) return {};
  return fail("\"" + text + "\" is not a proxy; write http://host:port or socks5h://host:port",
              ErrorKind::usage);
}

bool is_private(const std::string& host) {
  return socket_address(host).size != 0 && is_bogon(host);
}

Class classify_proxied(CURL* easy, CURLcode code) {
  long connect_code = 0, socks_reply = 0;
  curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &connect_code);
  curl_easy_getinfo(easy, CURLINFO_PROXY_ERROR, &socks_reply);
  return classify_proxied(static_cast<int>(code), connect_code, socks_reply);
}

Class classify_proxied(int curl_code, long http_connect_code, long socks_reply) {
  if (curl_code == CURLE_OPERATION_TIMEDOUT) return Class::tcp_timeout;
  switch (socks_reply) {
    case CURLPX_REPLY_CONNECTION_REFUSED:
      return Class::tcp_refused;
    case CURLPX_REPLY_HOST_UNREACHABLE:
    case CURLPX_REPLY_NETWORK_UNREACHABLE:
      return Class::tcp_unreachable;
    case CURLPX_REPLY_TTL_EXPIRED:
      return Class::tcp_timeout;
    default:
      break;
  }
  // Bad gateway and unavailable: it asked the other side. 504: it waited for it.
  if (http_connect_code == 504) return Class::tcp_timeout;
  if (http_connect_code == 502 || http_connect_code == 503) return Class::tcp_unreachable;
  return Class::invalid_vantage;
}

}  // namespace saksi::net
