// SPDX-License-Identifier: Apache-2.0
//
// The run. Steps are asked one after the other on one session, redirects are findings of their own,
// and the first step that does not work ends the journey; controls are asked beside it. The steps
// are told here, what an answer means is told in classify.cpp, and what is sent is told in
// requests.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "net/http_date.hpp"
#include "probes/control.hpp"
#include "probes/direct.hpp"
#include "probes/exchange.hpp"
#include "probes/extract.hpp"
#include "probes/onward.hpp"
#include "probes/probes.hpp"
#include "probes/requests.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

double seconds(Duration length) { return std::chrono::duration<double>(length).count(); }

// What the mode lets a journey do. Whether it *may* is settled before it starts, not on the way.
std::vector<Step> allowed_steps(const Journey& journey, bool real) {
  std::vector<Step> steps;
  for (const Step& step : journey.steps) {
    // What follows a real check-in looks for its record, and there is none where it was held back.
    const bool held = journey.mode == Mode::real && !real && !steps.empty() &&
                      steps.back().kind == StepKind::upload;
    if (held) break;
    if (journey.mode == Mode::anonymous && step.kind == StepKind::login) break;
    const bool looks =
        step.kind == StepKind::page || step.kind == StepKind::asset || step.kind == StepKind::data;
    if (journey.mode == Mode::anonymous && !is_direct(step.kind) &&
        (!looks || step.method == "POST"))
      continue;
    if (journey.mode == Mode::login && step.kind == StepKind::upload) continue;
    steps.push_back(step);
  }
  return steps;
}

// Waited for in vain: the true value is greater than what was measured.
bool is_timeout(Class cls) {
  return cls == Class::dns_timeout || cls == Class::tcp_timeout || cls == Class::tls_timeout ||
         cls == Class::http_timeout_ttfb || cls == Class::http_timeout_body;
}

// The request itself left: the connection stood.
bool was_sent(Class transport) {
  const Stage stage = about(transport).stage;
  return stage != Stage::dns && stage != Stage::tcp && stage != Stage::tls;
}

// A phase of it ended because something came. A name server's "no" has come, too.
bool is_measured(const StepFinding& finding) {
  const Phases& phases = finding.phases;
  return !is_timeout(finding.cls) && finding.cls != Class::prober_overloaded &&
         (phases.dns || phases.tcp || phases.wait);
}

// RFC 9110 section 10.2.3: seconds, or a date.
std::optional<Duration> retry_after(const net::HttpObservation& seen, Instant now) {
  const std::string* wish = seen.header("retry-after");
  if (wish == nullptr || (seen.status != 429 && seen.status != 503)) return std::nullopt;
  if (!wish->empty() && wish->size() <= 9 &&
      wish->find_first_not_of("0123456789") == std::string::npos)
    return std::chrono::seconds(std::stol(*wish));
  if (const auto date = net::parse_http_date(*wish))
    return std::max<Duration>(*date - now, Duration{0});
  return std::nullopt;
}

// Does the answer become the page whose form later steps send?
bool reads_page(const Step& step) {
  return step.kind != StepKind::data && step.kind != StepKind::asset && !step.json &&
         step.method != "HEAD";
}

class Trip final : public Running {
 public:
  Trip(net::Loop& loop, Run run, std::function<void(const std::string&)> late,
       std::function<void(Outcome)> done)
      : loop_(loop),
        run_(std::move(run)),
        late_(std::move(late)),
        done_(std::move(done)),
        steps_(allowed_steps(*run_.journey, run_.real)),
        sends_(run_.journey->mode == Mode::sink || (run_.journey->mode == Mode::real && run_.real)),
        started_(loop.clock().steady()),
        deadline_(run_.planned_steady + run_.journey->timeout) {
    values_.named = run_.values;
    values_.user = run_.user;
    without_password_ = values_;
    values_.password = run_.password;
  }

  ~Trip() override {
    loop_.cancel(begin_timer_);
    loop_.cancel(late_timer_);
  }

  Result<void> begin(net::Resolver& resolver) {
    resolver_ = &resolver;
    light_ = run_.light_steps > 0 && run_.light_steps < steps_.size();
    if (light_) steps_.resize(run_.light_steps);
    if (steps_.empty())
      return fail("journey \"" + run_.journey->id + "\" has no step that its mode allows",
                  ErrorKind::usage);
    for (const Step& step : steps_) {
      const bool form = step.kind == StepKind::login || step.kind == StepKind::upload;
      if (step.method == "POST" && !form && !step.safe)
        return fail("step \"" + step.id + "\" would POST, and nobody said that it is safe",
                    ErrorKind::usage);
      if (is_direct(step.kind) && !may_reach(step, run_.base_url, run_.hosts))
        return fail("step \"" + step.id + "\": " + step.direct.name + " is not the host of " +
                        run_.base_url + ", and nobody said that it may be asked",
                    ErrorKind::usage);
      if (step.path.empty() || step.path.find("${") != std::string::npos) continue;
      if (!may_ask(asking(), net::join_url(run_.base_url, step.path)))
        return fail(
            "step \"" + step.id + "\": path " + step.path + " leads away from " + run_.base_url,
            ErrorKind::usage);
    }
    // A journey of names, connections and echoes alone does without: making one is dear.
    if (std::any_of(steps_.begin(), steps_.end(), [](const Step& step) {
          return !is_direct(step.kind) || step.kind == StepKind::clock;
        })) {
      SAKSI_TRY_ASSIGN(session_, net::HttpSession::create(loop_, resolver, run_.session));
    }
    outcome_.controls.resize(run_.controls.size());
    open_ = run_.controls.size() + 1;
    for (std::size_t i = 0; i < run_.controls.size(); ++i) {
      SAKSI_TRY_ASSIGN(auto control, start_control(loop_, resolver, run_.controls[i],
                                                   [this, i](ControlFinding found) {
                                                     outcome_.controls[i] = std::move(found);
                                                     one_ended();
                                                   }));
      controls_.push_back(std::move(control));
    }
    // Not from here: `done` must not be called before start() has returned.
    begin_timer_ = loop_.at(started_, [this] { next_step(); });
    if (run_.journey->late > Duration::zero() && late_)
      late_timer_ = loop_.at(run_.planned_steady + run_.journey->late, [this] {
        if (!ended_) late_(index_ < steps_.size() ? steps_[index_].id : std::string());
      });
    return {};
  }

 private:
  const Step& step() const { return steps_[index_]; }
  Duration now() const { return loop_.clock().steady(); }

  // --- what is sent
  // -------------------------------------------------------------------------------

  void next_step() {
    if (index_ == steps_.size()) return end_well();
    hops_ = 0;
    if (now() >= deadline_) return no_time_left();
    if (is_direct(step().kind)) return send_direct();
    auto asked = values_.fill_checks(step());
    if (!asked) return not_sent({Class::invalid_monitor, asked.error().message});
    asked_ = std::move(*asked);
    Prepared prepared = prepare(asking(), step());
    if (prepared.obstacle) return not_sent(*prepared.obstacle);
    secret_ = prepared.secret;
    if (step().kind == StepKind::login) login_url_ = prepared.request.url;
    if (step().kind == StepKind::upload && !sends_) return hold_back(prepared.request);
    send(std::move(prepared.request));
  }

  // An upload never carries the password, whatever its fields say.
  Asking asking() const {
    const bool upload = index_ < steps_.size() && step().kind == StepKind::upload;
    return {run_.base_url, run_.hosts, upload ? without_password_ : values_,
            page_ ? &*page_ : nullptr,
            run_.journey->mode == Mode::sink ? run_.sink_url : std::string()};
  }

  void send_direct() {
    if (asks_once(step().kind) && run_.may_send && !run_.may_send()) return not_allowed();
    sent_at_ = now();
    const DirectAsk ask{loop_,         *resolver_, session_.get(), run_.session,
                        run_.base_url, deadline_,  run_.may_send};
    direct_ = begin_direct(step(), ask, [this](DirectFound found) {
      const auto ended = std::move(direct_);  // it is below us on the stack
      direct_answered(std::move(found));
    });
  }

  void send(net::HttpRequest request) {
    if (run_.may_send && !run_.may_send()) return not_allowed();
    request.family = step().direct.family;
    sent_at_ = now();
    request_ = request;
    session_->fetch(std::move(request), deadline_,
                    [this](net::HttpObservation seen) { answered(std::move(seen)); });
  }

  void not_allowed() {
    outcome_.stopped = true;
    not_sent({Class::invalid_monitor, "another request was not allowed"});
  }

  // Dry: everything up to the sending is real.
  void hold_back(const net::HttpRequest& request) {
    StepFinding finding = unsent(
        Verdict{Class::ok, fmt::format("built and held back: {} bytes", request.body.size())});
    finding.bytes = static_cast<std::int64_t>(request.body.size());
    outcome_.steps.push_back(std::move(finding));
    ++index_;
    next_step();
  }

  // --- what came back
  // -----------------------------------------------------------------------------

  void answered(net::HttpObservation seen) {
    if (was_sent(seen.transport)) ++outcome_.requests;
    own_delay_ += seen.own_delay;
    if (const auto wish = retry_after(seen, loop_.clock().wall())) outcome_.retry_after = wish;
    const std::string* stop = seen.header("x-saksi-stop");
    outcome_.asked_to_stop = outcome_.asked_to_stop || (stop != nullptr && *stop == "1");
    if (!outcome_.certificate_not_after)
      outcome_.certificate_not_after = seen.certificate_not_after;

    const auto& fine = step().status;
    const bool ends_here = std::find(fine.begin(), fine.end(), seen.status) != fine.end();
    std::string onward;
    if (seen.transport == Class::ok && !(ends_here && seen.status / 100 == 3))
      onward = onward_of(request_.url, seen);
    Verdict verdict = onward.empty() ? judge(seen) : judge_hop(seen, onward);
    if (onward.empty() && worked(verdict.cls)) verdict = take_values(seen, std::move(verdict));

    StepFinding finding = finding_of(seen, verdict);
    if (run_.keep_exchanges) exchanges_.note(finding.id, request_, run_.session, seen);
    if (!worked(verdict.cls)) return fail_with(std::move(finding), seen.body);
    outcome_.steps.push_back(std::move(finding));
    if (!onward.empty()) return follow(seen.status, onward);

    if (reads_page(step())) {
      page_ = ReadPage{read_page(seen.body), request_.url};
      if (!page_->facts.title.empty()) outcome_.titles[step().id] = page_->facts.title;
    }
    if (step().kind == StepKind::login) logged_in_ = true;
    if (step().kind == StepKind::upload) uploaded_ = true;
    ++index_;
    next_step();
  }

  void direct_answered(DirectFound found) {
    outcome_.requests += found.requests;
    own_delay_ += loop_.lateness();
    if (found.stopped) return not_allowed();
    if (found.certificate_not_after) outcome_.certificate_not_after = found.certificate_not_after;
    StepFinding& finding = found.finding;
    finding.id = finding_id();
    finding.offset = sent_at_ - started_;
    finding.censored = is_timeout(finding.cls);
    if (!finding.bound && is_measured(finding)) finding.bound = loop_.lateness();
    if (finding.censored && our_own_delay())
      std::tie(finding.cls, finding.rule) = std::pair(Class::prober_overloaded, own_delay_text());
    if (!worked(finding.cls)) return fail_with(std::move(finding), "");
    outcome_.steps.push_back(std::move(finding));
    ++index_;
    next_step();
  }

  Verdict judge(const net::HttpObservation& seen) const {
    const auto usual = run_.baselines.find(step().id);
    Verdict verdict = classify(asked_, seen, logged_in_,
                               usual == run_.baselines.end() ? nullptr : &usual->second);
    const bool inside = logged_in_ || step().kind == StepKind::login;
    // Another page than usual may just be the login page.
    const bool odd = usual != run_.baselines.end() &&
                     (verdict.cls == Class::wrong_page || verdict.cls == Class::assert_too_small);
    if ((worked(verdict.cls) || odd) && inside && reads_page(step()) && step().expect.empty() &&
        is_login_page(seen))
      verdict = {Class::login_loop, "it is the login page again"};
    if (is_timeout(verdict.cls) && our_own_delay())
      return {Class::prober_overloaded, own_delay_text()};
    return about_upload(shell_of(std::move(verdict)));
  }

  // Of a photo that was sent: the application could not take it, or said that it did and shows no
  // record. What failed below it (a hang, the gateway, the network) keeps its own name.
  Verdict about_upload(Verdict verdict) const {
    const Class cls = verdict.cls;
    const bool by_answer = is_failure(cls) && (about(cls).stage == Stage::content ||
                                               cls == Class::http_4xx || cls == Class::http_5xx);
    const bool read_back = uploaded_ && run_.real;
    if (!by_answer || (!read_back && step().kind != StepKind::upload)) return verdict;
    return {read_back ? Class::accepted_not_recorded : Class::upload_fail,
            fmt::format("{}: {}", code(cls), verdict.rule)};
  }

  // The page came and what belongs to it did not: what people see is the shell of a page. A script
  // of the wrong type did come, and is told as that.
  Verdict shell_of(Verdict verdict) const {
    const bool data = step().kind == StepKind::data, asset = step().kind == StepKind::asset;
    const bool came = asset && (verdict.cls == Class::assert_wrong_type ||
                                verdict.cls == Class::assert_too_small);
    if ((!data && !asset) || came || !page_ || !is_failure(verdict.cls)) return verdict;
    const std::string from =
        step().path.find("${") == std::string::npos ? step().path : request_.url;
    return {Class::shell_only,
            fmt::format("the page came, but {} {} did not: {}: {}", data ? "its data from" : "its",
                        clean_utf8(from.substr(0, from.find('?')), 120), code(verdict.cls),
                        verdict.rule)};
  }

  // What later steps need; without it there is nothing to go on with.
  Verdict take_values(const net::HttpObservation& seen, Verdict verdict) {
    Answer answer(seen);
    for (const Extraction& what : step().extract) {
      auto value =
          take(what, answer, [this](const std::string& name) { return session_->cookie(name); });
      if (!value)
        return shell_of({what.from == Extraction::From::json ? Class::assert_schema
                                                             : Class::assert_missing_marker,
                         value.error().message});
      outcome_.taken.push_back({step().id, what.name, masked(*value)});
      without_password_.named[what.name] = *value;
      values_.named[what.name] = std::move(*value);
    }
    return verdict;
  }

  // At most so much of the time since the plan went by because we were late to start or to look.
  Duration ours() const { return started_ - run_.planned_steady + own_delay_; }

  // The journey ran out of time, and a good part of it may have been our own.
  bool our_own_delay() const {
    const Duration timeout = run_.journey->timeout;
    return ours() > timeout / 4 && now() + timeout / 50 >= deadline_;
  }

  std::string own_delay_text() const {
    return fmt::format("we were up to {:.1f} s late, so the time-out is ours", seconds(ours()));
  }

  Verdict judge_hop(const net::HttpObservation& seen, const std::string& onward) const {
    // What must be on the page is asked of the page that the hop leads to.
    Step quiet;
    quiet.id = step().id;
    quiet.kind = reads_page(step()) ? step().kind : StepKind::page;
    quiet.not_open = asked_.not_open;
    quiet.rule_reject = asked_.rule_reject;
    quiet.probe_problem = asked_.probe_problem;
    quiet.forbidden = asked_.forbidden;
    quiet.complete = false;
    Verdict verdict = classify(quiet, seen, false);
    if (!worked(verdict.cls)) return verdict;
    const bool repeats_secret = secret_ && (seen.status == 307 || seen.status == 308);
    if (repeats_secret ? !stays_home(run_.base_url, onward) : !may_go(onward))
      return {Class::http_redirect_bad,
              fmt::format("status {} to \"{}\", which is not the site", seen.status,
                          clean_utf8(onward.substr(0, onward.find_first_of("?#")), 120))};
    if (hops_ >= step().redirects)
      return {Class::http_redirect_loop, fmt::format("more than {} redirects", step().redirects)};
    return {Class::ok, fmt::format("status {}, redirect", seen.status)};
  }

  bool may_go(const std::string& url) const {
    const Asking all = asking();
    return may_ask(all, url) || (step().kind == StepKind::upload && !all.sink_url.empty() &&
                                 stays_home(all.sink_url, url));
  }

  // Without a marker to go by: the page asks for a password, to be sent where we sent ours.
  bool is_login_page(const net::HttpObservation& seen) const {
    const PageFacts page = read_page(seen.body);
    return page.form && page.form->password &&
           net::join_url(request_.url, page.form->action.empty() ? request_.url
                                                                 : page.form->action) == login_url_;
  }

  // RFC 9110 section 15.4: 307 and 308 repeat the request, the others make it a GET, as browsers
  // do.
  void follow(int status, const std::string& onward) {
    ++hops_;
    if (now() >= deadline_) return no_time_left();
    net::HttpRequest request = request_;
    if (status != 307 && status != 308) {
      request.method = request_.method == "HEAD" ? "HEAD" : "GET";
      request.body.clear();
      // Of the step's own headers none: a token in them was meant for where they were sent.
      std::erase_if(request.headers, [](const auto& header) {
        return header.first != "Accept" && header.first != "X-Requested-With";
      });
      secret_ = false;
    }
    request.url = onward;
    send(std::move(request));
  }

  // --- findings
  // -----------------------------------------------------------------------------------

  std::string finding_id() const {
    return hops_ == 0 ? step().id : fmt::format("{}.{}", step().id, hops_);
  }

  StepFinding finding_of(const net::HttpObservation& seen, const Verdict& verdict) const {
    StepFinding finding;
    finding.id = finding_id();
    finding.cls = verdict.cls;
    finding.rule = verdict.rule;
    finding.http_status = seen.status;
    finding.phases = seen.phases;
    finding.offset = sent_at_ - started_;
    finding.total = seen.total;
    finding.censored = is_timeout(seen.transport);
    finding.reused = seen.reused;
    finding.bound = seen.bound;
    finding.address = seen.address;
    finding.proxied = seen.proxied;
    finding.bytes = static_cast<std::int64_t>(seen.body.size());
    return finding;
  }

  StepFinding unsent(const Verdict& verdict) const {
    StepFinding finding;
    finding.id = finding_id();
    finding.cls = verdict.cls;
    finding.rule = verdict.rule;
    finding.offset = now() - started_;
    finding.sent = false;
    return finding;
  }

  void not_sent(const Verdict& verdict) { fail_with(unsent(verdict), ""); }

  // The steps before used up the journey's time; or we ourselves did, before the first.
  void no_time_left() {
    const std::string limit = fmt::format("the journey's {:.0f} s were over before this request",
                                          seconds(run_.journey->timeout));
    const bool ours = outcome_.requests == 0;
    StepFinding finding =
        unsent({ours ? Class::prober_overloaded : Class::http_timeout_ttfb, limit});
    finding.censored = !ours;
    fail_with(std::move(finding), "");
  }

  // --- how it ends
  // --------------------------------------------------------------------------------

  void fail_with(StepFinding finding, const std::string& body) {
    outcome_.cls = finding.cls;
    outcome_.step = step().id;
    outcome_.rule = finding.rule;
    outcome_.body = secrets().scrub(body);
    if (!outcome_.body.empty()) finding.body = sha256(outcome_.body);
    outcome_.steps.push_back(std::move(finding));
    end();
  }

  void end_well() {
    // A step that worked may still have something to say.
    for (const StepFinding& finding : outcome_.steps)
      if (finding.cls != Class::ok && outcome_.cls == Class::ok)
        std::tie(outcome_.cls, outcome_.rule) = std::tie(finding.cls, finding.rule);
    const Duration from_plan = now() - run_.planned_steady;
    const Duration slow = run_.journey->slow;
    if (slow > Duration::zero() && from_plan > slow) {
      const bool maybe_ours = from_plan - ours() <= slow;
      outcome_.cls = maybe_ours ? Class::prober_overloaded : Class::slow;
      outcome_.rule = fmt::format("{:.1f} s from the plan, more than {:.1f} s", seconds(from_plan),
                                  seconds(slow));
      if (maybe_ours)
        outcome_.rule += fmt::format(", but we were up to {:.1f} s late", seconds(ours()));
    }
    if (light_) {  // however it went: of the steps after it nothing is known
      outcome_.cls = Class::light_ok;
      outcome_.step = steps_.back().id;
      outcome_.rule = "a light check: the steps after it were not tried";
    }
    end();
  }

  Secrets secrets() const {
    Secrets all;
    all.add_values(values_, outcome_.taken);
    return all;
  }

  void end() {
    ended_ = true;
    outcome_.took = now() - started_;
    outcome_.exchanges = exchanges_.told(secrets());
    one_ended();
  }

  // Of the journey and its controls. The last one tells; `done` may destroy us, so nothing follows
  // it.
  void one_ended() {
    if (--open_ != 0) return;
    const auto done = std::move(done_);
    done(std::move(outcome_));
  }

  net::Loop& loop_;
  net::Resolver* resolver_ = nullptr;
  Run run_;
  std::function<void(const std::string&)> late_;
  std::function<void(Outcome)> done_;
  std::vector<Step> steps_;
  const bool sends_;  // an upload goes out
  const Duration started_, deadline_;
  net::Loop::TimerId begin_timer_ = 0, late_timer_ = 0;

  Outcome outcome_;
  std::size_t index_ = 0;     // of the step that is under way
  unsigned hops_ = 0;         // redirects that it followed
  net::HttpRequest request_;  // the last one sent
  Duration sent_at_{0};
  Duration own_delay_{0};
  std::optional<ReadPage> page_;
  Values values_, without_password_;
  Exchanges exchanges_;  // where they are wanted
  Step asked_;           // the step under way, its checks filled in
  bool secret_ = false;  // the account's password is in request_
  std::string login_url_;
  bool logged_in_ = false, uploaded_ = false;
  bool light_ = false;
  bool ended_ = false;    // the journey, not the controls
  std::size_t open_ = 1;  // of journey and controls
  // Last, so that they end first: their callbacks reach into all of the above.
  std::unique_ptr<net::HttpSession> session_;
  std::unique_ptr<DirectStep> direct_;  // the step under way, of a kind from dns on
  std::vector<std::unique_ptr<Control>> controls_;
};

}  // namespace

Result<std::unique_ptr<Running>> start(net::Loop& loop, net::Resolver& resolver, Run run,
                                       std::function<void(const std::string&)> late,
                                       std::function<void(Outcome)> done) {
  if (!run.journey || !done) return fail("a run needs a journey and someone to tell");
  if (run.journey->timeout <= Duration::zero())
    return fail("journey \"" + run.journey->id + "\" has no time-out", ErrorKind::usage);
  auto trip = std::make_unique<Trip>(loop, std::move(run), std::move(late), std::move(done));
  SAKSI_TRY(trip->begin(resolver));
  return trip;
}

}  // namespace saksi::probes
