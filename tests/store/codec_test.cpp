// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <fstream>
#include <random>
#include <sstream>

#include "store/records.hpp"
#include "store/support.hpp"

namespace saksi::store::test {
namespace {

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::int64_t number(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(engine_);
  }
  bool flip() { return number(0, 1) == 1; }
  Duration duration() {
    return Duration(number(0, 1) == 0 ? number(0, 100000000) : number(0, (1LL << 53)));
  }
  std::optional<Duration> maybe_duration() {
    return flip() ? std::optional(duration()) : std::nullopt;
  }
  Instant instant() {
    return Instant(Duration(number(0, 253402300799999999)));
  }  // to the end of 9999
  Class cls() { return kClasses[static_cast<std::size_t>(number(0, kClasses.size() - 1))].cls; }
  std::string text() {
    static const std::vector<std::string> kPieces{
        "status 508", "\"kutip\"", "\\", "\n", "\x01", "\x7f", "é", "印", "🙂", "</script>", ""};
    std::string made;
    for (auto left = number(0, 4); left > 0; --left)
      made += kPieces[static_cast<std::size_t>(number(0, 10))];
    return made;
  }
  Sample sample();

 private:
  std::mt19937 engine_;
};

Sample Dice::sample() {
  Sample s;
  s.vantage = {"pusat"};
  s.target = {"disdik-2"};
  s.backend = {"h"};
  s.journey = {std::string(40, 'j')};
  s.mode = static_cast<Mode>(number(0, 2));
  s.origin = static_cast<Origin>(number(0, 3));
  if (s.origin == Origin::scheduled) s.slot = instant();
  s.planned = instant();
  s.start = instant();
  s.end = instant();
  s.interval = duration();
  s.loop_lag = duration();
  s.cls = cls();
  s.step = text();
  s.rule = text();
  for (auto left = number(0, 5); left > 0; --left) {
    StepFinding step;
    step.id = text();
    step.cls = cls();
    step.rule = text();
    step.http_status = static_cast<int>(flip() ? 0 : number(1, 999));
    step.phases = {maybe_duration(), maybe_duration(), maybe_duration(),
                   maybe_duration(), maybe_duration(), maybe_duration()};
    step.offset = duration();
    step.total = duration();
    step.censored = flip();
    step.reused = flip();
    step.sent = flip();
    step.address = text();
    step.bytes = number(0, 1LL << 53);
    if (flip()) step.body = sha256(text());
    step.bound = maybe_duration();
    step.proxied = flip();
    step.clock_lo = maybe_duration();
    step.clock_hi = maybe_duration();
    for (auto left_over = number(0, 3); left_over > 0; --left_over)
      step.answers.push_back("192.0.2." + std::to_string(left_over));
    s.steps.push_back(step);
  }
  for (auto left = number(0, 3); left > 0; --left)
    s.controls.push_back({text(), flip(), duration()});
  return s;
}

TEST(Codec, ReadsBackEverySampleThatItWrites) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Dice dice(seed);
  for (int i = 0; i < 500; ++i) {
    const Sample written = dice.sample();
    const auto read = entry_from_json(parse_canonical(canonical(to_json(Entry(written)))).value());
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_EQ(std::get<Sample>(*read), written);
  }
}

TEST(Codec, ReadsBackGapsPlansAndStarts) {
  Gap g = gap("pusat", at("00:00:30"));
  Plan plan{{"pusat"}, "seed-1", at("00:00:00"), {}};
  plan.entries.push_back(
      {{"disdik"},
       {"host-1"},
       {"check-in"},
       "Asia/Jakarta",
       {{{1, 2, 3, 4, 5}, TimeOfDay(23400), TimeOfDay(86400), std::chrono::seconds(30), true}},
       {parse_date("2023-01-01").value()},
       std::chrono::minutes(5),
       1,
       3});
  const Start start{{"pusat"}, "0.1.0", "ab12", at("00:00:00.5")};

  EXPECT_EQ(std::get<Gap>(entry_from_json(to_json(Entry(g))).value()), g);
  EXPECT_EQ(std::get<Plan>(entry_from_json(to_json(Entry(plan))).value()), plan);
  EXPECT_FALSE(to_json(Entry(plan)).contains("owner")) << "absent where it is not known";
  EXPECT_FALSE(to_json(Entry(plan))["entries"][0].contains("full_every")) << "every slot is full";
  plan.entries[0].full_every = 3;
  plan.entries[0].full_turn = 2;
  EXPECT_EQ(std::get<Plan>(entry_from_json(to_json(Entry(plan))).value()), plan);
  Json beyond = to_json(Entry(plan));
  beyond["entries"][0]["full_turn"] = 3;
  EXPECT_FALSE(entry_from_json(beyond)) << "a turn that never comes";
  plan.owner = "Inspektorat";
  plan.group = "isp-a";
  plan.entries.clear();  // a farewell
  EXPECT_EQ(std::get<Plan>(entry_from_json(to_json(Entry(plan))).value()), plan);
  const Start read = std::get<Start>(entry_from_json(to_json(Entry(start))).value());
  EXPECT_EQ(std::tie(read.vantage, read.version, read.config_digest, read.at),
            std::tie(start.vantage, start.version, start.config_digest, start.at));
}

// Slots are counted by arithmetic from what a plan says, whoever wrote it.
TEST(Codec, RefusesAPlanWhoseSlotsNobodyCouldCount) {
  Plan plan{{"pusat"}, "seed-1", at("00:00:00"), {}};
  plan.entries.push_back(
      {{"disdik"},
       {"host-1"},
       {"check-in"},
       "Asia/Jakarta",
       {{{1}, TimeOfDay(23400), TimeOfDay(86400), std::chrono::seconds(30), true}},
       {},
       std::chrono::minutes(5),
       0,
       1});
  const Json good = to_json(Entry(plan));
  const auto told = [&](const char* place, std::int64_t us) {
    Json json = good;
    json.at(Json::json_pointer(place)) = us;
    const auto read = entry_from_json(json);
    return read ? "read" : read.error().message;
  };
  for (const auto& [place, name] : {std::pair("/entries/0/windows/0/interval_us", "interval_us"),
                                    std::pair("/entries/0/quiet_us", "quiet_us")}) {
    for (const std::int64_t us : {-30'000'000L, 0L, 1L, 9'999'999L, 21'600'000'001L, 1L << 53})
      EXPECT_EQ(told(place, us),
                std::string("field \"") + name +
                    "\": expected a time between slots from 10 seconds to 6 hours, in microseconds")
          << us;
    EXPECT_EQ(told(place, 10'000'000), "read");
    EXPECT_EQ(told(place, 21'600'000'000), "read");
  }
}

TEST(Codec, CutsForeignTextAndReplacesWhatIsNotUtf8) {
  Sample s = sample("pusat", at("00:00:00"));
  s.rule = "x" + std::string(2000, '\xe9');
  const auto bytes = seal(s, {"pusat", {}, 0, {}, {}, "", ""});
  ASSERT_TRUE(bytes) << bytes.error().message;
  const auto opened = open_record(*bytes);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(std::get<Sample>(opened->entry).rule.substr(0, 4), "x\xef\xbf\xbd");
}

TEST(Codec, LeavesOutAPhaseThatWasNeverReached) {
  Sample s = sample("pusat", at("00:00:00"));
  s.steps.emplace_back();
  s.steps[0].phases.dns = Duration(0);
  const Json step = to_json(Entry(s)).at("steps").at(0);
  EXPECT_EQ(step.at("phases").dump(), R"({"dns_us":0})");
  EXPECT_FALSE(step.contains("http_status"));
}

// Every field of a good record, replaced by each of these or removed, is refused or read; never
// more.
TEST(Codec, RefusesHostileRecords) {
  Dice dice(7);
  Sample s = dice.sample();
  while (s.steps.empty() || s.controls.empty() || !s.slot) s = dice.sample();
  const Json good = Json::parse(seal(s, {"pusat", {}, 5, {}, {}, "", "b"}).value());
  const std::vector<Json> poisons{nullptr,
                                  true,
                                  -1,
                                  18446744073709551615ULL,
                                  1.5,
                                  "",
                                  std::string(5000, 'a'),
                                  "2023-13-41T00:00:00Z",
                                  "2023-01-02T00:00:00.10Z",
                                  Json::array(),
                                  Json::object(),
                                  Json::array({1, 2}),
                                  Json::array({Json::object()}),
                                  "../../etc/passwd"};
  unsigned refused = 0, tried = 0;
  const auto attempt = [&](const Json& json) {
    ++tried;
    if (!open_record(json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n")) ++refused;
  };
  const Json::json_pointer places[] = {Json::json_pointer(""), Json::json_pointer("/steps/0"),
                                       Json::json_pointer("/steps/0/phases"),
                                       Json::json_pointer("/controls/0")};
  for (const auto& place : places) {
    for (const auto& [name, value] : good.at(place).items()) {
      for (const Json& poison : poisons) {
        Json bad = good;
        bad.at(place)[name] = poison;
        attempt(bad);
      }
    }
    Json extra = good;
    extra.at(place)["extra"] = 1;
    EXPECT_FALSE(open_record(extra.dump() + "\n")) << place;
  }
  for (const auto& [name, value] : good.items()) {
    Json less = good;
    less.erase(name);
    const bool optional = name == "boot" || name == "slot";
    EXPECT_EQ(open_record(less.dump() + "\n").has_value(), optional) << name;
  }
  EXPECT_GT(refused, tried / 2);
  EXPECT_TRUE(open_record(good.dump() + "\n"));
}

TEST(Codec, RefusesBytesThatCouldBeReadInTwoWays) {
  const std::string good =
      seal(sample("pusat", at("00:00:00")), {"pusat", {}, 0, {}, {}, "", ""}).value();
  ASSERT_TRUE(open_record(good));
  EXPECT_FALSE(open_record(good.substr(0, good.size() - 1)));             // no line feed
  EXPECT_FALSE(open_record("{ " + good.substr(1)));                       // a space
  EXPECT_FALSE(open_record(R"({"backend":"host-2",)" + good.substr(1)));  // a field twice
  EXPECT_FALSE(open_record("[]\n"));
  EXPECT_FALSE(open_record("\n"));
  EXPECT_FALSE(open_record(""));
  EXPECT_FALSE(open_record(std::string(100000, '[') + "\n"));
}

TEST(Codec, RefusesASlotOnARunThatWasNotScheduled) {
  Sample s = sample("pusat", at("00:00:00"));
  s.origin = Origin::confirm;
  EXPECT_FALSE(entry_from_json(to_json(Entry(s))));
}

// The vector of docs/formats/records.md, read from there: the page cannot drift from the code.
std::string between(const std::string& text, const std::string& before, const std::string& after) {
  const auto from = text.find(before);
  if (from == std::string::npos) return "missing: " + before;
  const auto begin = from + before.size();
  return text.substr(begin, text.find(after, begin) - begin);
}

TEST(Format, AgreesWithItsPage) {
  std::ifstream file(std::string(SAKSI_SOURCE_DIR) + "/docs/formats/records.md");
  std::stringstream page;
  page << file.rdbuf();
  const std::string text = page.str();
  const TempDir dir;
  std::ofstream(dir / "key.pem") << between(text, "```pem\n", "```");
  ASSERT_EQ(::chmod((dir / "key.pem").c_str(), 0600), 0);
  const auto key = SigningKey::open_or_create(dir / "key.pem");
  ASSERT_TRUE(key) << key.error().message;
  const std::string bytes = between(text, "```json\n", "```");
  const std::string values = text.substr(text.find("public key  "));

  EXPECT_EQ(hex(key->public_key()), between(values, "public key  ", "\n"));
  EXPECT_EQ(hex(sha256(bytes)), between(values, "SHA-256     ", "\n"));
  EXPECT_EQ(hex(sha256(sha256(bytes))), between(values, "checksum    ", "\n"));
  EXPECT_EQ(hex(key->sign(message_to_sign(bytes))), between(values, "signature   ", "\n"));
  const auto opened = open_record(bytes);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->envelope.key, key->public_key());
  EXPECT_EQ(seal(opened->entry, opened->envelope).value(), bytes);
}

}  // namespace
}  // namespace saksi::store::test
