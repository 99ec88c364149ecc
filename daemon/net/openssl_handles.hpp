// SPDX-License-Identifier: Apache-2.0
//
// OpenSSL's objects as values that free themselves.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace saksi::net {

template <auto function>
struct Closer {
  template <class T>
  void operator()(T* handle) const {
    function(handle);
  }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, Closer<EVP_PKEY_free>>;
using CertificateHandle = std::unique_ptr<X509, Closer<X509_free>>;
using BioHandle = std::unique_ptr<BIO, Closer<BIO_free_all>>;

}  // namespace saksi::net
