// SPDX-License-Identifier: Apache-2.0
#include "demo/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

#include "base/file.hpp"
#include "net/openssl_handles.hpp"

namespace saksi::demo {
namespace {

using net::Closer;
using Key = net::KeyHandle;
using Certificate = net::CertificateHandle;
using Bio = net::BioHandle;
using Number = std::unique_ptr<BIGNUM, Closer<BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Closer<X509_EXTENSION_free>>;

constexpr char kFrom[] = "20220101000000Z";
constexpr char kTo[] = "20400101000000Z";
constexpr char kExpired[] = "20220630000000Z";

tl::unexpected<Error> failed(const std::string& doing) {
  char reason[256];
  ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
  return fail("making the demo's certificates: " + doing + ": " + reason);
}

bool add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

// A certificate with a random serial number and the fixed dates; `issuer` null: self-signed.
Certificate draft(EVP_PKEY* key, const std::string& name, X509* issuer, const char* until = kTo) {
  Certificate certificate(X509_new());
  const Number serial(BN_new());
  if (!certificate || !serial ||
      BN_rand(serial.get(), 126, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) != 1)
    return nullptr;
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const bool done =
      X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
      BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get())) != nullptr &&
      ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate.get()), kFrom) == 1 &&
      ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate.get()), until) == 1 &&
      X509_set_pubkey(certificate.get(), key) == 1 &&
      X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                 reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1,
                                 0) == 1 &&
      X509_set_issuer_name(certificate.get(), issuer ? X509_get_subject_name(issuer) : subject) ==
          1;
  return done ? std::move(certificate) : nullptr;
}

template <class Write>
Result<void> write_pem(const std::string& path, unsigned mode, Write write) {
  const Bio memory(BIO_new(BIO_s_mem()));
  if (!memory || write(memory.get()) != 1) return failed("writing " + path);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return write_atomically(path, {bytes, static_cast<std::size_t>(size)}, mode);
}

Result<void> write_certificate(const std::string& path, X509* certificate) {
  return write_pem(path, 0644, [&](BIO* to) { return PEM_write_bio_X509(to, certificate); });
}

}  // namespace

Result<CertificateAuthority> CertificateAuthority::create(const std::string& directory) {
  Key key(EVP_EC_gen("P-256"));
  if (!key) return failed("generating a key");
  Certificate certificate = draft(key.get(), "Absen Maju demo CA", nullptr);
  if (!certificate ||
      !add_extension(certificate.get(), certificate.get(), NID_basic_constraints,
                     "critical,CA:TRUE,pathlen:0") ||
      !add_extension(certificate.get(), certificate.get(), NID_key_usage,
                     "critical,keyCertSign,cRLSign") ||
      !add_extension(certificate.get(), certificate.get(), NID_subject_key_identifier, "hash") ||
      X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
    return failed("the CA");
  CertificateAuthority authority;
  authority.directory_ = directory;
  authority.ca_file_ = directory + "/ca.pem";
  SAKSI_TRY(write_certificate(authority.ca_file_, certificate.get()));
  authority.key_ = std::shared_ptr<void>(std::move(key));
  authority.certificate_ = std::shared_ptr<void>(std::move(certificate));
  return authority;
}

Result<ServerFiles> CertificateAuthority::issue(const std::string& label,
                                                const std::vector<std::string>& names,
                                                bool expired) const {
  auto* const issuer = static_cast<X509*>(certificate_.get());
  std::string alternatives;
  for (const std::string& name : names)
    alternatives += (alternatives.empty() ? "DNS:" : ",DNS:") + name;
  const Key key(EVP_EC_gen("P-256"));
  if (!key) return failed("generating a key");
  const Certificate leaf = draft(key.get(), label, issuer, expired ? kExpired : kTo);
  if (!leaf || !add_extension(leaf.get(), issuer, NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension(leaf.get(), issuer, NID_key_usage, "critical,digitalSignature") ||
      !add_extension(leaf.get(), issuer, NID_ext_key_usage, "serverAuth") ||
      !add_extension(leaf.get(), issuer, NID_subject_alt_name, alternatives) ||
      !add_extension(leaf.get(), issuer, NID_subject_key_identifier, "hash") ||
      !add_extension(leaf.get(), issuer, NID_authority_key_identifier, "keyid") ||
      X509_sign(leaf.get(), static_cast<EVP_PKEY*>(key_.get()), EVP_sha256()) == 0)
    return failed("the certificate of " + label);
  ServerFiles files{directory_ + "/" + label + ".pem", directory_ + "/" + label + ".key"};
  SAKSI_TRY(write_certificate(files.certificate_file, leaf.get()));
  SAKSI_TRY(write_pem(files.key_file, 0600, [&](BIO* to) {
    return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  }));
  return files;
}

}  // namespace saksi::demo
