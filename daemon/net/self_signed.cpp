// SPDX-License-Identifier: Apache-2.0
#include "net/self_signed.hpp"

#include <openssl/pem.h>

#include "base/base64.hpp"
#include "base/file.hpp"
#include "net/openssl_handles.hpp"

namespace saksi::net {

Result<std::string> self_signed(const std::string& key_file, const std::string& name) {
  SAKSI_TRY_ASSIGN(const std::string pem, read_file(key_file, 4096));
  const BioHandle in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const KeyHandle key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
  const CertificateHandle certificate(X509_new());
  const BioHandle out(BIO_new(BIO_s_mem()));
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
