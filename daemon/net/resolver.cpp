// SPDX-License-Identifier: Apache-2.0
#include "net/resolver.hpp"

#include <netdb.h>
#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "net/dns_answer.hpp"
#include "net/dns_channel.hpp"
#include "net/http_client.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;

constexpr auto kResolutionDelay =
    50ms;  // RFC 8305 section 3: how long one family waits for the other

Class class_of(int status) {
  switch (status) {
    case ARES_SUCCESS:
      return Class::ok;
    case ARES_ENODATA:
      return Class::dns_nodata;
    case ARES_ENOTFOUND:
    case ARES_EBADNAME:
      return Class::dns_nxdomain;  // a name that cannot be asked for cannot exist
    case ARES_EREFUSED:
      return Class::dns_refused;
    case ARES_ETIMEOUT:
    case ARES_ECONNREFUSED:
      return Class::dns_timeout;  // nobody is there to answer
    default:
      return Class::dns_servfail;  // an error, or an answer that cannot be read
  }
}

// What one of the two questions of a lookup has come to.
struct Answer {
  bool asked = false, arrived = false;
  int status = ARES_SUCCESS;
  std::vector<std::string> addresses;
  std::string canonical;
};

class AresResolver final : public Resolver {
 public:
  explicit AresResolver(Loop& loop) : loop_(loop), usual_(loop), blunt_(loop) {}

  ~AresResolver() override {
    for (auto& [id, lookup] : lookups_) {
      loop_.cancel(lookup.deadline);
      loop_.cancel(lookup.next_step);
    }
  }

  Result<void> open(const std::vector<std::string>& servers, const Way& way) {
    SAKSI_TRY(usual_.open(servers, way, 0));
    SAKSI_TRY(blunt_.open(servers, way, ARES_FLAG_NOCHECKRESP));
    several_ = usual_.servers() > 1;
    hosts_file_ = servers.empty();
    only_family_ = way.only() == 0 ? 0 : way.only() == 6 ? AF_INET6 : AF_INET;
    return {};
  }

  void resolve(const std::string& name, Duration timeout, std::function<void(Resolution)> done,
               unsigned family) override {
    const std::uint64_t id = next_lookup_++;
    Lookup& lookup = lookups_[id];
    lookup.name = name;
    lookup.done = std::move(done);
    lookup.began = loop_.clock().steady();
    if (family_of(name) != 0) {
      lookup.v4.addresses = {name};
      return conclude(id);
    }
    // From an IPv4 source no IPv6 address can be reached, and the reverse.
    const bool want_v4 = only_family_ != AF_INET6 && family != 6;
    const bool want_v6 = only_family_ != AF_INET && family != 4;
    if (!want_v4 && !want_v6) {
      lookup.v4.status = lookup.v6.status = ARES_ENODATA;
      return conclude(id);
    }
    if (hosts_file_) {
      if (want_v4) lookup.v4.addresses = usual_.hosts_file(name, AF_INET);
      if (want_v6) lookup.v6.addresses = usual_.hosts_file(name, AF_INET6);
      if (!lookup.v4.addresses.empty() || !lookup.v6.addresses.empty()) return conclude(id);
    }
    lookup.deadline = loop_.after(timeout, [this, id, timeout] {
      // An answer may lie there: for a good part of the time we had not looked.
      lookups_.at(id).looked_away = loop_.lateness() > timeout / 4;
      conclude(id);
    });
    lookup.v4.asked = want_v4;
    lookup.v6.asked = want_v6;
    if (want_v4) ask(id, kTypeA);
    if (want_v6) ask(id, kTypeAaaa);
  }

 private:
  struct Lookup {
    std::string name;
    std::function<void(Resolution)> done;
    Duration began{0};
    Answer v4, v6;
    bool concluded = false, looked_away = false;
    Resolution resolution;
    Loop::TimerId deadline = 0, next_step = 0;
  };

  // c-ares either turns to the next server when one says SERVFAIL or REFUSED, and then forgets that
  // it was said, or tells the first one's answer. With several servers we ask in the first way, as
  // a phone does, and when nothing came of it once more in the second way to learn why.
  void ask(std::uint64_t id, int type) {
    const std::string name = lookups_.at(id).name;
    const auto last = [this, id, type](int status, const unsigned char* bytes, int size) {
      answered(id, type, status, bytes, size);
    };
    if (!several_) return blunt_.ask(name, type, last);
    usual_.ask(name, type,
               [this, name, type, last](int status, const unsigned char* bytes, int size) {
                 if (status == ARES_ECONNREFUSED)
                   blunt_.ask(name, type, last);
                 else
                   last(status, bytes, size);
               });
  }

  void answered(std::uint64_t id, int type, int status, const unsigned char* bytes, int size) {
    const auto found = lookups_.find(id);
    if (found == lookups_.end() || found->second.concluded) return;  // too late
    Lookup& lookup = found->second;
    Answer& answer = type == kTypeA ? lookup.v4 : lookup.v6;
    answer.arrived = true;
    lookup.resolution.own_delay = std::max(lookup.resolution.own_delay, loop_.lateness());
    answer.status = status;
    if (status == ARES_SUCCESS) {
      DnsAnswer read = read_dns_answer(type, bytes, size);
      answer.status = read.status;
      answer.addresses = std::move(read.addresses);
      answer.canonical = std::move(read.canonical);
    }

    if (!waiting(lookup)) return conclude(id);
    // IPv4 is what these phones use; a name server that swallows AAAA must not hold it up.
    if (type == kTypeA && !answer.addresses.empty())
      lookup.next_step = loop_.after(loop_.clock().inside(Duration(kResolutionDelay)),
                                     [this, id] { conclude(id); });
  }

  static bool waiting(const Lookup& lookup) {
    return (lookup.v4.asked && !lookup.v4.arrived) || (lookup.v6.asked && !lookup.v6.arrived);
  }

  // Fixes the result now and delivers it on the loop's next round: never from inside c-ares, and
  // never before resolve() has returned.
  void conclude(std::uint64_t id) {
    Lookup& lookup = lookups_.at(id);
    loop_.cancel(lookup.deadline);
    loop_.cancel(lookup.next_step);
    lookup.concluded = true;
    Resolution& result = lookup.resolution;
    result.took = loop_.clock().steady() - lookup.began;
    for (const Answer* answer : {&lookup.v4, &lookup.v6})
      result.addresses.insert(result.addresses.end(), answer->addresses.begin(),
                              answer->addresses.end());
    result.canonical = lookup.v4.canonical.empty() ? lookup.v6.canonical : lookup.v4.canonical;
    if (result.addresses.empty()) {
      const int status =
          waiting(lookup) ? ARES_ETIMEOUT : (lookup.v4.asked ? lookup.v4 : lookup.v6).status;
      result.cls = class_of(status);
      result.detail = ares_strerror(status);
      if (result.cls == Class::dns_timeout && lookup.looked_away) {
        result.cls = Class::prober_overloaded;
        result.detail = "no answer in time, but we were too busy to look";
      }
    }
    lookup.next_step = loop_.after(Duration{0}, [this, id] { deliver(id); });
  }

  void deliver(std::uint64_t id) {
    auto node = lookups_.extract(id);
    node.mapped().done(std::move(node.mapped().resolution));  // may destroy this resolver
  }

  Loop& loop_;
  DnsChannel usual_, blunt_;
  bool several_ = false, hosts_file_ = false;
  int only_family_ = 0;  // AF_INET, AF_INET6; 0: both
  std::unordered_map<std::uint64_t, Lookup> lookups_;
  std::uint64_t next_lookup_ = 1;
};

}  // namespace

Result<std::unique_ptr<Resolver>> Resolver::create(Loop& loop,
                                                   const std::vector<std::string>& servers,
                                                   const Way& way) {
  initialise();
  auto resolver = std::make_unique<AresResolver>(loop);
  SAKSI_TRY(resolver->open(servers, way));
  return resolver;
}

}  // namespace saksi::net
