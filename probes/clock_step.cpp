// SPDX-License-Identifier: Apache-2.0
//
// clock: a few HEAD requests, and what the Date of their answers says. A Date names a whole second,
// so one answer leaves a second and the way there and back; answers a quarter of a second apart
// meet the server's second at other places and leave less.
#include "probes/clock_step.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "net/http_date.hpp"
#include "probes/direct.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

using namespace std::chrono_literals;

constexpr Duration kBetween = 250ms;

double seconds(Duration length) { return std::chrono::duration<double>(length).count(); }

class ClockStep final : public DirectStep {
 public:
  ClockStep(const Step& step, const DirectAsk& ask, DirectDone done)
      : loop_(ask.loop),
        session_(*ask.session),
        may_send_(ask.may_send),
        url_(net::join_url(ask.base_url, step.path.empty() ? "/" : step.path)),
        direct_(step.direct),
        deadline_(ask.deadline),
        began_(loop_.clock().steady()),
        done_(std::move(done)) {
    timer_ = loop_.after(Duration{0}, [this] { next(); });
  }
  ~ClockStep() override { loop_.cancel(timer_); }

 private:
  void next() {
    const Duration now = loop_.clock().steady();
    // What is known by now is worth telling, where there is no more time or leave for another.
    if (asked_ == direct_.requests || (asked_ > 0 && now >= deadline_)) return conclude();
    if (may_send_ && !may_send_()) {
      found_.stopped = asked_ == 0;
      return conclude();
    }
    ++asked_;
    net::HttpRequest request;
    request.method = "HEAD";
    request.url = url_;
    request.family = direct_.family;
    request.headers = {{"Accept", "*/*"}, {"Cache-Control", "no-cache"}};
    asked_at_ = loop_.clock().wall();
    session_.fetch(std::move(request), deadline_,
                   [this](const net::HttpObservation& seen) { answered(seen); });
  }

  void answered(const net::HttpObservation& seen) {
    StepFinding& finding = found_.finding;
    const Instant now = loop_.clock().wall();
    const Stage stage = about(seen.transport).stage;
    if (stage != Stage::dns && stage != Stage::tcp && stage != Stage::tls) ++found_.requests;
    if (seen.certificate_not_after) found_.certificate_not_after = seen.certificate_not_after;
    finding.address = seen.address;
    finding.proxied = seen.proxied;
    finding.http_status = seen.status;
    if (asked_ == 1) finding.phases = seen.phases;  // the cold one
    if (seen.transport != Class::ok)
      return end({seen.transport, seen.detail.empty() ? std::string(code(seen.transport))
                                                      : clean_utf8(seen.detail, 200)});
    const std::string* date = seen.header("date");
    const std::string* age = seen.header("age");  // a cache's answer has the Date of another time
    const auto parsed = date != nullptr ? net::parse_http_date(*date) : std::nullopt;
    if (parsed && age == nullptr) {
      // The request left after the connection stood, and came back before now: neither of our own
      // delays can make the interval too small.
      const Phases& p = seen.phases;
      const Duration before =
          p.dns.value_or(Duration{0}) + p.tcp.value_or(Duration{0}) + p.tls.value_or(Duration{0});
      answers_.push_back({asked_at_ + before, now, *parsed});
    }
    timer_ = loop_.after(asked_ < direct_.requests ? kBetween : Duration{0}, [this] { next(); });
  }

  void conclude() {
    const auto skew = skew_of(answers_);
    if (skew) {
      found_.finding.clock_lo = skew->lo;
      found_.finding.clock_hi = skew->hi;
    }
    end(judge_clock(skew, answers_.size(), direct_.limit));
  }

  void end(Verdict verdict) {
    found_.finding.cls = verdict.cls;
    found_.finding.rule = std::move(verdict.rule);
    found_.finding.total = loop_.clock().steady() - began_;
    const auto done = std::move(done_);
    done(std::move(found_));  // may destroy this
  }

  net::Loop& loop_;
  net::HttpSession& session_;
  const std::function<bool()> may_send_;
  const std::string url_;
  const Direct direct_;
  const Duration deadline_, began_;
  DirectDone done_;
  net::Loop::TimerId timer_ = 0;
  unsigned asked_ = 0;
  Instant asked_at_{};
  std::vector<Dated> answers_;
  DirectFound found_;
};

}  // namespace

std::optional<Skew> skew_of(const std::vector<Dated>& answers) {
  if (answers.empty()) return std::nullopt;
  std::optional<Skew> common, all;
  for (const Dated& one : answers) {
    const Duration lo = one.date - one.received, hi = one.date + 1s - one.sent;
    if (!all) all = common = Skew{lo, hi};
    common = Skew{std::max(common->lo, lo), std::min(common->hi, hi)};
    all = Skew{std::min(all->lo, lo), std::max(all->hi, hi)};
  }
  if (common->lo <= common->hi) return common;
  all->agreed = false;
  return all;
}

Verdict judge_clock(const std::optional<Skew>& skew, std::size_t answers, Duration limit) {
  if (!skew)
    return {Class::probe_problem,
            "no answer had a Date of its own: it is absent, unreadable, or a cache's (Age)"};
  const bool beyond = skew->lo > limit || skew->hi < -limit;
  return {beyond ? Class::clock_skew : Class::ok,
          fmt::format("the server's clock minus ours is between {:+.2f} s and {:+.2f} s, by {} "
                      "answer{}{}",
                      seconds(skew->lo), seconds(skew->hi), answers, answers == 1 ? "" : "s",
                      skew->agreed ? "" : " that fit no one clock")};
}

std::unique_ptr<DirectStep> begin_clock(const Step& step, const DirectAsk& ask, DirectDone done) {
  return std::make_unique<ClockStep>(step, ask, std::move(done));
}

}  // namespace saksi::probes
