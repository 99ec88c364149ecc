// SPDX-License-Identifier: Apache-2.0
//
// Certificates for tests, made with the openssl command line as an operator would: a private CA,
// and leaves that are good, expired, for another name, or from somebody else's CA.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>

#include "support/process.hpp"

namespace saksi::test {

struct Leaf {
  std::string certificate_file, key_file;  // PEM; the certificate file holds the leaf alone
};

class TlsFiles {
 public:
  // Makes a CA in `folder` (which must outlive what uses the files). Throws when openssl does.
  explicit TlsFiles(std::string folder, const std::string& name = "Saksi test CA")
      : folder_(std::move(folder)), ca_(path("ca.pem")), ca_key_(path("ca.key")) {
    make_key(ca_key_);
    call({"openssl", "req", "-x509", "-new", "-key", ca_key_, "-sha256", "-days", "3650", "-subj",
          "/CN=" + name, "-addext", "basicConstraints=critical,CA:TRUE", "-addext",
          "keyUsage=critical,keyCertSign,cRLSign", "-out", ca_});
  }

  [[nodiscard]] const std::string& ca_file() const { return ca_; }

  // A leaf signed by this CA. `names` as in subjectAltName: "DNS:absen.test,IP:127.0.0.1". The
  // dates are openssl's YYYYMMDDHHMMSSZ, so that "expired" and "not yet" need no clock.
  Leaf leaf(const std::string& label, const std::string& names,
            const std::string& not_before = "20200101000000Z",
            const std::string& not_after = "20900101000000Z") {
    const Leaf made{path(label + ".pem"), path(label + ".key")};
    make_key(made.key_file);
    const std::string request = path(label + ".csr");
    call({"openssl", "req", "-new", "-key", made.key_file, "-subj", "/CN=" + label, "-out",
          request});
    // `openssl x509` cannot set both dates; `openssl ca` can, and wants its small database.
    const std::string settings = path(label + ".cnf");
    std::ofstream(path("index.txt"), std::ios::trunc).close();
    std::ofstream(path("index.txt.attr"), std::ios::trunc) << "unique_subject = no\n";
    std::ofstream(settings)
        << "[ca]\ndefault_ca = it\n[it]\ndatabase = " << path("index.txt")
        << "\nnew_certs_dir = " << folder_ << "\nrand_serial = yes\ndefault_md = sha256\n"
        << "policy = any\ncertificate = " << ca_ << "\nprivate_key = " << ca_key_
        << "\n[any]\ncommonName = supplied\n[leaf]\nbasicConstraints = critical,CA:FALSE\n"
        << "keyUsage = critical,digitalSignature\nextendedKeyUsage = serverAuth\n"
        << "subjectAltName = " << names << "\n";
    call({"openssl", "ca", "-batch", "-notext", "-config", settings, "-extensions", "leaf", "-in",
          request, "-startdate", not_before, "-enddate", not_after, "-out", made.certificate_file});
    return made;
  }

 private:
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void make_key(const std::string& file) {
    call({"openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
          file});
  }
  void call(std::vector<std::string> argv) {
    const std::string log = path("openssl.log");
    const Ran ran = run(std::move(argv), log);
    if (ran.status != 0) throw std::runtime_error("openssl failed: " + ran.output);
  }

  std::string folder_, ca_, ca_key_;
};

}  // namespace saksi::test
