// SPDX-License-Identifier: Apache-2.0
//
// An agent's line to its hub: both known by their keys, over real TLS.
#include "net/hub_call.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "net/self_signed.hpp"
#include "support/temp_dir.hpp"

namespace saksi::net {
namespace {

class Lines : public testing::Test {
 protected:
  void SetUp() override {
    initialise();
    hub = SigningKey::open_or_create(dir / "hub.pem").value().public_key();
    agent = SigningKey::open_or_create(dir / "agent.pem").value().public_key();
    ASSERT_TRUE(write_atomically(dir / "hub.crt", self_signed(dir / "hub.pem", "hub").value()));
    ServerOptions options;
    options.certificate_file = dir / "hub.crt";
    options.key_file = dir / "hub.pem";
    options.ask_client_key = true;
    options.body_limit = 1u << 20;
    options.trusts = [this](const std::optional<PublicKey>& key) { return key && *key == known; };
    auto made =
        HttpServer::start(options, [](const ServerRequest& request, const Responder& responder) {
          ServerResponse response;
          response.body = (request.client_key ? hex(*request.client_key) : "none") + " " +
                          std::to_string(request.body.size());
          responder.send(response);
        });
    ASSERT_TRUE(made) << made.error().message;
    server = std::move(*made);
  }
  std::unique_ptr<HubLine> line(const PublicKey& pinned) {
    return HubLine::open({"https://127.0.0.1:" + std::to_string(server->port()), pinned, "", ""},
                         dir / "agent.pem", stopping)
        .value();
  }

  const test::TempDir dir;
  PublicKey hub{}, agent{}, known{};
  std::atomic<bool> stopping = false;
  std::unique_ptr<HttpServer> server;
};

TEST_F(Lines, ShowTheAgentsKeyWithEveryCall) {
  const auto held = line(hub);
  for (int i = 0; i < 2; ++i) {
    const auto got = held->get("/a");
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->body, hex(agent) + " 0");
  }
  EXPECT_EQ(held->post("/a", "abc")->body, hex(agent) + " 3");
}

TEST_F(Lines, SendNothingToAHubWithAnotherKey) {
  const auto got = line(agent)->post("/a", "secret");
  ASSERT_FALSE(got);
  EXPECT_NE(got.error().message.find("another key than the one that was pinned"),
            std::string::npos);
}

TEST_F(Lines, TakeALargeBodyOnlyFromAKeyThatIsKnown) {
  const std::string large(100'000, 'x');
  EXPECT_EQ(line(hub)->post("/a", large)->status, 413);
  EXPECT_EQ(line(hub)->post("/a", std::string(4096, 'x'))->status, 200);
  known = agent;
  EXPECT_EQ(line(hub)->post("/a", large)->body, hex(agent) + " 100000");
}

TEST_F(Lines, EndWhenTheAgentStops) {
  stopping = true;
  EXPECT_FALSE(line(hub)->get("/a"));
}

}  // namespace
}  // namespace saksi::net
