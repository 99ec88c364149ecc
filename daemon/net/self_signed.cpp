// SPDX-License-Identifier: Apache-2.0
#include "net/self_signed.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "base/base64.hpp"
#include "base/file.hpp"

namespace saksi::net {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* held) const {
    Free(held);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;

}  // namespace

Result<std::string> self_signed(const std::string& key_file, const std::string& name) {
  SAKSI_TRY_ASSIGN(const std::string pem, read_file(key_file, 4096));
  const Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Key key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
  const Certificate certificate(X509_new());
  const Bio out(BIO_new(BIO_s_mem()));
  if (!key || !certificate || !out) return fail(key_file + ": not a private key in PEM");
  X509* x = certificate.get();
  const auto* text = reinterpret_cast<const unsigned char*>(name.c_str());
  // "99991231235959Z" says that there is no end (RFC 5280 section 4.1.2.5).
  const bool made = X509_set_version(x, X509_VERSION_3) == 1 &&
                    ASN1_INTEGER_set(X509_get_serialNumber(x), 1) == 1 &&
                    ASN1_TIME_set_string_X509(X509_getm_notBefore(x), "20000101000000Z") == 1 &&
                    ASN1_TIME_set_string_X509(X509_getm_notAfter(x), "99991231235959Z") == 1 &&
                    X509_set_pubkey(x, key.get()) == 1 &&
                    X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8, text,
                                               -1, -1, 0) == 1 &&
                    X509_set_issuer_name(x, X509_get_subject_name(x)) == 1 &&
                    X509_sign(x, key.get(), nullptr) > 0 && PEM_write_bio_X509(out.get(), x) == 1;
  if (!made) return fail(key_file + ": cannot make a certificate for it");
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

std::string pin_of(const PublicKey& key) {
  // SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING key }
  std::string info("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
  info.append(reinterpret_cast<const char*>(key.data()), key.size());
  const Digest digest = sha256(info);
  return "sha256//" + base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace saksi::net
