// SPDX-License-Identifier: Apache-2.0
//
// Pages and API: the last station, which reads and never decides. Two servers: the public one
// (pages, /api/v1) and the operations one (/metrics, /healthz, /readyz), so that a flash crowd on
// the first cannot shut staff out of the second.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "metrics/metrics.hpp"
#include "model/board.hpp"
#include "net/http_server.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace saksi::web {

// The operations listener's door for remote agents: HTTPS, and who knocks shows a key. The handlers
// run on a thread where they may wait for the keeper.
struct AgentDoor {
  std::string certificate_file, key_file;
  std::function<net::ServerResponse(const net::ServerRequest&)> enrol, plan, deliver;
  std::function<bool(const PublicKey&)> knows;  // an agent's key; any thread
};

struct Context {
  std::shared_ptr<const Settings> settings;
  const Clock* clock = nullptr;
  const BoardHolder* board = nullptr;
  metrics::Identity identity;
  std::string store_directory;  // for a read-only connection
  std::vector<Plan> plans;      // all that are recorded: finding them again takes a second a year
  // Does this token open this incident for acknowledging? Any thread.
  std::function<bool(const std::string& number, std::string_view token)> token_holds;
  // Waits until it is written. Absent where nobody writes, because only what is recorded is shown.
  std::function<Result<AckOutcome>(const Acknowledgement&)> acknowledge;
  bool demo = false;
  std::string demo_name;            // shown on every page of a demo
  std::optional<AgentDoor> agents;  // absent where no vantage has one
  // Keeps a sheet, durably, before it answers; none where 500 new ones were kept in a day. Absent
  // where nobody records. Any thread; waits seconds at most.
  std::function<Result<std::optional<store::IssuedSheet>>(const store::NewSheet&)> issue;
};

// One row a route, in routes.cpp; help, manual and tests come from it.
struct RouteHelp {
  std::string_view listener;  // "pages", "operations" or "agents"
  std::string_view path;      // "/gangguan/{nomor}"
  std::string_view summary;
  std::string_view method;      // "GET", which answers HEAD too; "POST"
  std::string_view parameters;  // of the query, with commas between: "bulan,lang"
};
[[nodiscard]] const std::vector<RouteHelp>& routes();

class Web {
 public:
  static Result<std::unique_ptr<Web>> start(Context context);
  virtual ~Web() = default;
  [[nodiscard]] virtual std::uint16_t pages_port() const = 0;
  [[nodiscard]] virtual std::uint16_t operations_port() const = 0;
  [[nodiscard]] virtual std::uint16_t agents_port() const = 0;  // 0: there is no such door
};

}  // namespace saksi::web
