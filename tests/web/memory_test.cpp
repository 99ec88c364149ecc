// SPDX-License-Identifier: Apache-2.0
#include "web/memory.hpp"

#include <gtest/gtest.h>

namespace saksi::web {
namespace {

using namespace std::chrono_literals;

net::ServerResponse page(std::string body) {
  net::ServerResponse response;
  response.body = std::move(body);
  return response;
}

TEST(Memory, MakesAnAnswerAgainOnlyAfterASecond) {
  Memory memory;
  int made = 0;
  const auto make = [&] { return page("ke-" + std::to_string(++made)); };
  net::ServerRequest request;
  request.method = "GET";

  EXPECT_EQ(memory.answer(request, "/", 10s, make).body, "ke-1");
  EXPECT_EQ(memory.answer(request, "/", 10'999'999us, make).body, "ke-1");
  EXPECT_EQ(memory.answer(request, "/", 11s, make).body, "ke-2");
}

TEST(Memory, ForgetsTheOldestWhenManyPagesAreAskedFor) {
  Memory memory;
  net::ServerRequest request;
  request.method = "GET";
  for (int i = 0; i < 1000; ++i)
    EXPECT_EQ(memory
                  .answer(request, std::to_string(i), Duration(i),
                          [&] { return page(std::to_string(i)); })
                  .body,
              std::to_string(i));

  EXPECT_EQ(memory.size(), Memory::kMostEntries);
  EXPECT_EQ(memory.answer(request, "999", 1ms, [] { return page("dibuat lagi"); }).body, "999");
  EXPECT_EQ(memory.answer(request, "0", 1ms, [] { return page("dibuat lagi"); }).body,
            "dibuat lagi");
}

TEST(Memory, DoesNotKeepWhatIsTooLarge) {
  Memory memory;
  net::ServerRequest request;
  request.method = "GET";

  const auto large = memory.answer(request, "/", 1s,
                                   [] { return page(std::string(Memory::kMostBytes + 1, 'a')); });

  EXPECT_EQ(large.body.size(), Memory::kMostBytes + 1);
  EXPECT_EQ(memory.size(), 0u);
}

}  // namespace
}  // namespace saksi::web
