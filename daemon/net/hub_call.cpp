// SPDX-License-Identifier: Apache-2.0
#include "net/hub_call.hpp"

#include <curl/curl.h>

#include "base/file.hpp"
#include "net/self_signed.hpp"

namespace saksi::net {
namespace {

constexpr long kConnectMilliseconds = 10'000;
constexpr long kMostMilliseconds = 60'000;  // a delivery of 4 MiB over a poor uplink

struct EasyCloser {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

std::size_t hear(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto* body = static_cast<std::string*>(data);
  if (body->size() + size * count > kMostHubAnswer) return 0;  // libcurl gives up with an error
  body->append(bytes, size * count);
  return size * count;
}

int broken_off(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(data)->load() ? 1 : 0;
}

class CurlLine final : public HubLine {
 public:
  CurlLine(HubAddress hub, std::string certificate, std::string key,
           const std::atomic<bool>& stopping)
      : hub_(std::move(hub)),
        pin_(pin_of(hub_.key)),
        certificate_(std::move(certificate)),
        key_(std::move(key)),
        easy_(curl_easy_init()) {
    if (!easy_) throw std::bad_alloc();
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
    set(CURLOPT_TIMEOUT_MS, kMostMilliseconds);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    // The pinned key is all that counts: the certificate's name and issuer say nothing.
    set(CURLOPT_SSL_VERIFYPEER, 0L);
    set(CURLOPT_SSL_VERIFYHOST, 0L);
    set(CURLOPT_PINNEDPUBLICKEY, pin_.c_str());
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
    curl_blob blob{certificate_.data(), certificate_.size(), CURL_BLOB_NOCOPY};
    set(CURLOPT_SSLCERT_BLOB, &blob);
    curl_blob secret{key_.data(), key_.size(), CURL_BLOB_NOCOPY};
    set(CURLOPT_SSLKEY_BLOB, &secret);
    set(CURLOPT_PROXY, hub_.proxy.c_str());  // empty: no word of the environment decides it
    if (!hub_.source_address.empty()) set(CURLOPT_INTERFACE, hub_.source_address.c_str());
    set(CURLOPT_WRITEFUNCTION, &hear);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &broken_off);
    set(CURLOPT_XFERINFODATA,
        const_cast<void*>(static_cast<const void*>(&stopping)));  // NOLINT: read only
  }

  Result<HubAnswer> get(const std::string& path) override {
    set(CURLOPT_HTTPGET, 1L);
    return perform(path);
  }

  Result<HubAnswer> post(const std::string& path, const std::string& body) override {
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDS, body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/octet-stream");
    headers = curl_slist_append(headers, "Expect:");
    set(CURLOPT_HTTPHEADER, headers);
    auto answer = perform(path);
    set(CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
    curl_slist_free_all(headers);
    return answer;
  }

 private:
  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(easy_.get(), option, value);
  }

  Result<HubAnswer> perform(const std::string& path) {
    HubAnswer answer;
    const std::string url = hub_.url + path;
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_WRITEDATA, static_cast<void*>(&answer.body));
    const CURLcode code = curl_easy_perform(easy_.get());
    if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH)
      return fail("the hub at " + hub_.url +
                  " shows another key than the one that was pinned: nothing was sent to it");
    if (code != CURLE_OK)
      return fail("cannot reach the hub at " + hub_.url + ": " + curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
  }

  HubAddress hub_;
  std::string pin_, certificate_, key_;
  std::unique_ptr<CURL, EasyCloser> easy_;
};

}  // namespace

Result<std::unique_ptr<HubLine>> HubLine::open(HubAddress hub, const std::string& key_file,
                                               const std::atomic<bool>& stopping) {
  SAKSI_TRY_ASSIGN(std::string certificate, self_signed(key_file, "saksi agent"));
  SAKSI_TRY_ASSIGN(std::string key, read_file(key_file, 4096));
  return std::make_unique<CurlLine>(std::move(hub), std::move(certificate), std::move(key),
                                    stopping);
}

}  // namespace saksi::net
