// SPDX-License-Identifier: Apache-2.0
//
// Remote vantages as the hub takes them: who is heard, what alarms, and what is only kept.
#include "app/agent_files.hpp"
#include "app/agent_plan.hpp"
#include "app/pipeline.hpp"
#include "app/support.hpp"
#include "base/file.hpp"
#include "store/agent_support.hpp"
#include "support/temp_dir.hpp"
#include "vantage/sim_disk.hpp"
#include "vantage/spool.hpp"

namespace saksi::app::test {
namespace {

using saksi::test::TempDir;
using store::Mute;
using store::test::FakeAgent;

const Digest kDocument = sha256("plan 1"), kNewer = sha256("plan 2");

Plan plan_following(const Digest& document, Instant effective) {
  Plan plan = plan_of(office(), {"timur"}, effective);
  plan.document = document;
  return plan;
}

Sample seen(const std::string& vantage, Instant end, Class cls, Duration interval = 1min) {
  Sample s;
  s.vantage = {vantage};
  s.target = {"disdik"};
  s.backend = {"host-1"};
  s.journey = {"halaman"};
  s.mode = Mode::anonymous;
  s.slot = s.planned = s.start = end - 1s;
  s.end = end;
  s.interval = interval;
  s.cls = cls;
  s.step = cls == Class::ok ? "" : "masuk";
  s.rule = cls == Class::ok ? "" : "status 503";
  StepFinding step;
  step.id = "masuk";
  step.cls = cls;
  step.total = 1s;
  s.steps = {step};
  s.controls = {{"netral", true, 10ms}};
  return s;
}

// --- who has a vote
// -------------------------------------------------------------------------------

class Hearings : public testing::Test {
 protected:
  Hearings() {
    rules.issued({"timur"}, at("00:00:00"), kDocument);
    rules.follow(plan_following(kDocument, at("00:01:00")));
    arrival.received = at("06:00:00");
  }
  Mute hear(const Sample& sample) { return rules.hear({{}, sample}, arrival); }
  HearingRules rules;
  store::Arrival arrival;
};

TEST_F(Hearings, GiveAVoteToWhoFollowsTheLatestPlan) {
  EXPECT_EQ(hear(seen("timur", at("05:00:00"), Class::ok)), Mute::none);
  EXPECT_EQ(hear(seen("timur", at("00:00:30"), Class::ok)), Mute::older_plan) << "before any plan";
  EXPECT_EQ(hear(seen("kampus", at("05:00:00"), Class::ok)), Mute::older_plan);
}

TEST_F(Hearings, GiveNoneToWhoFollowsAPlanThatWasReplacedLongAgo) {
  rules.issued({"timur"}, at("03:00:00"), kNewer);
  EXPECT_EQ(hear(seen("timur", at("02:00:00"), Class::ok)), Mute::none);
  EXPECT_EQ(hear(seen("timur", at("03:14:00"), Class::ok)), Mute::none) << "it has to hear of it";
  EXPECT_EQ(hear(seen("timur", at("03:16:00"), Class::ok)), Mute::older_plan);
  rules.follow(plan_following(kNewer, at("05:00:00")));
  EXPECT_EQ(hear(seen("timur", at("05:30:00"), Class::ok)), Mute::none);
  EXPECT_EQ(hear(seen("timur", at("04:00:00"), Class::ok)), Mute::older_plan);
}

TEST_F(Hearings, KnowOnlyPlansThatWereIssued) {
  EXPECT_TRUE(rules.knows(plan_following(kDocument, at("00:00:00"))));
  EXPECT_FALSE(rules.knows(plan_following(kNewer, at("00:00:00"))));
  EXPECT_FALSE(rules.knows(plan_of(office(), {"timur"}, at("00:00:00"))));
}

TEST_F(Hearings, GiveNoneToAClockThatIsSurelyWrong) {
  EXPECT_EQ(hear(seen("timur", at("06:04:00"), Class::ok)), Mute::none);
  EXPECT_EQ(hear(seen("timur", at("06:06:00"), Class::ok)), Mute::clock);
  EXPECT_EQ(hear(seen("timur", at("06:00:00") + std::chrono::days(3653), Class::ok)), Mute::clock);
  arrival.offset_lo = -30s;
  arrival.offset_hi = 30s;
  EXPECT_EQ(hear(seen("timur", at("05:59:00"), Class::ok)), Mute::none) << "it may be right";
  arrival.offset_lo = 7min - 1s;
  arrival.offset_hi = 7min;
  EXPECT_EQ(hear(seen("timur", at("05:59:00"), Class::ok)), Mute::clock);
  EXPECT_EQ(hear(seen("timur", at("04:00:00"), Class::ok)), Mute::none)
      << "what is measured now says nothing of then";
}

// --- documents and files
// --------------------------------------------------------------------------

TEST(AgentOrders, AreBelievedOnlyFromTheirHub) {
  const SigningKey hub = SigningKey::generate(), other = SigningKey::generate();
  const AgentOrders orders{7, {"timur"}, at("00:00:00"), "", "targets: []\n"};
  const std::string text = write_orders(orders, hub);
  const auto read = read_orders(text, hub.public_key());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, orders);
  EXPECT_FALSE(read_orders(text, other.public_key()));
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::string bad = text;
    bad[i] = static_cast<char>(bad[i] ^ 0x01);
    EXPECT_FALSE(read_orders(bad, hub.public_key())) << "byte " << i;
    EXPECT_FALSE(read_orders(text.substr(0, i), hub.public_key())) << "cut at " << i;
  }
}

TEST(Invitations, AreOneLineThatSaysAll) {
  const Invitation invitation{{"timur"},
                              "https://192.0.2.1:9465",
                              SigningKey::generate().public_key(),
                              std::string(32, 'a')};
  const auto read = read_invitation("  " + write_invitation(invitation) + "\n");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->vantage.text, "timur");
  EXPECT_EQ(read->url, invitation.url);
  EXPECT_EQ(read->hub, invitation.hub);
  EXPECT_EQ(read->token, invitation.token);
  EXPECT_FALSE(read_invitation("saksi-invite-1 timur http://192.0.2.1 aa bb"));
}

TEST(AgentFiles, LetATokenBeUsedOnceAndNotTooLate) {
  const TempDir dir;
  const AgentFiles files(dir.path());
  const std::string token = files.invite({"timur"}, at("00:15:00")).value();
  EXPECT_FALSE(files.use(std::string(32, '0'), at("00:01:00")));
  EXPECT_EQ(files.use(token, at("00:14:00"))->text, "timur");
  EXPECT_FALSE(files.use(token, at("00:14:00")));
  const std::string late = files.invite({"timur"}, at("00:15:00")).value();
  EXPECT_FALSE(files.use(late, at("00:16:00")));
  EXPECT_FALSE(files.use("../../etc/passwd", at("00:00:00")));
}

TEST(AgentFiles, RevokeForEver) {
  const TempDir dir;
  const PublicKey key = SigningKey::generate().public_key();
  EXPECT_FALSE(AgentFiles(dir.path()).revoked(key));
  ASSERT_TRUE(AgentFiles(dir.path()).revoke(key, at("00:00:00"), "uji"));
  EXPECT_TRUE(AgentFiles(dir.path()).revoked(key));
}

// --- the pipeline
// ---------------------------------------------------------------------------------

// This hub looks from "pusat", an agent from "timur".
class Deliveries : public testing::Test {
 protected:
  void SetUp() override {
    settings.vantages[1].agent = true;
    settings.alerts.webhooks = {{"piket", "http://127.0.0.1:9/"}};
    auto writer = store::Writer::open(dir.path(), {}, {{"pusat"}});
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_TRUE((*writer)->enrol({"timur"}, agent.key.public_key(), clock.wall()));
    Pipeline::Parts parts;
    parts.settings = std::make_shared<const Settings>(settings);
    parts.clock = &clock;
    parts.writer = std::move(*writer);
    parts.reader = store::Reader::open(dir.path()).value();
    parts.board = &board;
    parts.hearing.issued({"timur"}, clock.wall(), kDocument);
    parts.confirm = [this](const Sample& sample) { confirms.push_back(sample.vantage.text); };
    parts.deliver = [this](std::vector<store::Pending> due) {
      for (const auto& message : due) messages.insert(message.event_id);
    };
    pipeline = std::make_unique<Pipeline>(std::move(parts));
    ASSERT_TRUE(pipeline->resume());
    agent.add(plan_following(kDocument, clock.wall()));
  }

  store::Taken deliver(std::size_t from = 0, std::size_t to = static_cast<std::size_t>(-1)) {
    to = std::min(to, agent.chain.size());
    auto delivery = store::read_delivery(
        agent.delivery({agent.chain.begin() + static_cast<std::ptrdiff_t>(from),
                        agent.chain.begin() + static_cast<std::ptrdiff_t>(to)}),
        agent.hub);
    EXPECT_TRUE(delivery) << delivery.error().why;
    delivery->arrival.received = clock.wall();
    IntakeNote note{std::move(delivery->arrival),
                    std::make_shared<std::promise<Result<store::Taken>>>(), std::nullopt};
    auto answer = note.answer->get_future();
    std::vector<Note> notes;
    notes.emplace_back(std::move(note));
    const auto taken = pipeline->take(std::move(notes));
    EXPECT_TRUE(taken) << taken.error().message;
    EXPECT_EQ(answer.wait_for(0s), std::future_status::ready) << "whoever delivered waits";
    return answer.get().value();
  }
  void here(Class cls) {
    std::vector<Note> notes;
    notes.emplace_back(Finished{seen("pusat", clock.wall(), cls), ""});
    ASSERT_TRUE(pipeline->take(std::move(notes)));
  }
  // A minute in which both look; the agent delivers at once, or keeps it for later.
  void minute(Class cls, bool delivers) {
    clock.advance(30s);
    here(cls);
    clock.advance(30s);
    agent.add(seen("timur", clock.wall(), cls));
    if (delivers) deliver(agent.chain.size() - 1);
  }
  std::vector<Incident> incidents() {
    return store::Reader::open(dir.path()).value()->incidents({{}, {}, {}, "", 0}).value();
  }

  const TempDir dir;
  FakeClock clock{at("00:00:00")};
  Settings settings = office();
  FakeAgent agent{"timur"};
  BoardHolder board;
  std::vector<std::string> confirms;
  std::set<std::string> messages;
  std::unique_ptr<Pipeline> pipeline;
};

TEST_F(Deliveries, ThatAreLiveCountLikeOurOwn) {
  deliver();
  for (int i = 0; i < 3; ++i) minute(Class::ok, true);
  EXPECT_TRUE(confirms.empty());
  for (int i = 0; i < 3; ++i) minute(Class::http_5xx, true);
  EXPECT_NE(std::find(confirms.begin(), confirms.end(), "timur"), confirms.end())
      << "its first failure asks for a second look from there";
  ASSERT_EQ(incidents().size(), 1U);
  EXPECT_FALSE(messages.empty());
}

TEST_F(Deliveries, ThatAreLateAreEvidenceAndAlarmNobody) {
  deliver();
  for (int i = 0; i < 3; ++i) minute(Class::ok, true);
  const std::size_t cut_off = agent.chain.size();
  for (int i = 0; i < 5; ++i) minute(Class::http_5xx, false);
  for (int i = 0; i < 20; ++i) minute(Class::ok, false);
  EXPECT_TRUE(incidents().empty()) << "one network alone concludes nothing";
  confirms.clear();

  const store::Taken taken = deliver(cut_off);
  EXPECT_EQ(taken.next, agent.chain.size());
  const auto found = incidents();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].outage.closed);
  EXPECT_TRUE(confirms.empty());
  EXPECT_TRUE(messages.empty());
}

TEST_F(Deliveries, ThatShowAnOutageWhichStillLastsAreToldWhenItIsSeenNow) {
  deliver();
  for (int i = 0; i < 3; ++i) minute(Class::ok, true);
  const std::size_t cut_off = agent.chain.size();
  for (int i = 0; i < 6; ++i) minute(Class::http_5xx, false);
  clock.advance(3min);  // nobody has looked for a while
  deliver(cut_off);
  ASSERT_EQ(incidents().size(), 1U);
  EXPECT_TRUE(messages.empty()) << "it may be over";
  minute(Class::http_5xx, true);
  EXPECT_FALSE(messages.empty());
}

TEST_F(Deliveries, OfMoreThanADayAreRevisedADayAtATime) {
  deliver();
  for (int i = 0; i < 3; ++i) minute(Class::ok, true);
  const std::size_t cut_off = agent.chain.size();
  for (int day = 0; day < 2; ++day) {
    for (int i = 0; i < 5; ++i) minute(Class::http_5xx, false);
    for (int i = 0; i < 20; ++i) minute(Class::ok, false);
    clock.advance(36h);
  }
  for (int i = 0; i < 60; ++i) {
    clock.advance(1h);
    here(Class::ok);
  }
  deliver(cut_off);
  clock.advance(31s);
  ASSERT_TRUE(pipeline->take({}));
  EXPECT_EQ(incidents().size(), 1U) << "the first day";
  ASSERT_TRUE(pipeline->take({}));
  EXPECT_EQ(incidents().size(), 2U);
  EXPECT_TRUE(messages.empty());
}

TEST_F(Deliveries, OfDaysThatTheJudgeHasForgottenReviseTheLog) {
  deliver();
  for (int i = 0; i < 3; ++i) minute(Class::ok, true);
  const std::size_t cut_off = agent.chain.size();
  for (int i = 0; i < 5; ++i) minute(Class::http_5xx, false);
  for (int i = 0; i < 20; ++i) minute(Class::ok, false);
  // Three days later; each hour something is pruned.
  for (int i = 0; i < 80; ++i) {
    clock.advance(1h);
    here(Class::ok);
  }
  deliver(cut_off);
  EXPECT_TRUE(incidents().empty()) << "more of it may come";
  clock.advance(31s);
  ASSERT_TRUE(pipeline->take({}));
  ASSERT_EQ(incidents().size(), 1U);
  EXPECT_TRUE(incidents()[0].outage.closed);
  EXPECT_TRUE(messages.empty());
}

TEST_F(Deliveries, LiveAndLateConcludeTheSame) {
  deliver();
  for (int i = 0; i < 5; ++i) minute(Class::ok, true);
  for (int i = 0; i < 7; ++i) minute(Class::http_5xx, true);
  for (int i = 0; i < 20; ++i) minute(Class::ok, true);
  const auto live = incidents();

  // Another hub gets the same journals, backwards and all at once.
  const TempDir other;
  auto writer = store::Writer::open(other.path(), {}, {{"pusat"}}).value();
  ASSERT_TRUE(writer->enrol({"timur"}, agent.key.public_key(), at("00:00:00")));
  const auto reader = store::Reader::open(dir.path()).value();
  std::vector<store::Entry> ours;
  const auto seen_here = reader->samples({{}, {}, {}, VantageId{"pusat"}, false, 0});
  ASSERT_TRUE(seen_here);
  for (const Sample& sample : *seen_here) ours.emplace_back(sample);
  ASSERT_TRUE(writer->append(ours));
  const store::Hearing all{[](const store::Opened&) { return Mute::none; },
                           [](const Plan&) { return true; }, [](const Plan&) {}};
  for (std::size_t i = agent.chain.size(); i-- > 0;) {
    auto one = store::read_delivery(agent.delivery({agent.chain[i]}), agent.hub);
    ASSERT_TRUE(one);
    ASSERT_TRUE(writer->take_in(one->arrival, all));
  }
  const auto text = [&](const std::string& directory) {
    const auto held = store::Reader::open(directory).value();
    const auto samples = held->samples({{}, {}, {}, {}, false, 0}).value();
    std::string json;
    for (const Outage& outage : judge::judge_all(policy_of(settings, {}), samples))
      json += canonical(store::to_json(outage));
    return json;
  };
  EXPECT_EQ(text(dir.path()), text(other.path()));
  ASSERT_EQ(live.size(), 1U);
  EXPECT_EQ(canonical(store::to_json(live[0].outage)), text(other.path()));
}

// --- what an agent keeps
// --------------------------------------------------------------------------

class Spools : public testing::Test {
 protected:
  void open() {
    spool.reset();
    auto opened = vantage::Spool::open(vantage::machine_disk(), dir.path(), {"timur"}, "");
    ASSERT_TRUE(opened) << opened.error().message;
    spool = std::move(*opened);
  }
  const TempDir dir;
  std::unique_ptr<vantage::Spool> spool;
};

TEST_F(Spools, GoOnWithTheirChainAfterARestart) {
  open();
  const Plan plan = plan_following(kDocument, at("00:01:00"));
  ASSERT_TRUE(spool->append({plan}).value());
  ASSERT_TRUE(spool->append({seen("timur", at("05:00:00"), Class::ok)}).value());
  open();
  ASSERT_TRUE(spool->append({seen("timur", at("05:01:00"), Class::ok)}).value());
  EXPECT_EQ(spool->plans().size(), 1U);
  EXPECT_EQ(spool->lately(at("06:00:00")).size(), 2U);
  EXPECT_EQ(spool->last_planned(), at("05:00:59"));
  EXPECT_EQ(spool->terminals(at("00:00:00"), at("06:00:00"))->size(), 2U);
  const auto records = spool->read(0, 1u << 20).value();
  ASSERT_EQ(records.size(), 3U);
  Digest before{};
  for (const store::Record& record : records) {
    const auto opened = store::open_record(record.bytes).value();
    EXPECT_EQ(opened.envelope.prev, before);
    EXPECT_TRUE(saksi::verify(record.key, store::message_to_sign(record.bytes), record.signature));
    before = sha256(record.bytes);
  }
}

TEST_F(Spools, NeedOnlyTheLastDayAfterWhatWasAccountedFor) {
  open();
  const Instant start = at("00:00:00") - std::chrono::days(3);
  ASSERT_TRUE(spool->append({plan_following(kDocument, start)}).value());
  for (int hour = 0; hour < 72; ++hour)
    ASSERT_TRUE(
        spool->append({seen("timur", start + std::chrono::hours(hour) + 1min, Class::ok)}).value());
  ASSERT_TRUE(spool->note_accounted(at("00:00:00")));
  open();
  EXPECT_EQ(spool->accounted().value(), at("00:00:00"));
  EXPECT_EQ(spool->plans().size(), 1U) << "its plan is not forgotten";
  EXPECT_LE(spool->terminals(start, at("06:00:00"))->size(), 25U);
  EXPECT_EQ(spool->next(), 73U);
  ASSERT_TRUE(spool->append({seen("timur", at("05:01:00"), Class::ok)}).value());
  EXPECT_EQ(spool->read(72, 1u << 20)->size(), 2U);
}

// Else a restart would try an account again that is about to be locked.
TEST_F(Spools, RememberRefusalsOfTheLastDayOverLightChecksNotesAndRestarts) {
  open();
  ASSERT_TRUE(spool->append({plan_following(kDocument, at("00:00:00"))}).value());
  ASSERT_TRUE(spool->append({seen("timur", at("01:00:00"), Class::auth_rejected)}).value());
  for (int i = 0; i < 300; ++i)
    ASSERT_TRUE(spool->append({seen("timur", at("01:01:00") + i * 1min, Class::light_ok)}).value());
  const auto refusals = [&](Instant now) {
    const auto found = spool->lately(now);
    return std::count_if(found.begin(), found.end(),
                         [](const Sample& one) { return one.cls == Class::auth_rejected; });
  };
  ASSERT_TRUE(spool->note_accounted(at("06:00:00")));
  EXPECT_EQ(refusals(at("07:00:00")), 1);
  open();
  EXPECT_EQ(refusals(at("07:00:00")), 1);
  EXPECT_EQ(refusals(at("02:00:00") + 24h), 0);
}

// What was delivered is still counted by a start: its slots must get no second row.
TEST_F(Spools, KeepADayOfWhatTheHubHas) {
  open();
  ASSERT_TRUE(spool->append({plan_following(kDocument, at("00:00:00"))}).value());
  std::vector<store::Entry> some;
  for (int i = 0; i < 30'000; ++i) {
    some.emplace_back(seen("timur", at("00:01:00") + i * 1s, Class::ok, 1s));
    if (some.size() < 1000) continue;
    ASSERT_TRUE(spool->append(some).value());
    some.clear();
  }
  ASSERT_GT(spool->health().journal_bytes, 9u << 20) << "more than one segment";
  ASSERT_TRUE(spool->drop_before(spool->next()));
  open();
  EXPECT_EQ(spool->terminals(at("00:00:00"), at("23:59:59"))->size(), 30'000U);
}

TEST_F(Spools, KeepInOrderWhatTheDiskRefusesAndCountNothingOnItBefore) {
  vantage::SimDisk disk;
  const auto start = [&] {
    spool.reset();
    auto opened = vantage::Spool::open(disk, dir.path(), {"timur"}, "");
    ASSERT_TRUE(opened) << opened.error().message;
    spool = std::move(*opened);
  };
  start();
  ASSERT_TRUE(spool->append({plan_following(kDocument, at("00:00:00"))}).value());
  ASSERT_TRUE(spool->note_accounted(at("01:00:00")));
  disk.fail_from = disk.calls + 1;
  disk.fail_to = disk.calls + 1000;
  EXPECT_FALSE(spool->append({seen("timur", at("01:01:00"), Class::ok)}).value());
  EXPECT_FALSE(spool->append({seen("timur", at("01:02:00"), Class::ok)}).value());
  EXPECT_EQ(spool->health().waiting, 2U);
  EXPECT_EQ(spool->next(), 1U) << "nothing is delivered that is not synced";
  ASSERT_TRUE(spool->note_accounted(at("02:00:00")));
  EXPECT_EQ(spool->accounted().value(), at("01:00:00")) << "a kill now would lose their slots";
  disk.fail_from = disk.fail_to = 0;
  EXPECT_TRUE(spool->retry());
  EXPECT_EQ(spool->read(0, 1u << 20)->size(), 3U);
  start();
  EXPECT_EQ(spool->next(), 3U);
  EXPECT_EQ(spool->terminals(at("00:00:00"), at("06:00:00"))->size(), 2U);
}

TEST_F(Spools, SayNothingOfADamagedNoteButWhatToDo) {
  open();
  ASSERT_TRUE(spool->append({plan_following(kDocument, at("00:00:00"))}).value());
  ASSERT_TRUE(spool->note_accounted(at("01:00:00")));
  ASSERT_TRUE(write_atomically(dir / "spool.json", "{\"from\":"));
  spool.reset();
  const auto refused = vantage::Spool::open(vantage::machine_disk(), dir.path(), {"timur"}, "");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("spool.json"), std::string::npos);
  EXPECT_NE(refused.error().message.find("move the file away"), std::string::npos);
}

}  // namespace
}  // namespace saksi::app::test
