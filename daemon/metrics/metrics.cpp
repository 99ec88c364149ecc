// SPDX-License-Identifier: Apache-2.0
#include "metrics/metrics.hpp"

#include <set>

#include "metrics/process.hpp"
#include "metrics/writer.hpp"

namespace saksi::metrics {
namespace {

double seconds(Duration length) { return std::chrono::duration<double>(length).count(); }
double seconds(Instant at) { return seconds(at.time_since_epoch()); }
double one_if(bool yes) { return yes ? 1 : 0; }
std::string text(std::string_view view) { return std::string(view); }

constexpr std::array kStates{State::working,     State::slow,     State::down,  State::one_network,
                             State::unconfirmed, State::not_open, State::probe, State::no_data};

// Which vantages have reported lately. The figures of the others are yesterday's and left out.
class Fresh {
 public:
  Fresh(const Board& board, Duration silent_after) : at_(board.at), silent_after_(silent_after) {
    for (const VantageView& vantage : board.vantages)
      if (vantage.last_end && is(*vantage.last_end)) ids_.insert(vantage.id);
  }
  [[nodiscard]] bool is(const VantageId& id) const { return ids_.contains(id); }
  [[nodiscard]] bool is(Instant last) const { return at_ - last <= silent_after_; }

 private:
  Instant at_;
  Duration silent_after_;
  std::set<VantageId> ids_;
};

void write_phases(Writer& out, const Sample& sample, const StepFinding& step) {
  const std::pair<const char*, std::optional<Duration>> phases[] = {
      {"dns", step.phases.dns},   {"tcp", step.phases.tcp},   {"tls", step.phases.tls},
      {"send", step.phases.send}, {"wait", step.phases.wait}, {"recv", step.phases.recv}};
  for (const auto& [name, length] : phases)
    if (length)
      out.gauge("saksi_http_phase_seconds",
                {sample.target.text, sample.journey.text, sample.vantage.text, step.id, name},
                seconds(*length));
}

// The last run of each vantage on each target.
void write_latest(Writer& out, const Board& board, const Fresh& fresh) {
  for (const TargetView& target : board.targets) {
    for (const auto& [vantage, sample] : target.latest) {
      if (!fresh.is(vantage) || !fresh.is(sample.end)) continue;
      const Writer::Labels labels{sample.target.text, sample.journey.text, vantage.text};
      if (sample.controls_ok() && !casts_no_vote(sample.cls))
        out.gauge("saksi_journey_success", labels, one_if(worked(sample.cls)));
      out.gauge("saksi_journey_duration_seconds", labels, seconds(sample.from_plan()));
      out.gauge("saksi_journey_last_run_timestamp_seconds", labels, seconds(sample.end));
      for (const StepFinding& step : sample.steps) write_phases(out, sample, step);
    }
  }
}

void write_counts(Writer& out, const Board& board, const Fresh& fresh) {
  for (const auto& [key, count] : board.runs)
    if (fresh.is(key.vantage))
      out.counter("saksi_journey_runs_total",
                  {key.target.text, key.journey.text, key.vantage.text, key.result},
                  static_cast<double>(count));
  for (const auto& [key, count] : board.failures)
    if (fresh.is(key.vantage))
      out.counter(
          "saksi_journey_failures_total",
          {key.target.text, key.journey.text, key.vantage.text, key.step, text(code(key.cls))},
          static_cast<double>(count));
  for (const auto& [key, count] :
       board.gaps)  // of silent vantages too: gaps are how silence is told
    out.counter("saksi_gaps_total",
                {key.target.text, key.journey.text, key.vantage.text, text(code(key.reason))},
                static_cast<double>(count));
  for (const auto& [key, histogram] : board.steps)
    if (fresh.is(key.vantage))
      out.histogram("saksi_step_duration_seconds",
                    {key.target.text, key.journey.text, key.vantage.text, key.step}, histogram);
}

// Configured journeys and any that the board has seen, so that no target is without its zero.
std::set<std::pair<TargetId, JourneyId>> journeys(const Board& board, const Identity& identity) {
  std::set<std::pair<TargetId, JourneyId>> all;
  for (const Identity::Target& target : identity.targets) all.emplace(target.id, target.journey);
  for (const TargetView& target : board.targets)
    for (const auto& [vantage, sample] : target.latest) all.emplace(sample.target, sample.journey);
  for (const Incident& incident : board.open)
    all.emplace(incident.outage.target, incident.outage.journey);
  return all;
}

std::size_t unacknowledged(const Board& board) {
  std::set<std::string> numbers;
  for (const Incident& incident : board.open)
    if (!incident.withdrawn) numbers.insert(incident.number);
  for (const Acknowledgement& said : board.acknowledged) numbers.erase(said.number);
  return numbers.size();
}

void write_targets(Writer& out, const Board& board, const Identity& identity) {
  std::set<std::pair<TargetId, JourneyId>> open;
  for (const Incident& incident : board.open)
    if (!incident.withdrawn) open.emplace(incident.outage.target, incident.outage.journey);
  std::set<TargetId> one_network;
  for (const TargetView& target : board.targets) {
    const State state = target.state.state;
    if (state == State::one_network || state == State::unconfirmed)
      one_network.insert(target.state.target);
    for (const State each : kStates)
      out.gauge("saksi_target_state", {target.state.target.text, text(code(each))},
                one_if(each == state));
  }
  out.gauge("saksi_incidents_unacknowledged", {}, static_cast<double>(unacknowledged(board)));
  for (const auto& key : journeys(board, identity)) {
    const auto& [target, journey] = key;
    out.gauge("saksi_incident_active", {target.text, journey.text, "critical"},
              one_if(open.contains(key)));
    out.gauge("saksi_incident_active", {target.text, journey.text, "warning"},
              one_if(!open.contains(key) && one_network.contains(target)));
  }
}

void write_vantages(Writer& out, const Board& board, const Identity& identity, const Fresh& fresh) {
  for (const Identity::Vantage& vantage : identity.vantages)
    out.gauge("saksi_vantage_info",
              {vantage.id.text, vantage.isp, vantage.place, vantage.group, vantage.owner}, 1);
  std::set<std::string> groups;
  for (const Identity::Vantage& vantage : identity.vantages) groups.insert(vantage.group);
  out.gauge("saksi_network_groups", {}, static_cast<double>(groups.size()));
  for (const VantageView& vantage : board.vantages) {
    if (fresh.is(vantage.id))
      out.gauge("saksi_vantage_controls_ok", {vantage.id.text}, one_if(vantage.controls_ok));
    if (vantage.last_end)
      out.gauge("saksi_agent_last_report_timestamp_seconds", {vantage.id.text},
                seconds(*vantage.last_end));
    out.counter("saksi_records_total", {vantage.id.text}, static_cast<double>(vantage.recorded));
  }
}

std::string grade_of(const AgentView& agent) {
  if (!agent.offset_lo || !agent.offset_hi) return "C";
  const Duration error =
      std::max(std::chrono::abs(*agent.offset_lo), std::chrono::abs(*agent.offset_hi));
  if (error <= std::chrono::milliseconds(250)) return "A";
  return error <= std::chrono::seconds(2) ? "B" : "C";
}

void write_agents(Writer& out, const Board& board, const Fresh& fresh) {
  for (const auto& [vantage, agent] : board.agents) {
    const std::string& id = vantage.text;
    for (const auto& [reason, count] : agent.mute)
      out.counter("saksi_agent_unheard_records_total", {id, reason}, static_cast<double>(count));
    if (!agent.heard) continue;
    out.gauge("saksi_agent_last_delivery_timestamp_seconds", {id}, seconds(*agent.heard));
    if (!fresh.is(*agent.heard)) continue;
    const auto gauge = [&, &name_of_agent = id](const char* name, std::uint64_t value) {
      out.gauge(name, {name_of_agent}, static_cast<double>(value));
    };
    gauge("saksi_agent_backlog_records",
          agent.recorded - std::min(agent.recorded, agent.delivered));
    gauge("saksi_agent_journal_bytes", agent.journal_bytes);
    gauge("saksi_agent_disk_free_bytes", agent.disk_free);
    gauge("saksi_agent_disk_ok", agent.waiting ? 0 : 1);
    gauge("saksi_agent_journal_troubles", agent.troubles);
    if (agent.offset_lo && agent.offset_hi) {
      out.gauge("saksi_agent_clock_offset_seconds", {id, "low"}, seconds(*agent.offset_lo));
      out.gauge("saksi_agent_clock_offset_seconds", {id, "high"}, seconds(*agent.offset_hi));
    }
    gauge("saksi_agent_plan_current", agent.plan == agent.plan_wanted ? 1 : 0);
    out.gauge("saksi_agent_info", {id, agent.version, grade_of(agent)}, 1);
  }
  for (const auto& [reason, count] : board.deliveries_refused)
    out.counter("saksi_deliveries_refused_total", {reason}, static_cast<double>(count));
}

void write_outbox(Writer& out, const Board& board) {
  for (const auto& [channel, outbox] : board.outbox) {
    out.gauge("saksi_outbox_pending", {channel}, static_cast<double>(outbox.pending));
    out.gauge("saksi_outbox_oldest_seconds", {channel},
              outbox.oldest ? std::max(0.0, seconds(board.at - *outbox.oldest)) : 0.0);
    for (const auto& [outcome, count] : outbox.sent)
      out.counter("saksi_notifications_total", {channel, outcome}, static_cast<double>(count));
  }
}

}  // namespace

std::string exposition(const Board& board, const Identity& identity) {
  const Fresh fresh(board, identity.silent_after);
  Writer out;
  write_latest(out, board, fresh);
  write_counts(out, board, fresh);
  write_targets(out, board, identity);
  write_vantages(out, board, identity, fresh);
  write_agents(out, board, fresh);
  write_outbox(out, board);
  out.gauge("saksi_store_ok", {}, one_if(board.store_ok));
  out.gauge("saksi_board_timestamp_seconds", {}, seconds(board.at));
  out.gauge("saksi_build_info", {identity.version, identity.revision}, 1);
  write_process(out);
  return out.text();
}

}  // namespace saksi::metrics
