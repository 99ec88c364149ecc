// SPDX-License-Identifier: Apache-2.0
//
// Certificates made in memory, as wrong as one likes: what the openssl command line refuses to
// make, or makes slowly. For good ones there is tls_files.hpp.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>

namespace saksi::test {

struct Certificate {
  std::shared_ptr<X509> it;
  std::shared_ptr<EVP_PKEY> key;
};

inline std::shared_ptr<EVP_PKEY> ec_key() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

// Of several primes where it is long: a key of 8192 bits takes a minute otherwise.
inline std::shared_ptr<EVP_PKEY> rsa_key(int bits) {
  EVP_PKEY* key = nullptr;
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nullptr);
  EVP_PKEY_keygen_init(context);
  EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits);
  if (bits >= 4096) EVP_PKEY_CTX_set_rsa_keygen_primes(context, bits >= 8192 ? 5 : 4);
  const int made = EVP_PKEY_keygen(context, &key);
  EVP_PKEY_CTX_free(context);
  if (made != 1) throw std::runtime_error("no RSA key of " + std::to_string(bits) + " bits");
  return {key, EVP_PKEY_free};
}

struct Wanted {
  std::string subject = "absen.test";
  std::string names = "DNS:absen.test";  // subjectAltName; empty: none
  long from_days = -30, to_days = 30;
  bool authority = false;
  const EVP_MD* digest = EVP_sha256();
  std::shared_ptr<EVP_PKEY> key;  // null: an EC key
};

// Without an issuer it signs itself.
inline Certificate certificate(const Wanted& wanted, const Certificate* issuer = nullptr) {
  static long serial = 1000;
  Certificate made{{X509_new(), X509_free}, wanted.key ? wanted.key : ec_key()};
  X509* x = made.it.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(x), wanted.from_days * 86'400);
  X509_gmtime_adj(X509_getm_notAfter(x), wanted.to_days * 86'400);
  X509_set_pubkey(x, made.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wanted.subject.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(x, X509_get_subject_name(issuer ? issuer->it.get() : x));
  const auto extend = [&](int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer ? issuer->it.get() : x, x, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    if (extension == nullptr) throw std::runtime_error("no extension " + value.substr(0, 60));
    X509_add_ext(x, extension, -1);
    X509_EXTENSION_free(extension);
  };
  extend(NID_basic_constraints, wanted.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  if (!wanted.names.empty()) extend(NID_subject_alt_name, wanted.names);
  if (X509_sign(x, issuer ? issuer->key.get() : made.key.get(), wanted.digest) == 0)
    throw std::runtime_error("a certificate could not be signed");
  return made;
}

inline void write_pem(const Certificate& certificate, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) throw std::runtime_error("cannot write " + path);
  PEM_write_X509(file, certificate.it.get());
  std::fclose(file);
}

}  // namespace saksi::test
