// SPDX-License-Identifier: Apache-2.0
#include "net/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cassert>
#include <cstring>

#include "net/arrival.hpp"
#include "net/classify.hpp"
#include "net/connections.hpp"
#include "net/cookies.hpp"
#include "net/curl_handles.hpp"
#include "net/first_byte.hpp"
#include "net/head_parser.hpp"
#include "net/proxy.hpp"
#include "net/scout.hpp"
#include "net/sendable.hpp"
#include "net/socket_address.hpp"
#include "net/trust.hpp"
#include "net/unpack.hpp"
#include "net/url.hpp"
#include "net/usable.hpp"

// This file is the life of one exchange: resolve, try addresses, transfer, end. What libcurl needs
// to be told stands in prepare(); sockets are made and remembered in connections.cpp.
namespace saksi::net {
namespace {

// How long one family may keep the other waiting, of the world outside. RFC 8305 section 5 says 250
// ms and no less than 100; a connection that is made twice must be over within 300.
constexpr auto kFamilyPatience = std::chrono::milliseconds(200);

constexpr std::size_t kMostWork = 256U << 10;  // of unpacking in one turn: milliseconds at worst

using Headers = std::vector<std::pair<std::string, std::string>>;

class CurlSession final : public HttpSession {
 public:
  CurlSession(Loop& loop, Resolver& resolver, SessionOptions options, TrustStore trust)
      : loop_(loop),
        resolver_(resolver),
        options_(std::move(options)),
        proxy_(parse_proxy(options_.proxy)),
        connections_(loop, options_.way, std::move(trust)),
        scout_(loop),
        multi_(curl_multi_init()),
        easy_(curl_easy_init()),
        alive_(std::make_shared<int>(0)) {
    if (!multi_ || !easy_) throw std::bad_alloc();
    set(CURLOPT_COOKIEFILE, "");  // the cookie engine on, and no file
    curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, &CurlSession::on_socket);
    curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, &CurlSession::on_timer);
    curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, 8L);
  }

  ~CurlSession() override {
    alive_.reset();  // an answer of the resolver that is still to come finds nobody
    cancel_timers();
    detach();
    // While the callbacks' data is still there: closing connections calls them.
    easy_.reset();
    multi_.reset();
    loop_.cancel(curl_timer_);
  }

  void fetch(HttpRequest request, Duration deadline,
             std::function<void(HttpObservation)> done) override {
    assert(!done_ && "one fetch at a time");
    request_ = std::move(request);
    done_ = std::move(done);
    deadline_ = deadline;
    began_ = loop_.clock().steady();
    seen_ = HttpObservation{};
    addresses_.clear();
    attempt_ = 0;
    scouted_ = false;
    earlier_attempts_ = Duration{0};
    first_failure_ = Class::ok;
    progress_ = Progress::resolving;
    in_curl_ = false;

    if (const std::string wrong = mistake(); !wrong.empty())
      return end_later(Class::probe_problem, wrong);
    if (deadline_ <= began_)
      return end_later(Class::prober_overloaded,
                       "the deadline had passed before the request could start");
    deadline_timer_ = loop_.at(deadline_, [this] { on_deadline(); });
    host_ = url_.host;

    fresh_ = connections_.spoken_unasked(url_.origin());
    // Where a name leads the proxy alone will know; of an address we do.
    if (proxied() && !options_.allow_private && is_private(url_.host))
      return end_later(Class::dns_bogon, url_.host + " is asked for through the proxy");
    if (const Connection* open = request_.handshake_only || fresh_
                                     ? nullptr
                                     : connections_.alive(url_.origin(), request_.family)) {
      addresses_ = {open->ip};  // this journey's own open connection: no phone asks again
      return start_attempt();
    }
    const std::weak_ptr<int> alive = alive_;
    resolver_.resolve(
        hop_host_, std::min(options_.dns_timeout, deadline_ - began_),
        [this, alive, exchange = ++exchange_](const Resolution& answer) {
          if (!alive.expired() && exchange == exchange_ && done_ &&
              progress_ == Progress::resolving)
            on_resolved(answer);
        },
        request_.family);
  }

  [[nodiscard]] std::optional<std::string> cookie(const std::string& name) const override {
    curl_slist* raw = nullptr;
    if (curl_easy_getinfo(easy_.get(), CURLINFO_COOKIELIST, &raw) != CURLE_OK) return std::nullopt;
    const HeaderList list(raw);
    return cookie_in(raw, name, host_);
  }

 private:
  // ---- the request itself --------------------------------------------------------------------

  // What makes it impossible to send, in words; empty: nothing.
  std::string mistake() {
    const auto url = parse_url(request_.url);
    if (!url) return "not an absolute http or https URL: " + request_.url.substr(0, 200);
    url_ = *url;
    hop_host_ = proxied() ? proxy_->host : url_.host;
    hop_port_ = proxied() ? proxy_->port : url_.port;
    return why_unsendable(request_, options_.headers);
  }

  [[nodiscard]] bool proxied() const { return proxy_.has_value(); }

  // ---- names and addresses -------------------------------------------------------------------

  void on_resolved(const Resolution& answer) {
    seen_.phases.dns = answer.took;
    seen_.own_delay += answer.own_delay;
    // A vantage without its address cannot ask, and that must not be told of the name server.
    if (const int error = answer.cls == Class::dns_timeout ? connections_.cannot_bind() : 0;
        error != 0)
      return end(Class::invalid_vantage, options_.way.words() + ": " + std::strerror(error));
    // The proxy is ours: it may stand inside, and its name is no matter of the target's.
    Usable usable = usable_addresses(hop_host_, answer, options_.way, request_.family,
                                     proxied() || options_.allow_private);
    if (usable.cls != Class::ok)
      return end(proxied() ? Class::invalid_vantage : usable.cls,
                 (proxied() ? "the proxy " : "") + usable.detail);
    addresses_ = std::move(usable.addresses);
    start_attempt();
  }

  // ---- one attempt at one address ------------------------------------------------------------

  void start_attempt() {
    progress_ = Progress::connecting;
    attempt_began_ = loop_.clock().steady();
    const std::string& ip = addresses_[attempt_];
    seen_.address = (is_ipv6(ip) ? "[" + ip + "]" : ip) + ":" + hop_port_;
    seen_.proxied = proxied();
    head_.emplace(options_.limits);
    seen_.body.clear();
    sent_ = 0;
    unasked_ = false;
    unpacker_.reset();
    stop_resting();
    send_time_.reset();
    first_byte_.begin();
    error_text_[0] = '\0';
    connections_.begin(url_.origin(), url_.host, ip);
    try {
      prepare(ip);
    } catch (const std::bad_alloc&) {
      return end_later(Class::invalid_monitor, "out of memory");
    }
    in_curl_ = true;
    connect_timer_ = loop_.after(options_.connect_timeout, [this] { on_connect_timer(); });
    if (!scouted_ && other_family() != 0)
      family_timer_ =
          loop_.after(loop_.clock().inside(Duration(kFamilyPatience)), [this] { send_scout(); });
    if (const CURLMcode code = curl_multi_add_handle(multi_.get(), easy_.get()); code != CURLM_OK) {
      in_curl_ = false;
      return end_later(Class::invalid_monitor, curl_multi_strerror(code));
    }
  }

  template <class T>
  void set(CURLoption option, T value) {
    // These fail only for an option that this libcurl does not have or without memory: not a
    // probe's result.
    if (curl_easy_setopt(easy_.get(), option, value) != CURLE_OK) throw std::bad_alloc();
  }

  void prepare(const std::string& ip) {
    // The handle is used again without curl_easy_reset(), which in libcurl 7.88 leaks the cookie
    // engine's list of files each time. So every option that an exchange may have set is set by
    // each.
    set(CURLOPT_HTTPGET, 1L);  // also undoes POST and NOBODY
    set(CURLOPT_CONNECT_ONLY, 0L);
    set(CURLOPT_FRESH_CONNECT, fresh_ ? 1L : 0L);
    set(CURLOPT_FORBID_REUSE, 0L);
    set(CURLOPT_ERRORBUFFER, error_text_);
    set(CURLOPT_URL, url_.text.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    set(CURLOPT_NOSIGNAL, 1L);
    // Whatever the environment says. libcurl copies the text.
    set(CURLOPT_PROXY, (proxied() ? proxy_->at(ip) : std::string()).c_str());
    set(CURLOPT_NOPROXY, proxied() ? "" : "*");
    // A tunnel for http, too: else a proxy's own error page would pass for the site's.
    set(CURLOPT_HTTPPROXYTUNNEL, proxied() ? 1L : 0L);
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set(CURLOPT_TCP_NODELAY, 1L);
    set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    // Time-outs are ours, by the phase that was reached and by the injected clock; libcurl's are
    // put away.
    set(CURLOPT_CONNECTTIMEOUT_MS, 86'400'000L);
    set(CURLOPT_TIMEOUT_MS, 0L);

    // Any host, any port of this exchange goes to this address; Host, SNI and the certificate check
    // stay with the name. Not CURLOPT_RESOLVE: its entries outlive the exchange.
    connect_to_.reset();
    if (!proxied())
      append(connect_to_, "::" + (is_ipv6(ip) ? "[" + ip + "]" : ip) + ":" + url_.port);
    set(CURLOPT_CONNECT_TO, connect_to_.get());
    connections_.install(easy_.get());

    header_list_.reset();
    for (const Headers* headers : {&options_.headers, &std::as_const(request_.headers)})
      for (const auto& [name, value] : *headers)
        append(header_list_, value.empty() ? name + ";" : name + ": " + value);
    // What every server has. libcurl is not told, so it leaves the body to us: see unpack.hpp.
    append(header_list_, "Accept-Encoding: gzip, deflate");
    append(header_list_, "Expect:");  // a 100-continue pause would be measured as the server's
    set(CURLOPT_HTTPHEADER, header_list_.get());

    if (request_.handshake_only) {
      set(CURLOPT_CONNECT_ONLY, 1L);
    } else if (request_.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
    } else if (request_.method == "POST") {
      set(CURLOPT_POST, 1L);
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
      set(CURLOPT_READFUNCTION, &CurlSession::on_read);
      set(CURLOPT_READDATA, this);
      set(CURLOPT_SEEKFUNCTION,
          &CurlSession::on_seek);  // a kept connection that had died: again from the start
      set(CURLOPT_SEEKDATA, this);
    }
    set(CURLOPT_WRITEFUNCTION, &CurlSession::on_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &CurlSession::on_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_PREREQFUNCTION, &CurlSession::on_ready);
    set(CURLOPT_PREREQDATA, this);
  }

  // ---- how it ends ---------------------------------------------------------------------------

  // Where the exchange is at this moment.
  Progress progress() {
    if (!in_curl_) return progress_;
    if (!connections_.was_ready())
      progress_ = connections_.tls_began() ? Progress::securing : Progress::connecting;
    else
      progress_ = info(CURLINFO_STARTTRANSFER_TIME_T) > Duration{0} ? Progress::receiving
                                                                    : Progress::waiting;
    return progress_;
  }

  // A proxy that cannot be reached at all says nothing of the site behind it.
  Class expired(Progress now) const {
    if (proxied() && now <= Progress::connecting && !is_established(connections_.current()))
      return Class::invalid_vantage;
    return timed_out(now);
  }

  Duration info(CURLINFO which) const {
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy_.get(), which, &microseconds);
    return Duration(microseconds);
  }

  // TCP has connect_timeout, and TLS has it once more.
  void on_connect_timer() {
    const Progress now = progress();
    if (now >= Progress::waiting) return;
    const Duration allowed = options_.connect_timeout * (now == Progress::securing ? 2 : 1);
    if (const std::string ours = lay_unread(now); !ours.empty())
      return end(Class::prober_overloaded, ours);
    const Duration since = loop_.clock().steady() - attempt_began_;
    if (since < allowed) {
      connect_timer_ = loop_.after(allowed - since, [this] { on_connect_timer(); });
      return;
    }
    attempt_failed(expired(now), "no answer within the connect time-out");
  }

  // ---- a family that is dead must not hide one that lives ------------------------------------

  // The first later address of the other family than this attempt's; 0: there is none.
  [[nodiscard]] std::size_t other_family() const {
    for (std::size_t i = attempt_ + 1; i < addresses_.size(); ++i)
      if (is_ipv6(addresses_[i]) != is_ipv6(addresses_[attempt_])) return i;
    return 0;
  }

  // A browser would have both under way by now. The first to open is the one that is used.
  void send_scout() {
    const std::size_t other = other_family();
    if (other == 0 || progress() != Progress::connecting) return;
    scouted_ = true;
    scout_.go(addresses_[other], static_cast<unsigned>(std::stoul(hop_port_)), options_.way,
              [this, other] {
                if (!done_ || progress() != Progress::connecting) return;
                note_failure(Class::tcp_timeout, "the other family answered sooner");
                turn_to(other);
              });
  }

  void note_failure(Class cls, const std::string& why) {
    if (first_failure_ != Class::ok) return;
    first_failure_ = cls;
    first_detail_ = seen_.address + ": " + why;
    first_address_ = seen_.address;
  }

  void turn_to(std::size_t address) {
    loop_.cancel(connect_timer_);
    stop_scouting();
    detach();
    attempt_ = address;
    earlier_attempts_ = loop_.clock().steady() - began_ - seen_.phases.dns.value_or(Duration{0});
    start_attempt();
  }

  void stop_scouting() {
    loop_.cancel(family_timer_);
    scout_.stop();
  }

  void on_deadline() {
    const Progress now = progress();
    if (const std::string ours = lay_unread(now); !ours.empty())
      return end(Class::prober_overloaded, ours);
    end(expired(now), "the deadline was reached");
  }

  // The other side had answered, and we were too busy to look: in words, or empty.
  std::string lay_unread(Progress now) const {
    const int fd = in_curl_ ? connections_.current() : -1;
    if (fd < 0) return {};
    // A proxy's connection stands long before the way through it does.
    if (now == Progress::connecting && !proxied())
      return is_established(fd) ? "the connection stood, and we had not looked" : "";
    const auto waiting = unread(fd);
    if (!waiting || waiting->first < kLayUnread) return {};
    return "an answer had lain unread for " + std::to_string(waiting->first.count() / 1000) + " ms";
  }

  void transfer_done(CURLcode code) {
    Ending ending;
    ending.curl_code = code;
    ending.progress = progress();
    ending.text = error_text_[0] != '\0' ? error_text_ : curl_easy_strerror(code);
    ending.verify_result = connections_.verify_result();
    curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &ending.os_errno);
    ending.headers_done = head_->done() || request_.handshake_only;

    if (unasked_) {
      detach();  // and with it goes the connection
      fresh_ = true;
      return start_attempt();
    }
    if (connections_.open_errno() != 0)
      return attempt_failed(
          classify_connect(connections_.open_errno()),
          "opening a socket: " + std::string(std::strerror(connections_.open_errno())));
    if (unpacker_ && unpacker_->refused() != Class::ok)
      return end(unpacker_->refused(), unpacker_->why());
    if (head_->refused() != Class::ok) return end(head_->refused(), head_->why());
    Class cls = classify(ending);
    if (proxied() && cls != Class::ok && ending.progress == Progress::connecting) {
      ending.text = "the proxy " + proxy_->host + ":" + proxy_->port + ": " + ending.text;
      cls = classify_proxied(easy_.get(), code);
    }
    if (cls == Class::ok)
      return end(unpacker_ ? unpacker_->finish() : cls, unpacker_ ? unpacker_->why() : "");
    attempt_failed(cls, ending.text);
  }

  // Only what failed before TCP was open is tried at the next address. The first address's trouble
  // is the one that is told: a host without IPv6 would otherwise say "unreachable" of a server that
  // refused.
  void attempt_failed(Class cls, std::string why) {
    // A family or a way that was demanded and that leads nowhere is no matter of the target's.
    if (cls == Class::tcp_unreachable && (request_.family != 0 || options_.way.demands()))
      if (const int error = cannot_route(addresses_[attempt_], options_.way); error != 0)
        return end(Class::invalid_vantage,
                   addresses_[attempt_] + " cannot be reached from here: " + std::strerror(error));
    const bool at_proxy = proxied() && cls == Class::invalid_vantage;
    const bool at_tcp = (about(cls).stage == Stage::tcp || at_proxy) && !connections_.was_ready();
    note_failure(cls, why);
    if (at_tcp && attempt_ + 1 < addresses_.size() && loop_.clock().steady() < deadline_)
      return turn_to(attempt_ + 1);
    if (at_tcp) {
      seen_.address = first_address_;
      return end(first_failure_, first_detail_);
    }
    end(cls, std::move(why));
  }

  void end(Class cls, std::string detail) {
    cancel_timers();
    const Progress reached = progress();
    seen_.transport = cls;
    seen_.detail = std::move(detail);
    seen_.total = loop_.clock().steady() - began_;
    read_phases(reached, cls == Class::ok);
    if (head_ && in_curl_) {
      seen_.status = head_->status();
      seen_.headers = head_->take();
      if (seen_.status >= 300 && seen_.status < 400 && head_->done())
        if (const auto* location = seen_.header("location"))
          seen_.redirect = join_url(url_.text, *location);
    }
    if (in_curl_ && connections_.was_ready()) {
      seen_.reused = !connections_.opened();
      seen_.tcp_rtt = connections_.rtt();
    }
    if (in_curl_) seen_.certificate_not_after = connections_.certificate_not_after();
    detach();
    const auto done = std::exchange(done_, nullptr);
    ++exchange_;
    done(std::move(seen_));  // may destroy this session
  }

  void end_later(Class cls, std::string why) {
    loop_.cancel(deadline_timer_);
    deadline_timer_ =
        loop_.after(Duration{0}, [this, cls, why = std::move(why)] { end(cls, why); });
  }

  // Phases that ended by libcurl's marks; the phase under way by what is left of the total, so that
  // a time-out shows where the time went.
  void read_phases(Progress reached, bool whole) {
    Phases& phases = seen_.phases;
    const Clock& clock = loop_.clock();
    const auto mark = [&](CURLINFO which) { return clock.inside(info(which)); };
    const auto span = [](Duration from, Duration to) { return std::max(to - from, Duration{0}); };
    if (reached == Progress::resolving) {
      if (!phases.dns && done_ && seen_.transport != Class::probe_problem &&
          seen_.transport != Class::prober_overloaded)
        phases.dns = seen_.total;
      return;
    }
    if (!in_curl_) return;
    const bool fresh = connections_.opened();
    const bool tls = url_.scheme == "https";
    if (fresh && proxied() && tls && connections_.tls_began() && reached > Progress::securing) {
      // libcurl's marks do not tell the way to the proxy from the way through it.
      const Duration through = span(attempt_began_, *connections_.tls_began());
      phases.tcp = earlier_attempts_ + through;
      phases.tls = span(through, mark(CURLINFO_APPCONNECT_TIME_T));
    } else if (fresh && reached == Progress::securing)
      phases.tcp = earlier_attempts_ + span(attempt_began_, *connections_.tls_began());
    else if (fresh && reached > Progress::securing)
      phases.tcp =
          earlier_attempts_ + span(mark(CURLINFO_NAMELOOKUP_TIME_T), mark(CURLINFO_CONNECT_TIME_T));
    if (fresh && tls && !proxied() && reached > Progress::securing)
      phases.tls = span(mark(CURLINFO_CONNECT_TIME_T), mark(CURLINFO_APPCONNECT_TIME_T));
    if (reached >= Progress::waiting && !request_.handshake_only) phases.send = send_time_;
    if (reached == Progress::receiving && !request_.handshake_only)
      seen_.bound = first_byte_.bound();
    if (const auto first = first_byte_.at(); reached == Progress::receiving && first) {
      const Duration sent = ready_at_ + phases.send.value_or(Duration{0});
      phases.wait = span(sent, *first);
      if (whole) phases.recv = span(std::max(sent, *first), began_ + seen_.total);
    } else if (reached == Progress::receiving) {
      phases.wait = span(mark(CURLINFO_PRETRANSFER_TIME_T) + phases.send.value_or(Duration{0}),
                         mark(CURLINFO_STARTTRANSFER_TIME_T));
      if (whole)
        phases.recv = span(mark(CURLINFO_STARTTRANSFER_TIME_T), mark(CURLINFO_TOTAL_TIME_T));
    }
    if (whole) return;
    add_rest(phases, reached, seen_.total, fresh, tls);
  }

  void cancel_timers() {
    loop_.cancel(deadline_timer_);
    loop_.cancel(connect_timer_);
    stop_scouting();
  }

  void detach() {
    stop_resting();
    if (!in_curl_) return;
    in_curl_ = false;
    curl_multi_remove_handle(multi_.get(),
                             easy_.get());  // closes what is not in a state to be used again
  }

  // ---- libcurl's event loop on ours ----------------------------------------------------------

  void act(int fd, int directions) {
    int running = 0;
    count_delay();
    // Also when a timer of libcurl's is due: it reads then, too.
    if (in_curl_ && options_.kernel_stamps && connections_.was_ready())
      first_byte_.look(connections_.current());
    curl_multi_socket_action(multi_.get(), fd, directions, &running);
    if (in_curl_ && connections_.was_ready())
      first_byte_.have_read(connections_.current(), connections_.take_tickets(),
                            info(CURLINFO_STARTTRANSFER_TIME_T) > Duration{0});
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE || !in_curl_) continue;
      return transfer_done(message->data.result);  // may destroy this session
    }
  }

  // What lay there lay at most since the loop looked before; no moment is counted twice. The small
  // change of a round is no delay: a target that floods us keeps the loop busy with itself, round
  // after round, and must not turn its own time-out into ours.
  void count_delay() {
    const Duration now = loop_.clock().steady();
    const Duration delay = now - std::max({now - loop_.lateness(), counted_until_, began_});
    if (delay >= kLayUnread) seen_.own_delay += delay;
    counted_until_ = now;
  }

  static int on_socket(CURL*, curl_socket_t fd, int what, void* me, void*) {
    auto* self = static_cast<CurlSession*>(me);
    if (what == CURL_POLL_REMOVE || what == CURL_POLL_NONE) {
      self->loop_.unwatch(fd);
      return 0;
    }
    const unsigned wanted = ((what & CURL_POLL_IN) != 0 ? Loop::readable : 0u) |
                            ((what & CURL_POLL_OUT) != 0 ? Loop::writable : 0u);
    self->loop_.watch(fd, wanted, [self, fd](unsigned ready) {
      self->act(fd, ((ready & Loop::readable) != 0 ? CURL_CSELECT_IN : 0) |
                        ((ready & Loop::writable) != 0 ? CURL_CSELECT_OUT : 0));
    });
    return 0;
  }

  static int on_timer(CURLM*, long milliseconds, void* me) {
    auto* self = static_cast<CurlSession*>(me);
    self->loop_.cancel(self->curl_timer_);
    if (milliseconds < 0) return 0;
    const Duration wait =
        self->loop_.clock().inside(Duration(std::chrono::milliseconds(milliseconds)));
    self->curl_timer_ = self->loop_.after(wait, [self] { self->act(CURL_SOCKET_TIMEOUT, 0); });
    return 0;
  }

  // ---- libcurl's questions about the transfer. No exception may cross them. -------------------

  static int on_ready(void* me, char*, char*, int, int) {
    auto* self = static_cast<CurlSession*>(me);
    // The last moment before the request leaves: what is there now cannot be its answer.
    self->unasked_ =
        !self->connections_.opened() && self->connections_.spoken_unasked(self->url_.origin());
    if (self->unasked_) return CURL_PREREQFUNC_ABORT;
    self->connections_.ready();
    self->ready_at_ = self->loop_.clock().steady();
    self->first_byte_.about_to_send(self->connections_.current());
    // A request without a body is one write, whose time cannot be told from none.
    if (self->request_.body.empty()) self->send_time_ = Duration{0};
    return CURL_PREREQFUNC_OK;
  }

  static std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* me) {
    auto* self = static_cast<CurlSession*>(me);
    try {
      const bool wanted = self->head_->line({bytes, size});
      // Where its end is a matter of opinion, no other answer may come over the same connection.
      if (self->head_->ambiguous()) self->set(CURLOPT_FORBID_REUSE, 1L);
      return wanted ? size : 0;
    } catch (const std::bad_alloc&) {
      return 0;
    }
  }

  static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* me) {
    auto* self = static_cast<CurlSession*>(me);
    if (self->rest_timer_ != 0) return CURL_WRITEFUNC_PAUSE;
    try {
      if (!self->unpacker_)
        self->unpacker_ =
            std::make_unique<Unpacker>(self->head_->codings(), self->options_.limits.body);
      if (!self->unpacker_->take({bytes, size}, self->seen_.body)) return 0;
      self->worked_ += self->unpacker_->work();
      if (self->worked_ > kMostWork) self->rest();
    } catch (const std::bad_alloc&) {
      return 0;
    }
    return size;
  }

  // Unpacking took long enough for one turn: what comes next waits for all others' turns.
  void rest() {
    worked_ = 0;
    rest_timer_ = loop_.after(Duration{0}, [this] {
      rest_timer_ = 0;
      // Hands over what was held back, and looks at the socket again in a turn of its own.
      if (const CURLcode code = curl_easy_pause(easy_.get(), CURLPAUSE_CONT); code != CURLE_OK)
        transfer_done(code);  // may destroy this session
    });
  }

  void stop_resting() {
    loop_.cancel(rest_timer_);
    rest_timer_ = 0;
    worked_ = 0;
  }

  static std::size_t on_read(char* out, std::size_t unit, std::size_t count, void* me) {
    auto* self = static_cast<CurlSession*>(me);
    const std::string& body = self->request_.body;
    const std::size_t size = std::min(unit * count, body.size() - self->sent_);
    std::memcpy(out, body.data() + self->sent_, size);
    self->sent_ += size;
    if (self->sent_ == body.size() && self->connections_.was_ready())
      self->send_time_ = self->loop_.clock().steady() - self->ready_at_;
    return size;
  }

  static int on_seek(void* me, curl_off_t offset, int origin) {
    auto* self = static_cast<CurlSession*>(me);
    if (origin != SEEK_SET || offset < 0 ||
        static_cast<std::size_t>(offset) > self->request_.body.size())
      return CURL_SEEKFUNC_FAIL;
    self->sent_ = static_cast<std::size_t>(offset);
    return CURL_SEEKFUNC_OK;
  }

  Loop& loop_;
  Resolver& resolver_;
  const SessionOptions options_;
  const std::optional<Proxy> proxy_;
  Connections connections_;
  Scout scout_;
  bool scouted_ = false;  // in this exchange
  std::unique_ptr<CURLM, MultiCloser> multi_;
  std::unique_ptr<CURL, EasyCloser> easy_;
  HeaderList header_list_, connect_to_;
  std::shared_ptr<int> alive_;
  Loop::TimerId curl_timer_ = 0;

  // The exchange under way.
  std::uint64_t exchange_ = 0;
  HttpRequest request_;
  std::function<void(HttpObservation)> done_;
  HttpObservation seen_;
  Url url_;
  std::string hop_host_, hop_port_;  // whom the connection is made to: the proxy or the host itself
  std::string host_;                 // of the last exchange
  Duration deadline_{0}, began_{0}, counted_until_{0}, attempt_began_{0}, earlier_attempts_{0},
      ready_at_{0};
  Loop::TimerId deadline_timer_ = 0, connect_timer_ = 0, family_timer_ = 0, rest_timer_ = 0;
  std::vector<std::string> addresses_;
  std::size_t attempt_ = 0;
  Class first_failure_ = Class::ok;
  std::string first_detail_, first_address_;
  Progress progress_ = Progress::resolving;
  bool in_curl_ =
      false;  // the easy handle is in the multi handle, and its figures are this exchange's
  bool fresh_ = false;    // on a new connection, whatever is open
  bool unasked_ = false;  // the kept connection had something to say before it was asked
  std::optional<HeadParser> head_;
  std::size_t sent_ = 0;  // of the request's body
  std::optional<Duration> send_time_;
  FirstByte first_byte_{loop_};
  std::unique_ptr<Unpacker> unpacker_;  // once the body begins
  std::size_t worked_ = 0;              // on it, since others had their turn
  char error_text_[CURL_ERROR_SIZE] = {};
};

}  // namespace

Result<std::unique_ptr<HttpSession>> HttpSession::create(Loop& loop, Resolver& resolver,
                                                         SessionOptions options) {
  initialise();
  SAKSI_TRY_ASSIGN(TrustStore trust, trust_store(options.ca_file));
  SAKSI_TRY(check_proxy(options.proxy));
  SAKSI_TRY(check_source_address(options.way.address));
  try {
    return std::make_unique<CurlSession>(loop, resolver, std::move(options), std::move(trust));
  } catch (const std::bad_alloc&) {
    return fail("making an HTTP session: out of memory");
  }
}

}  // namespace saksi::net
