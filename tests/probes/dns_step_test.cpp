// SPDX-License-Identifier: Apache-2.0
#include "probes/dns_step.hpp"

#include "probes/direct_run.hpp"

namespace saksi::probes {
namespace {

using namespace std::chrono_literals;
using saksi::test::DnsServer;

net::Resolution gave(std::vector<std::string> addresses, std::string canonical = "") {
  net::Resolution answer;
  answer.addresses = std::move(addresses);
  answer.canonical = std::move(canonical);
  return answer;
}
net::Resolution failed(Class cls) {
  net::Resolution answer;
  answer.cls = cls;
  answer.detail = "why";
  return answer;
}

Direct with_server() {
  Direct direct;
  direct.server = "9.9.9.9:53";
  return direct;
}

TEST(NamesJudged, TellTheTroubleOfTheUsualNameServerByItsOwnClass) {
  for (const Class cls : {Class::dns_nxdomain, Class::dns_servfail, Class::dns_refused,
                          Class::dns_timeout, Class::dns_nodata}) {
    const Verdict alone = judge_names({}, "absen.test", failed(cls), {}, false);
    const Verdict beside =
        judge_names(with_server(), "absen.test", failed(cls), gave({"8.8.8.8"}), false);

    EXPECT_EQ(alone.cls, cls);
    EXPECT_EQ(alone.rule, "absen.test: why");
    EXPECT_EQ(beside.cls, cls) << "the class says what this network's people got";
    EXPECT_EQ(beside.rule, "absen.test: why; 9.9.9.9:53 says 8.8.8.8");
  }
}

TEST(NamesJudged, KnowABlockPageByItsNameOrItsAddress) {
  EXPECT_EQ(
      judge_names({}, "a.example", gave({"27.54.116.70"}, "trustpositif.kominfo.go.id"), {}, false)
          .cls,
      Class::isp_block);
  EXPECT_EQ(
      judge_names({}, "a.example", gave({"8.8.4.4"}, "LamanLabuh.AduanKonten.id"), {}, true).rule,
      "a.example leads to the block page lamanlabuh.aduankonten.id");
  EXPECT_EQ(judge_names({}, "a.example", gave({"36.86.63.185"}, "a.example"), {}, false).cls,
            Class::isp_block);
  EXPECT_EQ(
      judge_names({}, "trustpositif.example", gave({"8.8.8.8"}, "trustpositif.example"), {}, false)
          .cls,
      Class::ok)
      << "a site that bears the word itself";
}

TEST(NamesJudged, RefuseAddressesThatAPublicSiteCannotHave) {
  EXPECT_EQ(judge_names({}, "a.example", gave({"8.8.8.8", "10.1.2.3"}), {}, false).cls,
            Class::dns_bogon);
  EXPECT_EQ(judge_names({}, "a.example", gave({"10.1.2.3"}), {}, true).cls, Class::ok);
}

TEST(NamesJudged, AcceptNoAddressButTheExpectedOnesHoweverTheyAreSpelt) {
  Direct direct;
  direct.expect_addresses = {"8.8.8.8", "2606:4700:0:0::1111"};

  EXPECT_EQ(judge_names(direct, "a", gave({"2606:4700::1111"}), {}, false).cls, Class::ok);
  const Verdict other = judge_names(direct, "a", gave({"8.8.8.8", "8.8.4.4"}), {}, false);
  EXPECT_EQ(other.cls, Class::dns_disagree);
  EXPECT_EQ(other.rule, "a has the address 8.8.4.4, which is none of: 2606:4700::1111, 8.8.8.8");
}

TEST(NamesJudged, CompareTwoNameServersByWhetherTheyShareAnAddress) {
  const Direct direct = with_server();
  const net::Resolution usual = gave({"8.8.8.8", "8.8.4.4"});

  EXPECT_EQ(judge_names(direct, "a", usual, gave({"8.8.4.4", "1.1.1.1"}), false).cls, Class::ok);
  const Verdict other = judge_names(direct, "a", usual, gave({"1.1.1.1"}), false);
  EXPECT_EQ(other.cls, Class::dns_disagree);
  EXPECT_EQ(other.rule, "a: 8.8.4.4, 8.8.8.8, but 9.9.9.9:53 says 1.1.1.1");
  EXPECT_EQ(judge_names(direct, "a", usual, failed(Class::dns_nxdomain), false).cls,
            Class::dns_disagree);
}

TEST(NamesJudged, DoNotBlameTheSiteWhereTheSecondNameServerCannotBeAsked) {
  for (const Class cls : {Class::dns_timeout, Class::dns_refused, Class::dns_servfail}) {
    const Verdict verdict = judge_names(with_server(), "a", gave({"8.8.8.8"}), failed(cls), false);

    EXPECT_EQ(verdict.cls, Class::ok);
    EXPECT_EQ(verdict.rule, "a: 8.8.8.8; 9.9.9.9:53 says " + std::string(code(cls)));
  }
}

class DnsStep : public test::DirectRun {};

TEST_F(DnsStep, LooksUpTheTargetsOwnHostAndDrawsNothingFromTheBudget) {
  most_asked_ = 0;
  name_server({{"absen.test", {.a = {"127.0.0.9", "127.0.0.8"}, .aaaa = {"::1"}}}});

  const Outcome outcome = finish({step(StepKind::dns)});

  ASSERT_EQ(outcome.steps.size(), 1u);
  const StepFinding& finding = outcome.steps.front();
  EXPECT_EQ(finding.id, "langkah");
  EXPECT_EQ(code(outcome.cls), "ok") << outcome.rule;
  EXPECT_EQ(finding.answers, (std::vector<std::string>{"127.0.0.8", "127.0.0.9", "::1"}));
  EXPECT_EQ(finding.rule, "absen.test: 127.0.0.8, 127.0.0.9, ::1");
  ASSERT_TRUE(finding.phases.dns);
  EXPECT_GT(*finding.phases.dns, 0us);
  EXPECT_EQ(outcome.requests, 0u);
  EXPECT_EQ(asked_, 0);
}

TEST_F(DnsStep, GivesEachFailureItsExactClass) {
  session_.dns_timeout = 300ms;
  name_server({{"gagal.test", {.rcode = 2}},
               {"tolak.test", {.rcode = 5}},
               {"kosong.test", {}},
               {"diam.test", {.silent = true}},
               {"pribadi.test", {.a = {"10.0.0.1"}}}});
  session_.allow_private = false;
  for (const auto& [name, cls] : std::map<std::string, Class>{{"tiada.test", Class::dns_nxdomain},
                                                              {"gagal.test", Class::dns_servfail},
                                                              {"tolak.test", Class::dns_refused},
                                                              {"kosong.test", Class::dns_nodata},
                                                              {"diam.test", Class::dns_timeout},
                                                              {"pribadi.test", Class::dns_bogon}}) {
    Step asked = step(StepKind::dns);
    asked.direct.name = name;

    const StepFinding finding = find(asked);

    EXPECT_EQ(code(finding.cls), code(cls)) << name << ": " << finding.rule;
    EXPECT_EQ(finding.censored, cls == Class::dns_timeout);
    EXPECT_EQ(code(outcome_.cls), code(cls));
    EXPECT_EQ(outcome_.step, "langkah");
  }
}

TEST_F(DnsStep, ComparesWithTheNameServerThatItNames) {
  name_server({{"absen.test", {.a = {"127.0.0.9"}}}});
  const DnsServer same({{"absen.test", {.a = {"127.0.0.9", "127.0.0.7"}}}});
  const DnsServer other({{"absen.test", {.a = {"127.0.0.66"}}}});
  const DnsServer silent({{"absen.test", {.silent = true}}});
  Step asked = step(StepKind::dns);
  session_.dns_timeout = 300ms;

  asked.direct.server = same.address();
  EXPECT_EQ(code(find(asked).cls), "ok");
  EXPECT_GT(same.questions(), 0);
  EXPECT_EQ(outcome_.steps.front().address, same.address());

  asked.direct.server = other.address();
  EXPECT_EQ(code(find(asked).cls), "dns_disagree") << outcome_.rule;

  asked.direct.server = silent.address();
  EXPECT_EQ(code(find(asked).cls), "ok");
  EXPECT_EQ(outcome_.steps.front().rule,
            "absen.test: 127.0.0.9; " + silent.address() + " says dns_timeout");
}

TEST_F(DnsStep, AsksForOneFamilyAloneAndWaitsForIt) {
  name_server(
      {{"absen.test", {.a = {"127.0.0.9"}, .aaaa = {"::1"}}}, {"lama.test", {.a = {"127.0.0.9"}}}});
  Step asked = step(StepKind::dns);
  asked.direct.family = 6;

  EXPECT_EQ(find(asked).answers, std::vector<std::string>{"::1"});
  EXPECT_EQ(server_->questions(), 1);
  asked.direct.name = "lama.test";
  EXPECT_EQ(code(find(asked).cls), "dns_nodata");
}

TEST_F(DnsStep, EndsByTheJourneysTimeOutAndCanBeDropped) {
  name_server({{"absen.test", {.silent = true}}});
  journey_.timeout = 200ms;
  const Duration before = clock_.steady();

  EXPECT_EQ(code(find(step(StepKind::dns)).cls), "dns_timeout");
  EXPECT_LT(clock_.steady() - before, 1s);

  outcome_ = {};
  auto running = begin({step(StepKind::dns)});
  loop_->after(50ms, [&] { running->reset(); });
  loop_->after(500ms, [&] { loop_->stop(); });
  loop_->run();
  EXPECT_TRUE(outcome_.steps.empty()) << "a run that was dropped has nothing to say";
}

}  // namespace
}  // namespace saksi::probes
