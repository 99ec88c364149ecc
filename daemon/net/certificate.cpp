// SPDX-License-Identifier: Apache-2.0
#include "net/certificate.hpp"

#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <memory>

#include "net/dns_channel.hpp"
#include "net/socket_address.hpp"

namespace saksi::net {
namespace {

std::string text_of(const ASN1_STRING* value) {
  if (value == nullptr) return {};
  unsigned char* bytes = nullptr;
  const int size = ASN1_STRING_to_UTF8(&bytes, value);
  if (size < 0) return {};
  std::string text(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(std::min(size, 200)));
  OPENSSL_free(bytes);
  // Foreign, and shown in rules: no control characters, and nothing that is not plain.
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

}  // namespace

std::optional<Instant> not_after_of(const X509* certificate) {
  std::tm parts{};
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) != 1)
    return std::nullopt;
  return Instant(std::chrono::seconds(::timegm(&parts)));
}

std::optional<int> days_left_of(const X509* certificate) {
  int days = 0, seconds = 0;
  if (certificate == nullptr ||
      ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate)) != 1)
    return std::nullopt;
  return days == 0 && seconds < 0 ? -1 : days;
}

std::vector<std::string> names_of(const X509* certificate, std::size_t most) {
  std::vector<std::string> names;
  const std::unique_ptr<GENERAL_NAMES, void (*)(GENERAL_NAMES*)> all(
      static_cast<GENERAL_NAMES*>(
          X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  if (!all) return names;
  for (int i = 0; i < sk_GENERAL_NAME_num(all.get()) && names.size() < most; ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type == GEN_DNS) {
      names.push_back(text_of(name->d.dNSName));
    } else if (name->type == GEN_IPADD) {
      const int size = ASN1_STRING_length(name->d.iPAddress);
      if (size == 4 || size == 16)
        names.push_back(
            address_text(size == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(name->d.iPAddress)));
    }
  }
  return names;
}

std::string issuer_of(const X509* certificate) {
  const X509_NAME* issuer = X509_get_issuer_name(certificate);
  for (const int part : {NID_commonName, NID_organizationName}) {
    const int at = X509_NAME_get_index_by_NID(issuer, part, -1);
    if (at >= 0) return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(issuer, at)));
  }
  return {};
}

bool is_for(X509* certificate, const std::string& host) {
  if (socket_address(host).size != 0) return X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
  return X509_check_host(certificate, host.data(), host.size(), X509_CHECK_FLAG_NEVER_CHECK_SUBJECT,
                         nullptr) == 1;
}

}  // namespace saksi::net
