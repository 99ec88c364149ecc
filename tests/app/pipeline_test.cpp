// SPDX-License-Identifier: Apache-2.0
//
// The stations in their order, on a real store.
#include "app/pipeline.hpp"

#include <filesystem>

#include "app/support.hpp"
#include "app/usual.hpp"
#include "schedule/slots.hpp"
#include "support/temp_dir.hpp"

namespace saksi::app::test {
namespace {

using saksi::test::TempDir;

// The real writer, with a disk that can be pulled out.
class Disk final : public store::Writer {
 public:
  explicit Disk(std::unique_ptr<store::Writer> real, const bool& gone)
      : real_(std::move(real)), gone_(gone) {}
  Result<std::vector<std::uint64_t>> append(const std::vector<store::Entry>& entries) override {
    if (gone_) return fail("the disk is gone");
    return real_->append(entries);
  }
  Result<void> note_accounted(Instant until) override { return real_->note_accounted(until); }
  Result<store::Imported> import(std::string_view text, const store::ImportRules& rules) override {
    return real_->import(text, rules);
  }
  Result<Digest> keep_blob(std::string_view bytes) override { return real_->keep_blob(bytes); }
  Result<void> commit(const std::vector<store::Change>& changes,
                      const std::vector<store::Message>& messages, Instant now) override {
    return real_->commit(changes, messages, now);
  }
  Result<std::optional<store::IssuedSheet>> issue(const store::NewSheet& sheet,
                                                  Instant now) override {
    if (gone_) return fail("the disk is gone");
    return real_->issue(sheet, now);
  }
  Result<std::vector<store::Pending>> due(Instant now, std::size_t most) override {
    return real_->due(now, most);
  }
  Result<void> report(const std::vector<store::DeliveryReport>& reports, Instant now) override {
    return real_->report(reports, now);
  }
  Result<DaySeal> seal_day(const std::string& date, const std::string& zone, Instant now) override {
    if (gone_) return fail("the disk is gone");
    return real_->seal_day(date, zone, now);
  }
  Result<bool> acknowledge(const Acknowledgement& said) override {
    if (gone_) return fail("the disk is gone");
    return real_->acknowledge(said);
  }
  Result<void> checkpoint() override { return real_->checkpoint(); }
  [[nodiscard]] bool broken() const override { return gone_ || real_->broken(); }
  [[nodiscard]] std::map<VantageId, std::uint64_t> next_seq() const override {
    return real_->next_seq();
  }

 private:
  std::unique_ptr<store::Writer> real_;
  const bool& gone_;
};

class PipelineTest : public testing::Test {
 protected:
  void SetUp() override {
    settings_ = office();
    settings_.alerts.webhooks = {{"piket", "http://127.0.0.1:9/"}};
    open();
  }

  // A start of the hub, as hub.cpp makes one.
  void open() {
    pipeline_.reset();
    std::vector<VantageId> named;
    for (const Vantage& one : settings_.vantages) named.push_back(one.id);
    auto writer = store::Writer::open(dir_.path(), {}, named);
    ASSERT_TRUE(writer) << writer.error().message;
    Pipeline::Parts parts;
    parts.settings = std::make_shared<const Settings>(settings_);
    parts.plans = reader()->plans().value();
    parts.clock = &clock_;
    parts.writer = std::make_unique<Disk>(std::move(*writer), gone_);
    parts.reader = reader();
    parts.board = &board_;
    parts.confirm = [this](const Sample& sample) { confirms_.push_back(sample); };
    parts.deliver = [this](std::vector<store::Pending> due) {
      for (const auto& message : due)  // handed over again until it was delivered
        if (std::find(messages_.begin(), messages_.end(), message.event_id) == messages_.end()) {
          messages_.push_back(message.event_id);
          last_text_ = message.payload;
        }
      last_due_ = std::move(due);
    };
    usual_ = {};
    parts.remember = [this](const Sample& sample) { usual_.learn(sample); };
    pipeline_ = std::make_unique<Pipeline>(std::move(parts));
    auto duties = duties_of(settings_, reader()->plans().value(), clock_.wall());
    ASSERT_TRUE(duties);
    std::vector<store::Entry> entries(duties->record.begin(), duties->record.end());
    const bool first = parts_are_new_;
    parts_are_new_ = false;
    ASSERT_TRUE(pipeline_->record(entries, first ? clock_.wall() : Instant{}));
    auto resumed = pipeline_->resume();
    ASSERT_TRUE(resumed) << resumed.error().message;
  }

  std::unique_ptr<store::Reader> reader() { return store::Reader::open(dir_.path()).value(); }

  Finished look(const std::string& vantage, Class cls, std::string body = "") {
    Finished note;
    Sample& s = note.sample;
    s.vantage = {vantage};
    s.target = {"disdik"};
    s.backend = {"host-1"};
    s.journey = {"halaman"};
    s.mode = Mode::anonymous;
    s.slot = s.planned = s.start = clock_.wall() - 1s;
    s.end = clock_.wall();
    s.interval = 1min;
    s.cls = cls;
    s.step = cls == Class::ok ? "" : "masuk";
    s.rule = cls == Class::ok ? "" : "status 503";
    StepFinding step;
    step.id = "masuk";
    step.cls = cls;
    step.total = 1s;
    step.bytes = 5000;
    s.steps = {step};
    s.controls = {{"netral", true, 10ms}};
    note.body = std::move(body);
    return note;
  }

  // All vantages look once, a second apart; then the rest of a minute passes.
  void round(Class cls) {
    for (const Vantage& one : settings_.vantages) {
      clock_.advance(1s);
      auto taken = pipeline_->take({look(one.id.text, cls)});
      ASSERT_TRUE(taken) << taken.error().message;
    }
    clock_.advance(58s);
    acknowledge();
  }
  void rounds(int count, Class cls) {
    for (int i = 0; i < count; ++i) ASSERT_NO_FATAL_FAILURE(round(cls));
  }
  // The receiver has got what was due.
  void acknowledge() {
    std::vector<Note> reports;
    for (const auto& message : std::exchange(last_due_, {}))
      reports.emplace_back(store::DeliveryReport{message.id, store::Delivery::delivered, "", {}});
    ASSERT_TRUE(pipeline_->take(std::move(reports)));
  }

  std::vector<Incident> incidents() {
    return reader()->incidents({std::nullopt, std::nullopt, {}, "", 0}).value();
  }
  std::size_t blobs() {
    std::size_t count = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(dir_ / "blobs"))
      count += file.is_regular_file() ? 1U : 0U;
    return count;
  }

  TempDir dir_;
  FakeClock clock_{at("00:00:00")};
  Settings settings_;
  bool gone_ = false;
  bool parts_are_new_ = true;  // nothing is owed yet
  BoardHolder board_;
  std::vector<Sample> confirms_;
  std::vector<std::string> messages_;
  std::string last_text_;  // of the latest of them
  std::vector<store::Pending> last_due_;
  Usual usual_;  // what the start has read back
  std::unique_ptr<Pipeline> pipeline_;
};

TEST_F(PipelineTest, KeepsASheetBeforeItAnswersWhoAskedForIt) {
  auto answer = std::make_shared<std::promise<SheetNote::Answer>>();
  auto coming = answer->get_future();

  ASSERT_TRUE(pipeline_->take({SheetNote{{"LBG-20230102-DISDIK", "date", "{}"}, answer}}));

  ASSERT_EQ(coming.wait_for(0s), std::future_status::ready);
  const auto issued = coming.get().value();
  ASSERT_TRUE(issued);
  EXPECT_EQ(reader()->sheet(issued->code).value()->at, clock_.wall());
}

TEST_F(PipelineTest, GivesNoCodeAndEndsWhenASheetCannotBeKept) {
  auto answer = std::make_shared<std::promise<SheetNote::Answer>>();
  auto coming = answer->get_future();
  gone_ = true;

  EXPECT_FALSE(pipeline_->take({SheetNote{{"LBG-20230102-DISDIK", "date", "{}"}, answer}}));

  ASSERT_EQ(coming.wait_for(0s), std::future_status::ready);
  EXPECT_FALSE(coming.get());
}

TEST_F(PipelineTest, ReadsBackWhatWasUsualBeforeARestart) {
  rounds(10, Class::ok);
  EXPECT_TRUE(usual_.of({"disdik"}, clock_.wall()).empty()) << "the start read an empty store";
  open();
  const auto usual = usual_.of({"disdik"}, clock_.wall());
  ASSERT_EQ(usual.size(), 1U);
  EXPECT_EQ(usual.at("masuk").bytes, 5000U);
}

TEST_F(PipelineTest, JudgesAndTellsNothingThatItCouldNotRecord) {
  rounds(3, Class::ok);
  const auto before = board_.current();
  gone_ = true;
  for (int i = 0; i < 4; ++i)
    for (const char* vantage : {"pusat", "timur"}) {
      clock_.advance(30s);
      const auto taken = pipeline_->take({look(vantage, Class::http_5xx)});
      ASSERT_FALSE(taken);
      EXPECT_EQ(taken.error().message, "the disk is gone");
    }
  EXPECT_TRUE(confirms_.empty());
  EXPECT_TRUE(messages_.empty());
  EXPECT_TRUE(incidents().empty());
  EXPECT_EQ(board_.current(), before) << "the pages show what is recorded";

  // The same looks on a disk that is there: all of it happens.
  gone_ = false;
  rounds(3, Class::http_5xx);
  EXPECT_FALSE(confirms_.empty());
  EXPECT_EQ(messages_.size(), 1U);
}

TEST_F(PipelineTest, AsksForASecondLookFromTheVantageThatFailed) {
  rounds(2, Class::ok);
  clock_.advance(1s);
  ASSERT_TRUE(pipeline_->take({look("timur", Class::http_5xx)}));
  ASSERT_EQ(confirms_.size(), 1U);
  EXPECT_EQ(confirms_[0].vantage.text, "timur");
}

TEST_F(PipelineTest, KeepsTheBodyOfAFirstFailureOnce) {
  rounds(2, Class::ok);
  for (const char* body : {"pertama", "kedua", "ketiga"}) {
    clock_.advance(30s);
    ASSERT_TRUE(pipeline_->take({look("pusat", Class::http_5xx, body)}));
  }
  EXPECT_EQ(blobs(), 1U) << "not of the hundredth like it";
  clock_.advance(30s);
  ASSERT_TRUE(pipeline_->take({look("pusat", Class::http_resource_limit, "lain")}));
  EXPECT_EQ(blobs(), 2U) << "another kind of failure is a first one";

  std::vector<std::string> kept;
  const auto failures = reader()->samples({{}, {}, {}, {}, true, 0});
  for (const Sample& sample : *failures)
    for (const StepFinding& step : sample.steps)
      kept.push_back(step.body ? reader()->blob(*step.body, 100).value() : "-");
  EXPECT_EQ(kept, (std::vector<std::string>{"pertama", "-", "-", "lain"}));

  // A restart forgets nothing of it.
  open();
  clock_.advance(30s);
  ASSERT_TRUE(pipeline_->take({look("pusat", Class::http_resource_limit, "lain lagi")}));
  EXPECT_EQ(blobs(), 2U);
}

TEST_F(PipelineTest, ContinuesAnOpenIncidentAfterARestartAndTellsItOnce) {
  rounds(3, Class::ok);
  rounds(4, Class::http_5xx);
  ASSERT_EQ(incidents().size(), 1U);
  const std::string number = incidents()[0].number;
  EXPECT_EQ(messages_, std::vector<std::string>{number + "/opened/1/webhook:piket"});

  open();
  EXPECT_EQ(board_.current()->open.at(0).number, number) << "shown before the first new look";
  rounds(3, Class::http_5xx);
  EXPECT_EQ(messages_.size(), 1U) << "nobody is woken twice";
  rounds(6, Class::ok);

  ASSERT_EQ(incidents().size(), 1U);
  EXPECT_EQ(incidents()[0].number, number);
  EXPECT_TRUE(incidents()[0].outage.closed);
  ASSERT_EQ(messages_.size(), 2U);
  EXPECT_TRUE(messages_[1].starts_with(number + "/closed/"));
}

TEST_F(PipelineTest, ConcludesWhatAReplayOfItsSamplesConcludes) {
  rounds(3, Class::ok);
  rounds(4, Class::http_5xx);
  rounds(8, Class::ok);
  open();
  rounds(5, Class::http_timeout_ttfb);
  rounds(8, Class::ok);

  const auto known = incidents();
  const auto samples = reader()->samples({{}, {}, {}, {}, false, 0}).value();
  const auto replayed = judge::judge_all(policy_of(settings_, reader()->plans().value()), samples);

  ASSERT_EQ(known.size(), 2U);
  ASSERT_EQ(replayed.size(), 2U);
  EXPECT_EQ(known[1].outage, replayed[0]);
  EXPECT_EQ(known[0].outage, replayed[1]);
}

TEST_F(PipelineTest, NeverForgetsAnIncidentThatIsOpen) {
  rounds(3, Class::ok);
  rounds(4, Class::http_5xx);
  const Bounds began = incidents().at(0).outage.bounds;
  for (int hour = 0; hour < 40; ++hour) {  // past the judge's memory of 36 hours
    rounds(1, Class::http_5xx);
    clock_.advance(59min);
  }
  rounds(3, Class::http_5xx);

  ASSERT_EQ(incidents().size(), 1U);
  EXPECT_FALSE(incidents()[0].withdrawn);
  EXPECT_FALSE(incidents()[0].outage.closed);
  EXPECT_EQ(incidents()[0].outage.bounds.start_lo, began.start_lo);
  rounds(6, Class::ok);
  EXPECT_TRUE(incidents().at(0).outage.closed);
  EXPECT_EQ(messages_.size(), 2U) << "opened and closed";
}

// The next start then need not count them again; and it counts before it says so.
TEST_F(PipelineTest, NotesEachHourUpToWhenEverySlotHasItsRow) {
  const Instant began = clock_.wall();
  const auto plans = reader()->plans();
  std::vector<Gap> gaps;
  for (const Plan& plan : *plans) {
    const auto slots = schedule::slots(plan, began, began + 6h);
    for (const Slot& slot : *slots)
      gaps.push_back({plan.vantage, 0, slot.target, slot.journey, slot.nominal, slot.planned,
                      GapReason::overlap, Duration{0}});
  }
  const auto pass = [&](Instant until, Instant lost) {
    for (; clock_.wall() < until; clock_.advance(1min)) {
      std::vector<Note> notes;
      for (const Gap& gap : gaps)
        if (gap.planned >= clock_.wall() - 1min && gap.planned < clock_.wall() && gap.slot != lost)
          notes.emplace_back(gap);
      ASSERT_TRUE(pipeline_->take(std::move(notes)));
    }
  };
  EXPECT_EQ(reader()->accounted().value(), began);
  pass(began + 3h, Instant{});
  const Instant noted = reader()->accounted().value();
  EXPECT_GE(noted, began + 1h);
  EXPECT_LE(noted, began + 2h);

  pass(began + 6h, at("03:10:00"));  // as if that one had been forgotten
  EXPECT_LE(reader()->accounted().value(), at("03:11:00"));
  open();
  EXPECT_EQ(store::unaccounted(*reader(), clock_.wall() - 1min, GapReason::down)->size(), 1U)
      << "the next start finds it";
}

// What two vantages saw stays seen when one of them leaves.
TEST_F(PipelineTest, DoesNotWithdrawWhatAVantageSawThatHasLeft) {
  rounds(3, Class::ok);
  rounds(4, Class::http_5xx);
  rounds(8, Class::ok);
  ASSERT_EQ(incidents().size(), 1U);
  const auto before = incidents();
  settings_.vantages = {vantage("pusat"), vantage("barat")};
  clock_.advance(2min);
  open();
  rounds(4, Class::ok);

  EXPECT_EQ(incidents(), before);
  EXPECT_EQ(messages_.size(), 2U);
}

TEST_F(PipelineTest, EndsAnIncidentOfATargetThatHasLeft) {
  settings_.alerts.alertmanagers = {"http://127.0.0.1:9"};
  open();
  rounds(3, Class::ok);
  rounds(4, Class::http_5xx);
  ASSERT_EQ(incidents().size(), 1U);
  settings_.targets[0].id = {"dinkes"};
  settings_.targets[0].short_name = "DINKES";
  open();
  for (int i = 0; i < 6; ++i) {  // the last runs of the old plan
    for (const char* one : {"pusat", "timur"}) {
      clock_.advance(10s);
      ASSERT_TRUE(pipeline_->take({look(one, Class::ok)}));
    }
    clock_.advance(30s);
  }
  EXPECT_TRUE(incidents().at(0).outage.closed) << "and nothing looked up what is gone";
}

// The day closes at 23.59 in Jakarta, which is 16.59 UTC.
TEST_F(PipelineTest, SealsADayOnceWhenItIsOver) {
  round(Class::ok);
  clock_.advance(at("16:57:30") - clock_.wall());
  round(Class::ok);
  EXPECT_TRUE(reader()->seals(0)->empty()) << "the day is not over";
  EXPECT_FALSE(board_.current()->seal);
  round(Class::ok);
  round(Class::ok);
  const auto seals = reader()->seals(0).value();
  ASSERT_EQ(seals.size(), 1U);
  EXPECT_EQ(seals[0].date, "2026-11-24");
  EXPECT_EQ(seals[0].zone, "Asia/Jakarta");
  EXPECT_EQ(board_.current()->seal, seals[0]);
  EXPECT_TRUE(store::check_seals(dir_.path())->holds());
}

TEST_F(PipelineTest, TellsASealOnceAlsoWhereAKillCameBetween) {
  SmtpSettings mail;
  mail.id = "inspektorat";
  mail.server = "smtp://127.0.0.1:9";
  mail.from = "saksi@kabcontoh.example";
  mail.to = {"inspektorat@kabcontoh.example"};
  mail.tells = "seal";
  settings_.alerts.smtp = {mail};
  open();
  round(Class::ok);
  clock_.advance(at("17:00:00") - clock_.wall());
  pipeline_.reset();  // killed after the seal, before its message
  {
    auto writer = store::Writer::open(dir_.path(), {}, {});
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_TRUE((*writer)->seal_day("2026-11-24", "Asia/Jakarta", clock_.wall()));
  }
  open();
  round(Class::ok);
  open();
  round(Class::ok);
  EXPECT_EQ(std::count(messages_.begin(), messages_.end(), "seal/2026-11-24/smtp:inspektorat"), 1);
}

TEST_F(PipelineTest, ClosesTheDaysThatItMissedWhenItIsBack) {
  round(Class::ok);
  clock_.advance(3 * 24h);
  open();
  round(Class::ok);
  const auto seals = reader()->seals(0).value();
  ASSERT_EQ(seals.size(), 1U);
  EXPECT_EQ(seals[0].date, "2026-11-26") << "the 27th has begun and is not over";
  clock_.advance(2 * 24h);
  open();
  round(Class::ok);
  EXPECT_EQ(reader()->seals(1)->front().since, "2026-11-27");
  EXPECT_EQ(reader()->seals(1)->front().date, "2026-11-28");
}

TEST_F(PipelineTest, SealsNoDayBeforeTheFirst) {
  round(Class::ok);
  EXPECT_TRUE(reader()->seals(0)->empty());
  clock_.advance(1h);
  open();
  round(Class::ok);
  EXPECT_TRUE(reader()->seals(0)->empty()) << "the day before was not watched";
}

// What people are told in time. The office is in Jakarta; the clock of these tests is UTC.
class PipelineTellsPeople : public PipelineTest {
 protected:
  void SetUp() override {
    settings_ = office();
    settings_.alerts.telegram.push_back({"piket", "token", "-100", "http://127.0.0.1:9", "id"});
    for (unsigned day = 1; day <= 5; ++day)
      settings_.calendars[0].check_in[day] = {7h, 7h + 30min, 8h};
    settings_.web.operations_url = "https://piket.example";
    clock_.step_wall(-40min);  // 06.20 WIB
    open();
  }
  [[nodiscard]] std::size_t told(const std::string& begin) const {
    return static_cast<std::size_t>(
        std::count_if(messages_.begin(), messages_.end(),
                      [&](const std::string& id) { return id.starts_with(begin); }));
  }
  AckOutcome acknowledged(const std::string& number) {
    AckNote note{{number, clock_.wall(), "Budi"}, std::make_shared<std::promise<AckOutcome>>()};
    auto answer = note.answer->get_future();
    std::vector<Note> notes;
    notes.emplace_back(std::move(note));
    EXPECT_TRUE(pipeline_->take(std::move(notes)));
    return answer.get();
  }
};

TEST_F(PipelineTellsPeople, BeforeAndAfterTheMorningOnceEvenWhereItStartsAgain) {
  rounds(19, Class::ok);
  EXPECT_EQ(told("ready/"), 0U);
  rounds(3, Class::ok);
  EXPECT_EQ(told("ready/2026-11-24/Asia/Jakarta/telegram:piket"), 1U);
  messages_.clear();
  open();
  rounds(5, Class::ok);
  EXPECT_EQ(told("ready/"), 0U) << "it has been said";
  rounds(90, Class::ok);
  EXPECT_EQ(told("summary/2026-11-24/Asia/Jakarta/telegram:piket"), 1U);
}

TEST_F(PipelineTellsPeople, LateWhenItWasDownAndNotAtAllWhenItWasLong) {
  clock_.advance(42min);  // 07.02 WIB
  open();
  rounds(2, Class::ok);
  EXPECT_EQ(told("ready/"), 0U) << "it has hardly looked";
  rounds(2, Class::ok);
  EXPECT_EQ(told("ready/"), 1U);
  EXPECT_NE(last_text_.find("1 siap, 0 perlu perhatian"), std::string::npos) << last_text_;
  clock_.advance(2h);  // 09.06 WIB: nobody wants to know how eight o'clock was
  open();
  rounds(4, Class::ok);
  EXPECT_EQ(told("summary/"), 0U);
}

TEST_F(PipelineTellsPeople, AgainOfAnOutageUntilItIsAcknowledged) {
  rounds(3, Class::ok);
  rounds(20, Class::http_5xx);
  ASSERT_EQ(incidents().size(), 1U);
  const std::string number = incidents()[0].number;
  EXPECT_EQ(told("remind/" + number + "/1/"), 1U);
  EXPECT_EQ(acknowledged("K-20261124-DISDIK-9"), AckOutcome::unknown);
  EXPECT_EQ(acknowledged(number), AckOutcome::recorded);
  EXPECT_EQ(acknowledged(number), AckOutcome::already);
  EXPECT_EQ(board_.current()->acknowledged.size(), 1U);
  rounds(20, Class::http_5xx);
  EXPECT_EQ(told("remind/" + number + "/2/"), 0U);
  open();
  rounds(20, Class::http_5xx);
  EXPECT_EQ(told("remind/" + number + "/3/"), 0U) << "a restart does not forget";
  rounds(6, Class::ok);
  EXPECT_EQ(acknowledged(number), AckOutcome::over);
  EXPECT_TRUE(board_.current()->acknowledged.empty());
  EXPECT_EQ(reader()->acknowledgements(number)->size(), 1U);
}

TEST_F(PipelineTellsPeople, AnswersNobodyWhereTheStoreHasFailed) {
  rounds(3, Class::ok);
  rounds(5, Class::http_5xx);
  gone_ = true;
  AckNote note{{incidents().at(0).number, clock_.wall(), ""},
               std::make_shared<std::promise<AckOutcome>>()};
  auto answer = note.answer->get_future();
  std::vector<Note> notes;
  notes.emplace_back(std::move(note));
  EXPECT_FALSE(pipeline_->take(std::move(notes)));
  EXPECT_THROW(answer.get(), std::future_error);
}

TEST_F(PipelineTellsPeople, OfOneNetworkThatFailsAlone) {
  rounds(3, Class::ok);
  for (int i = 0; i < 8; ++i) {
    clock_.advance(1s);
    ASSERT_TRUE(pipeline_->take({look("pusat", Class::ok)}));
    clock_.advance(1s);
    ASSERT_TRUE(pipeline_->take({look("timur", Class::http_5xx)}));
    clock_.advance(58s);
    acknowledge();
  }
  EXPECT_EQ(told("network/host-1/jaringan-timur/"), 1U);
  open();
  rounds(8, Class::ok);
  EXPECT_EQ(told("network/host-1/jaringan-timur/"), 2U) << "and that it works again";
  EXPECT_TRUE(incidents().empty());
}

}  // namespace
}  // namespace saksi::app::test
