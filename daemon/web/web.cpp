// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <algorithm>
#include <cassert>

#include "base/log.hpp"
#include "store/delivery.hpp"
#include "web/backroom.hpp"
#include "web/desk_room.hpp"
#include "web/site.hpp"

namespace saksi::web {
namespace {

using net::HttpServer;
using net::ServerOptions;

constexpr rlim_t kWantedDescriptors = 16384;
constexpr std::size_t kMostReaders = 4096;
constexpr std::size_t kMostOfOneAddress = 2560;  // a whole office may sit behind one
constexpr std::size_t kMostOperators = 64;
constexpr std::size_t kKeptForOthers = 512;  // probes, store, messages

// How many connections the public pages may hold. A crowd there must never take the descriptors
// that probing needs, so the process's limit is raised as far as it may be, and a part stays
// reserved.
std::size_t room_for_readers() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return kKeptForOthers;
  const rlim_t wanted = std::min(limit.rlim_max, kWantedDescriptors);
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = wanted;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 && ::getrlimit(RLIMIT_NOFILE, &limit) != 0)
      return kKeptForOthers;
  }
  const std::size_t all = std::min<std::size_t>(limit.rlim_cur, kWantedDescriptors);
  const std::size_t room = all > 2 * kKeptForOthers ? all - kKeptForOthers : all / 2;
  if (room < kMostReaders)
    log::warning(
        "web: only {} readers at a time, because of the limit of {} open files; LimitNOFILE= "
        "raises it",
        room, limit.rlim_cur);
  return std::min(room, kMostReaders);
}

// A sheet of a thousand records; small enough that every reader at once could send one.
constexpr std::size_t kMostBody = 64u << 10;

ServerOptions options_of(const Listener& listener) {
  ServerOptions options;
  options.address = listener.address;
  options.port = listener.port;
  options.body_limit = 4096;  // but for the sheets, nothing here takes a body
  options.idle_timeout = std::chrono::seconds(15);
  return options;
}

// In line together. Of one date the first costs a look into the store, the others almost nothing.
constexpr std::size_t kMostQuestions = 32;
// What is told to the keeper is answered within seconds, one after the other.
constexpr std::size_t kMostNotes = 8;
constexpr std::size_t kMostAgents = 256;  // connections; each agent keeps one
// Deliveries in line, each of 4 MiB at most. Who finds the line full delivers again later.
constexpr std::size_t kMostDeliveries = 16;
// An agent at its idle pace delivers each quarter of a minute.
constexpr auto kAgentIdle = std::chrono::seconds(60);

// Both listeners answer at once, from memory or with a short look into the store, each on its
// thread; but for what needs a judged day.
class TwoServers final : public Web {
 public:
  explicit TwoServers(Site site) : site_(std::move(site)) {}

  Result<void> start() {
    const WebSettings& settings = site_.context.settings->web;
    ServerOptions public_options = options_of(settings.pages);
    public_options.max_connections = room_for_readers();
    public_options.max_per_peer = std::min(public_options.max_connections, kMostOfOneAddress);
    public_options.thread_name = "web-pages";
    public_options.body_limit = kMostBody;
    SAKSI_TRY_ASSIGN(pages_, serve(std::move(public_options), pages_router_, "web.pages"));

    ServerOptions inner_options = options_of(settings.operations);
    inner_options.max_connections = kMostOperators;
    inner_options.max_per_peer = kMostOperators;
    inner_options.thread_name = "web-operations";
    SAKSI_TRY_ASSIGN(operations_,
                     serve(std::move(inner_options), operations_router_, "web.operations"));
    if (const auto& door = site_.context.agents) {
      ServerOptions options = options_of(settings.agents);
      options.certificate_file = door->certificate_file;
      options.key_file = door->key_file;
      options.ask_client_key = true;
      options.max_connections = options.max_per_peer = kMostAgents;
      options.body_limit = store::kMostDelivery;
      options.idle_timeout = kAgentIdle;
      options.thread_name = "web-agents";
      options.trusts = [knows = door->knows](const std::optional<PublicKey>& key) {
        return key && knows(*key);
      };
      SAKSI_TRY_ASSIGN(agents_, serve(std::move(options), agents_router_, "web.agents"));
    }
    return {};
  }

  [[nodiscard]] std::uint16_t pages_port() const override { return pages_->port(); }
  [[nodiscard]] std::uint16_t operations_port() const override { return operations_->port(); }
  [[nodiscard]] std::uint16_t agents_port() const override { return agents_ ? agents_->port() : 0; }

 private:
  struct Room {
    Room(const Site& site, const char* name, std::size_t most) : desk(site), backroom(name, most) {}
    DeskRoom desk;
    Backroom backroom;  // its thread ends before the desk
  };

  Result<std::unique_ptr<HttpServer>> serve(ServerOptions options, Router& router,
                                            const std::string& key) {
    auto server = HttpServer::start(
        std::move(options),
        [this, &router](const net::ServerRequest& request, const net::Responder& responder) {
          const Pace pace = router.pace(request);
          if (pace == Pace::note || pace == Pace::delivery) {
            Backroom& room = pace == Pace::note ? notes_ : deliveries_;
            const bool heard = room.take([&router, request, responder]() -> Backroom::Telling {
              return [responder, answer = router.answer(request)] { responder.send(answer); };
            });
            if (!heard) responder.send(router.busy(request));
            return;
          }
          if (pace != Pace::question && pace != Pace::sheet)
            return responder.send(router.answer(request));
          Room& room = pace == Pace::sheet ? sheets_ : questions_;
          const bool taken =
              room.backroom.take([&router, &room, request, responder]() -> Backroom::Telling {
                return [responder, answer = router.answer(request, &room.desk)] {
                  responder.send(answer);
                };
              });
          if (!taken) responder.send(router.busy(request));
        });
    if (!server) return fail(key + ": " + server.error().message, server.error().kind);
    return server;
  }

  // In this order: the servers' threads end before what they read.
  Site site_;
  Router pages_router_{site_, "pages"};
  Router operations_router_{site_, "operations"};
  Room questions_{site_, "web-questions", kMostQuestions};
  Room sheets_{site_, "web-sheets", 1};
  Backroom notes_{"web-notes", kMostNotes};
  Router agents_router_{site_, "agents"};
  Backroom deliveries_{"web-deliveries", kMostDeliveries};
  std::unique_ptr<HttpServer> pages_;
  std::unique_ptr<HttpServer> operations_;
  std::unique_ptr<HttpServer> agents_;
};

}  // namespace

Result<std::unique_ptr<Web>> start(Site site) {
  assert(site.context.settings && site.context.clock && site.context.board && site.open_reader);
  auto servers = std::make_unique<TwoServers>(std::move(site));
  SAKSI_TRY(servers->start());
  return servers;
}

Result<std::unique_ptr<Web>> Web::start(Context context) {
  Site site;
  site.open_reader = [directory = context.store_directory] {
    return store::Reader::open(directory);
  };
  site.started = context.clock->wall();
  site.context = std::move(context);
  return web::start(std::move(site));
}

}  // namespace saksi::web
