// SPDX-License-Identifier: Apache-2.0
//
// What agents deliver, as it comes: in order and out of it, twice, cut, forged and contradicted.
#include "store/intake.hpp"

#include <algorithm>
#include <random>

#include "store/agent_support.hpp"

namespace saksi::store::test {
namespace {

using namespace std::chrono_literals;

Hearing voting(std::function<Mute(const Opened&)> vote) {
  return {std::move(vote), [](const Plan&) { return true; }, [](const Plan&) {}};
}
const Hearing kAll = voting([](const Opened&) { return Mute::none; });

class Deliveries : public testing::Test {
 protected:
  void SetUp() override {
    writer = open_writer(directory.path());
    ASSERT_TRUE(writer->enrol({"kampus"}, agent.key.public_key(), at("00:00:00")));
  }
  Taken take(const std::vector<Record>& records, const Hearing& hearing = kAll) {
    auto delivery = read_delivery(agent.delivery(records), agent.hub);
    EXPECT_TRUE(delivery) << delivery.error().why;
    delivery->arrival.received = at("12:00:00");
    auto taken = writer->take_in(delivery->arrival, hearing);
    EXPECT_TRUE(taken) << taken.error().message;
    return taken.value_or(Taken{});
  }
  std::string refused(const std::string& text) {
    auto delivery = read_delivery(text, agent.hub);
    if (!delivery) return std::string(code(delivery.error().refusal));
    const auto taken = writer->take_in(delivery->arrival, kAll);
    EXPECT_TRUE(taken) << taken.error().message;
    return taken && taken->refused ? std::string(code(*taken->refused)) : "it was taken";
  }
  void probe(int slots) {
    for (int i = 0; i < slots; ++i) agent.add(sample("kampus", at("00:00:00") + i * 30s));
  }
  std::size_t stored() {
    std::size_t count = 0;
    EXPECT_TRUE(open_reader(directory.path())->records([&](const Record&) -> Result<void> {
      ++count;
      return {};
    }));
    return count;
  }

  const TempDir directory;
  FakeAgent agent{"kampus"};
  std::unique_ptr<Writer> writer;
};

TEST_F(Deliveries, AreTakenOnceHoweverOftenTheyCome) {
  probe(3);
  const Taken first = take(agent.chain);
  EXPECT_EQ(first.fresh, 3U);
  EXPECT_EQ(first.next, 3U);
  EXPECT_EQ(first.heard.size(), 3U);
  EXPECT_EQ(first.vantage.text, "kampus");
  const Taken again = take(agent.chain);
  EXPECT_EQ(again.known, 3U);
  EXPECT_EQ(again.fresh, 0U);
  EXPECT_TRUE(again.heard.empty());
  EXPECT_EQ(stored(), 3U);
  EXPECT_EQ(troubles(directory.path()), std::vector<std::string>{});
}

TEST_F(Deliveries, AheadOfTheBacklogAreHeardAtOnceAndChainedWhenItIsHere) {
  probe(10);
  const Taken live = take({agent.chain[8], agent.chain[9]});
  EXPECT_EQ(live.next, 0U);
  EXPECT_EQ(live.early_to, 10U);
  EXPECT_EQ(live.heard.size(), 2U);
  EXPECT_EQ(stored(), 0U);
  EXPECT_EQ(open_reader(directory.path())->early_samples()->size(), 2U);
  const Taken backlog = take({agent.chain.begin(), agent.chain.begin() + 8});
  EXPECT_EQ(backlog.next, 10U);
  EXPECT_EQ(backlog.early_to, 0U);
  EXPECT_EQ(backlog.heard.size(), 8U) << "the two were heard already";
  EXPECT_EQ(stored(), 10U);
  EXPECT_EQ(open_reader(directory.path())->samples({})->size(), 10U);
  EXPECT_EQ(troubles(directory.path()), std::vector<std::string>{});
}

TEST_F(Deliveries, InAnyOrderSplitAndRepeatedEndAsTheSameChain) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  probe(60);
  std::vector<Record> todo = agent.chain;
  std::vector<Record> extra(agent.chain.begin() + 10, agent.chain.begin() + 30);
  todo.insert(todo.end(), extra.begin(), extra.end());
  std::shuffle(todo.begin(), todo.end(), random);
  std::size_t heard = 0;
  std::uint64_t next = 0;
  for (std::size_t from = 0; from < todo.size();) {
    const std::size_t size = std::min<std::size_t>(1 + random() % 9, todo.size() - from);
    const Taken taken = take({todo.begin() + static_cast<std::ptrdiff_t>(from),
                              todo.begin() + static_cast<std::ptrdiff_t>(from + size)});
    heard += taken.heard.size();
    EXPECT_GE(taken.next, next);
    next = taken.next;
    from += size;
  }
  EXPECT_EQ(next, 60U);
  EXPECT_EQ(heard, 60U);
  EXPECT_EQ(stored(), 60U);
  EXPECT_EQ(troubles(directory.path()), std::vector<std::string>{});
}

TEST_F(Deliveries, ThatContradictAnEarlierOneAreKeptAndCostTheKeyItsVote) {
  probe(3);
  take({agent.chain[0], agent.chain[1]});
  const Record lie = agent.lie(sample("kampus", at("00:00:30"), Class::http_5xx), 1);
  const Taken caught = take({lie});
  EXPECT_EQ(caught.mute.at(Mute::equivocation), 1U);
  EXPECT_EQ(caught.next, 2U);
  EXPECT_TRUE(caught.heard.empty());
  const Taken after = take({agent.chain[2]});
  EXPECT_EQ(after.next, 3U) << "what it says further is kept";
  EXPECT_EQ(after.mute.at(Mute::flagged), 1U);
  EXPECT_TRUE(after.heard.empty());
  const auto reader = open_reader(directory.path());
  EXPECT_EQ(reader->agents()->front().aside, 1U);
  EXPECT_EQ(reader->samples({})->size(), 2U) << "judges read those that have a vote";
  EXPECT_TRUE(take({lie}).mute.empty()) << "it was counted";
  EXPECT_EQ(open_reader(directory.path())->agents()->front().aside, 1U) << "once is enough";
}

TEST_F(Deliveries, OfAnotherBranchOfTheChainAreSetAside) {
  probe(2);
  take({agent.chain[0]});
  FakeAgent other("kampus");
  other.key = agent.key;
  other.hub = agent.hub;
  other.add(gap("kampus", at("00:10:00")));
  other.add(gap("kampus", at("00:10:30")));
  const Taken taken = take({other.chain[1]});
  EXPECT_EQ(taken.mute.at(Mute::broken_chain), 1U);
  EXPECT_EQ(taken.next, 1U);
  EXPECT_EQ(take({agent.chain[1]}).next, 2U);
}

TEST_F(Deliveries, WithASlotThatHasItsRowKeepTheFirstRowAndHearItAlone) {
  probe(1);
  agent.add(sample("kampus", at("00:00:00"), Class::http_5xx));
  agent.add(sample("kampus", at("00:00:30")));
  const Taken taken = take(agent.chain);
  EXPECT_EQ(taken.next, 3U);
  EXPECT_EQ(taken.heard.size(), 2U);
  EXPECT_EQ(taken.mute.at(Mute::double_slot), 1U);
  EXPECT_EQ(stored(), 3U);
  EXPECT_EQ(troubles(directory.path()), std::vector<std::string>{});
  EXPECT_EQ(open_reader(directory.path())->samples({})->size(), 2U);
}

// A flipped byte on an agent's disk must not hold up all that comes after it.
TEST_F(Deliveries, WhoseBodyIsLostAreKeptWithoutAVote) {
  Sample naming = sample("kampus", at("00:00:00"), Class::http_5xx);
  naming.steps.resize(1);
  naming.steps[0].id = naming.step = "login";
  naming.steps[0].body = sha256("nowhere");
  agent.add(naming);
  agent.add(sample("kampus", at("00:00:30")));
  const Taken taken = take(agent.chain);
  EXPECT_EQ(taken.next, 2U);
  EXPECT_EQ(taken.mute.at(Mute::no_body), 1U);
  EXPECT_EQ(taken.heard.size(), 1U);
  EXPECT_EQ(troubles(directory.path()), std::vector<std::string>{});
}

TEST_F(Deliveries, WithoutAVoteAreKeptAndNotRead) {
  probe(2);
  const Taken taken = take(agent.chain, voting([](const Opened& opened) {
                             return opened.envelope.seq == 1 ? Mute::older_plan : Mute::none;
                           }));
  EXPECT_EQ(taken.mute.at(Mute::older_plan), 1U);
  EXPECT_EQ(taken.heard.size(), 1U);
  EXPECT_EQ(stored(), 2U);
  EXPECT_EQ(open_reader(directory.path())->samples({})->size(), 1U);
  EXPECT_EQ(troubles(directory.path()), std::vector<std::string>{});
}

TEST_F(Deliveries, ThatAreForgedAreRefusedWholeWithTheirReason) {
  probe(2);
  const std::string good = agent.delivery(agent.chain);

  std::string flipped = good;
  flipped[good.find("disdik")] ^= 1;
  EXPECT_EQ(refused(flipped), "bad_signature");

  FakeAgent stranger("kampus");
  stranger.hub = agent.hub;
  stranger.add(sample("kampus", at("00:00:00")));
  EXPECT_EQ(refused(stranger.delivery(stranger.chain)), "unknown_key");
  EXPECT_EQ(refused(agent.delivery({stranger.chain[0]})), "bad_signature")
      << "a stranger's record in our agent's delivery";

  DeliveryHead elsewhere = agent.head();
  elsewhere.hub = stranger.key.public_key();
  EXPECT_EQ(refused(write_delivery(elsewhere, agent.chain, {}, agent.key)), "other_hub");

  FakeAgent renamed("timur-jauh");
  renamed.key = agent.key;
  renamed.hub = agent.hub;
  renamed.add(sample("timur-jauh", at("00:00:00")));
  EXPECT_EQ(refused(renamed.delivery(renamed.chain)), "wrong_vantage");

  Record altered = agent.chain[0];
  altered.bytes.replace(altered.bytes.find("disdik"), 6, "dinkes");
  EXPECT_EQ(refused(agent.delivery({altered})), "bad_signature");

  const Envelope demo{"kampus", agent.key.public_key(), 0, {}, random_nonce(), "2023-01-02:7", {}};
  EXPECT_EQ(refused(agent.delivery({agent.signed_with(sample("kampus", at("00:00:00")), demo)})),
            "wrong_purpose");

  EXPECT_EQ(refused(good.substr(0, good.size() - 1)), "malformed");
  EXPECT_EQ(refused(""), "malformed");
  EXPECT_EQ(stored(), 0U);
  EXPECT_TRUE(open_reader(directory.path())->early_samples()->empty());
  EXPECT_EQ(refused(good), "it was taken");
}

TEST_F(Deliveries, CutAnywhereOrWithAnyByteChangedAreNeverTaken) {
  probe(1);
  const std::string good = agent.delivery(agent.chain);
  for (std::size_t at = 0; at < good.size(); at += 7) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x01);
    EXPECT_NE(refused(bad), "it was taken") << "byte " << at;
    EXPECT_NE(refused(good.substr(0, at)), "it was taken") << "cut at " << at;
  }
  EXPECT_EQ(stored(), 0U);
}

TEST_F(Deliveries, OfAVantageOfThisHubItselfCannotBegin) {
  const auto enrolled =
      writer->enrol({"pusat"}, SigningKey::generate().public_key(), at("00:00:00"));
  ASSERT_FALSE(enrolled);
  EXPECT_NE(enrolled.error().message.find("an id of its own"), std::string::npos);
  EXPECT_FALSE(writer->enrol({"lain"}, agent.key.public_key(), at("00:00:00")))
      << "one key is one vantage";
}

TEST(Receipts, SayWhatWasWritten) {
  Receipt receipt;
  receipt.received = at("00:00:00");
  receipt.answered = at("00:00:01");
  receipt.next = 17;
  receipt.early_to = 20;
  receipt.plan = 3;
  receipt.confirm = {{"disdik"}};
  receipt.lent = {{{"host-1"}, 1500, 60s}};
  receipt.stopped = {{{"host-2"}, at("07:00:00")}};
  const auto read = read_receipt(write_receipt(receipt));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, receipt);
  EXPECT_FALSE(read_receipt("{}\n"));
}

TEST(DeliveryHeads, SayWhatWasWritten) {
  FakeAgent agent("kampus");
  DeliveryHead head = agent.head();
  head.offset_lo = -3ms;
  head.offset_hi = 5ms;
  head.waiting = true;
  head.troubles = 2;
  const auto read = read_delivery(write_delivery(head, {}, {}, agent.key), agent.hub);
  ASSERT_TRUE(read) << read.error().why;
  EXPECT_EQ(read->head, head);
}

}  // namespace
}  // namespace saksi::store::test
