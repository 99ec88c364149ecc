// SPDX-License-Identifier: Apache-2.0
//
// Addresses of pages and redirects: what is accepted is http(s), has a host and nothing that could
// end a request line, reads the same again, and a reference joined twice goes nowhere else.
#include "net/url.hpp"

#include "fuzz/fuzz.hpp"
#include "net/http_client.hpp"
#include "net/percent.hpp"
#include "probes/onward.hpp"
#include "probes/requests.hpp"

using namespace saksi;

namespace {

void check(const net::Url& url) {
  CLAIM(url.scheme == "http" || url.scheme == "https");
  CLAIM(!url.host.empty() && url.host.find_first_of("/?#@ []%") == std::string::npos);
  CLAIM(!fuzz::has_control(url.text) && url.text.find_first_of(" #") == std::string::npos);
  CLAIM(!fuzz::has_control(url.host) && url.text.size() <= 8192);
  CLAIM(url.port.find_first_not_of("0123456789") == std::string::npos && !url.port.empty());
  const auto again = net::parse_url(url.text);
  CLAIM(again && again->text == url.text && again->origin() == url.origin());
}

}  // namespace

SAKSI_FUZZ(bytes) {
  const auto part = fuzz::parts(bytes, 2);
  const std::string base(part[0]), reference(part[1]);
  if (const auto url = net::parse_url(base)) check(*url);
  const std::string joined = net::join_url(base, reference);
  if (!joined.empty()) {
    const auto url = net::parse_url(joined);
    CLAIM(url.has_value());
    check(*url);
    CLAIM(url->text == joined && net::join_url(base, joined) == joined);
    CLAIM(probes::stays_home(joined, joined));
    // Home is a host, not a word in an address.
    const bool home = probes::stays_home("https://disdik.absen-maju.example", joined);
    CLAIM(home == (url->host == "disdik.absen-maju.example" && url->scheme == "https"));
  }
  for (const bool plus : {false, true})
    if (const auto plain = net::percent_decoded(reference, plus))
      CLAIM(plain->size() <= reference.size() && plain->find('\0') == std::string::npos);

  net::HttpObservation seen;
  seen.status = 200;
  seen.headers = {{"refresh", reference}, {"content-type", "text/html"}};
  for (const bool in_page : {false, true}) {
    if (in_page) {
      seen.headers.erase(seen.headers.begin());
      seen.body = "<meta http-equiv=refresh content=\"" + reference + "\">";
    }
    const std::string onward = probes::onward_of("https://disdik.absen-maju.example/a", seen);
    if (onward.empty()) continue;
    const auto url = net::parse_url(onward);
    CLAIM(url.has_value() && url->text == onward);
  }
}
