// SPDX-License-Identifier: Apache-2.0
#include "probes/control.hpp"

#include "probes/text.hpp"

namespace saksi::probes {

namespace {

class Asked final : public Control {
 public:
  explicit Asked(std::unique_ptr<net::HttpSession> session) : session_(std::move(session)) {}
  net::HttpSession& session() { return *session_; }

 private:
  std::unique_ptr<net::HttpSession> session_;
};

}  // namespace

Result<std::unique_ptr<Control>> start_control(net::Loop& loop, net::Resolver& resolver,
                                               const ControlHost& host,
                                               std::function<void(ControlFinding)> done) {
  net::HttpRequest request;
  request.method = "HEAD";
  request.url = host.url;
  const std::string scheme = lower(host.url.substr(0, host.url.find("://")));
  if (scheme == "tls") {
    request.url = "https" + host.url.substr(3) + "/";
    request.handshake_only = true;
  } else if (scheme != "https" && scheme != "http") {
    return fail("control \"" + host.id + "\": " + host.url + " is neither https:// nor tls://",
                ErrorKind::usage);
  }
  SAKSI_TRY_ASSIGN(auto session, net::HttpSession::create(loop, resolver, host.session));
  auto asked = std::make_unique<Asked>(std::move(session));
  asked->session().fetch(std::move(request), loop.clock().steady() + kControlTimeout,
                         [id = host.id, done = std::move(done)](const net::HttpObservation& seen) {
                           done(ControlFinding{id, seen.transport == Class::ok, seen.total});
                         });
  return asked;
}

}  // namespace saksi::probes
