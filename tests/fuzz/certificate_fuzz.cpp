// SPDX-License-Identifier: Apache-2.0
//
// Certificates of strangers: what is shown of one is short and plain, and it is for no name that it
// does not name.
#include "net/certificate.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <memory>

#include "fuzz/fuzz.hpp"

using namespace saksi;

namespace {

bool plain(const std::string& text) {
  for (const char c : text)
    if (c < ' ' || c > '~') return false;
  return text.size() <= 200;
}

}  // namespace

SAKSI_FUZZ(bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const std::unique_ptr<X509, void (*)(X509*)> certificate(
      d2i_X509(nullptr, &at, static_cast<long>(bytes.size())), X509_free);
  ERR_clear_error();
  if (!certificate) return;
  const auto all = net::names_of(certificate.get(), 1000),
             few = net::names_of(certificate.get(), 2);
  CLAIM(few.size() == std::min<std::size_t>(all.size(), 2));
  CLAIM(std::equal(few.begin(), few.end(), all.begin()));
  for (const std::string& name : all) CLAIM(plain(name));
  CLAIM(plain(net::issuer_of(certificate.get())));
  const auto end = net::not_after_of(certificate.get());
  const auto days = net::days_left_of(certificate.get());
  CLAIM(end.has_value() == days.has_value());
  CLAIM(!net::is_for(certificate.get(), "orang-lain.example"));
  CLAIM(!all.empty() || !net::is_for(certificate.get(), "absen.example"));
  CLAIM(!all.empty() || !net::is_for(certificate.get(), "192.0.2.1"));
  ERR_clear_error();
}
