// SPDX-License-Identifier: Apache-2.0
#include "net/mail.hpp"

#include <curl/curl.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

#include "base/base64.hpp"

namespace saksi::net {
namespace {

constexpr long kMostMilliseconds = 30'000;
constexpr std::size_t kMostReply = 400;

struct Exchange {
  std::string_view left;  // of the message
  std::string reply;      // the server's last line
  const std::atomic<bool>* stopping;
  std::vector<std::string> secrets;  // that no line may bring back
};

// The password in each dress in which it is sent (PLAIN, RFC 4616; LOGIN): a server that does not
// understand a command likes to repeat it.
std::vector<std::string> secrets_of(const MailServer& server) {
  const std::string& password = server.password.reveal();
  if (server.user.empty() || password.empty()) return {};
  return {base64('\0' + server.user + '\0' + password), base64(password), password};
}

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* data) {
  auto* exchange = static_cast<Exchange*>(data);
  const std::size_t some = std::min(size * count, exchange->left.size());
  std::memcpy(buffer, exchange->left.data(), some);
  exchange->left.remove_prefix(some);
  return some;
}

std::size_t hear(char* buffer, std::size_t size, std::size_t count, void* data) {
  std::string_view line(buffer, size * count);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (line.empty()) return size * count;
  auto* exchange = static_cast<Exchange*>(data);
  std::string& reply = exchange->reply;
  reply = line;
  for (const std::string& secret : exchange->secrets)
    for (auto at = reply.find(secret); at != std::string::npos; at = reply.find(secret, at + 3))
      reply.replace(at, secret.size(), "***");
  reply.resize(std::min(reply.size(), kMostReply));
  for (char& c : reply)  // it is a stranger's, and goes to the log
    if (c < ' ' || c > '~') c = '?';
  return size * count;
}

int broken_off(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Exchange*>(data)->stopping->load() ? 1 : 0;
}

struct EasyCloser {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

MailOutcome deliver(const MailServer& server, const Mail& mail, const std::atomic<bool>& stopping) {
  const std::unique_ptr<CURL, EasyCloser> easy(curl_easy_init());
  if (!easy) throw std::bad_alloc();
  Exchange exchange{mail.message, "", &stopping, secrets_of(server)};
  std::unique_ptr<curl_slist, ListCloser> to;
  for (const std::string& one : mail.to) {
    curl_slist* head = curl_slist_append(to.get(), one.c_str());
    if (head == nullptr) throw std::bad_alloc();
    if (!to) to.reset(head);
  }
  const auto set = [&](CURLoption option, auto value) {
    curl_easy_setopt(easy.get(), option, value);
  };
  set(CURLOPT_URL, server.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT_MS, kMostMilliseconds);
  set(CURLOPT_PROXY, "");  // no word of the environment decides where mail goes
  set(CURLOPT_USE_SSL, static_cast<long>(server.starttls == StartTls::required ? CURLUSESSL_ALL
                                         : server.starttls == StartTls::none   ? CURLUSESSL_NONE
                                                                               : CURLUSESSL_TRY));
  if (!server.ca_file.empty()) set(CURLOPT_CAINFO, server.ca_file.c_str());
  if (!server.user.empty()) {
    set(CURLOPT_USERNAME, server.user.c_str());
    set(CURLOPT_PASSWORD, server.password.reveal().c_str());
  }
  const std::string from = "<" + mail.from + ">";
  set(CURLOPT_MAIL_FROM, from.c_str());
  set(CURLOPT_MAIL_RCPT, to.get());
  set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);  // one who has left keeps it from nobody else
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, &give);
  set(CURLOPT_READDATA, static_cast<void*>(&exchange));
  set(CURLOPT_HEADERFUNCTION, &hear);
  set(CURLOPT_HEADERDATA, static_cast<void*>(&exchange));
  set(CURLOPT_WRITEFUNCTION, &hear);
  set(CURLOPT_WRITEDATA, static_cast<void*>(&exchange));
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &broken_off);
  set(CURLOPT_XFERINFODATA, static_cast<void*>(&exchange));
  const CURLcode result = curl_easy_perform(easy.get());
  long code = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &code);

  MailOutcome outcome;
  outcome.code = static_cast<int>(code);
  outcome.accepted = result == CURLE_OK;
  outcome.refused = !outcome.accepted && code >= 500 && code < 600 && result != CURLE_LOGIN_DENIED;
  // What the server said is worth more than libcurl's name for it.
  outcome.detail = code >= 400 && !exchange.reply.empty() ? exchange.reply
                   : outcome.accepted                     ? exchange.reply
                                                          : curl_easy_strerror(result);
  return outcome;
}

class ThreadMailer final : public Mailer {
 public:
  ThreadMailer()
      : thread_([this] {
          ::pthread_setname_np(::pthread_self(), "mail");
          work();
        }) {}
  ~ThreadMailer() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    came_.notify_one();
    thread_.join();
  }
  void send(MailServer server, Mail mail, std::function<void(MailOutcome)> done) override {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back({std::move(server), std::move(mail), std::move(done)});
    }
    came_.notify_one();
  }

 private:
  struct Letter {
    MailServer server;
    Mail mail;
    std::function<void(MailOutcome)> done;
  };

  void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      came_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      const Letter letter = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      MailOutcome outcome = deliver(letter.server, letter.mail, stopping_);
      if (stopping_) return;
      letter.done(std::move(outcome));
    }
  }

  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Letter> waiting_;  // one a channel: who sends keeps to that
  std::atomic<bool> stopping_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace

std::unique_ptr<Mailer> Mailer::start() { return std::make_unique<ThreadMailer>(); }

}  // namespace saksi::net
