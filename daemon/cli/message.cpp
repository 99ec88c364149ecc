// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "alert/alert.hpp"
#include "alert/channels.hpp"
#include "alert/test_message.hpp"
#include "cli/command.hpp"
#include "net/http_client.hpp"

namespace saksi::cli {
namespace {

constexpr std::chrono::seconds kPatience(40);

std::string address_of(const alert::Channel& channel) {
  if (channel.kind == alert::ChannelKind::telegram)
    return "chat " + channel.chat + " at " + channel.url;
  if (channel.kind == alert::ChannelKind::smtp)
    return fmt::format("{} at {}", fmt::join(channel.to, ", "), channel.url);
  return channel.url;
}

int list(const std::vector<alert::Channel>& channels) {
  if (channels.empty()) fmt::print("nobody is told: no channel is configured under alerts\n");
  for (const alert::Channel& channel : channels)
    fmt::print("{:<20} {}{}\n", channel.id, address_of(channel),
               channel.seals_only ? "  (the daily seal alone)" : "");
  return done;
}

// By the worker that `serve` would use; nothing is stored, and nothing is tried a second time.
Result<int> test(const Settings& settings, const alert::Channel& channel) {
  const SystemClock clock;
  std::promise<store::DeliveryReport> promise;
  auto future = promise.get_future();
  alert::WorkerOptions options;
  options.greets = false;
  SAKSI_TRY_ASSIGN(
      const auto worker,
      alert::Worker::start(
          settings, clock,
          [&](store::DeliveryReport report) { promise.set_value(std::move(report)); }, options));
  worker->deliver({alert::test_message(settings, channel, clock.wall())});
  if (future.wait_for(kPatience) != std::future_status::ready) {
    fmt::print(stderr, "saksi: {}: no answer in {} s\n", channel.id, kPatience.count());
    return negative;
  }
  const store::DeliveryReport report = future.get();
  const bool told = report.outcome == store::Delivery::delivered;
  fmt::print("{}: {}{}\n", channel.id,
             told                                      ? "delivered"
             : report.outcome == store::Delivery::dead ? "refused for good"
                                                       : "not delivered; serve would try again",
             report.detail.empty() ? "" : ": " + report.detail);
  return told ? done : negative;
}

}  // namespace

int run_message(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  options.add_options()("test", po::value<std::string>(),
                        "send one marked test message through this channel, as telegram:piket");
  const Parsed parsed = parse("message", options, arguments);
  if (parsed.leave) return *parsed.leave;
  const auto settings = load(parsed.values);
  if (!settings) return report(settings.error());
  const auto channels = alert::channels_of(settings->alerts);
  if (parsed.values.count("test") == 0) return list(channels);
  const std::string wanted = parsed.values["test"].as<std::string>();
  const auto channel = std::find_if(channels.begin(), channels.end(),
                                    [&](const alert::Channel& one) { return one.id == wanted; });
  if (channel == channels.end())
    return report(
        {"--test: no channel \"" + wanted + "\"; `saksi message` lists them", ErrorKind::usage});
  net::initialise();
  const auto code = test(*settings, *channel);
  return code ? *code : report(code.error());
}

}  // namespace saksi::cli
