// SPDX-License-Identifier: Apache-2.0
//
// Every metric that Saksi serves. metrics.cpp takes name, type, help and labels from here and from
// nowhere else. No label is ever a number of an incident, an address or an error text: their sets
// would grow for ever. Rows are never renamed: dashboards and rules of other people name them.
#include "metrics/metrics.hpp"

namespace saksi::metrics {

const std::vector<MetricHelp>& table() {
  // clang-format off
  static const std::vector<MetricHelp> rows{
    {"saksi_journey_success", "gauge", "site,journey,vantage", "Did the last finished run work (1) or not (0)? Absent while the vantage is silent or its last run was set aside."},
    {"saksi_journey_runs_total", "counter", "site,journey,vantage,result", "Finished runs; result is ok, slow, failed, light or set_aside."},
    {"saksi_journey_failures_total", "counter", "site,journey,vantage,step,cause", "Runs that did not work, by the step that failed and the class of its failure."},
    {"saksi_gaps_total", "counter", "site,journey,vantage,reason", "Planned slots without a run; reason is one of the codes that begin with skipped_."},
    {"saksi_journey_duration_seconds", "gauge", "site,journey,vantage", "Length of the last finished run, from its planned start."},
    {"saksi_step_duration_seconds", "histogram", "site,journey,vantage,step", "Length of a step; a time-out counts with its limit."},
    {"saksi_http_phase_seconds", "gauge", "site,journey,vantage,step,phase", "Phases of each step of the last run; a phase that was not reached is absent."},
    {"saksi_journey_last_run_timestamp_seconds", "gauge", "site,journey,vantage", "When the last finished run ended, by the daemon's clock."},
    {"saksi_incident_active", "gauge", "site,journey,severity", "1 while an incident is open (severity critical) or trouble is seen on one network only (severity warning), else 0."},
    {"saksi_incidents_unacknowledged", "gauge", "", "Open incidents that nobody has acknowledged."},
    {"saksi_target_state", "gauge", "site,state", "1 for the state that the target is in, 0 for the others."},
    {"saksi_vantage_info", "gauge", "vantage,isp,place,group,owner", "What is known of a vantage; join it on the label vantage."},
    {"saksi_network_groups", "gauge", "", "Network groups that look. With one, an outage cannot be confirmed: add a vantage on another."},
    {"saksi_vantage_controls_ok", "gauge", "vantage", "Did enough control hosts answer in its last round (1) or not (0)? Absent while it is silent."},
    {"saksi_agent_last_report_timestamp_seconds", "gauge", "vantage", "End of its latest sample, by the daemon's clock; kept while it is silent, so that silence can be measured."},
    {"saksi_agent_last_delivery_timestamp_seconds", "gauge", "vantage", "When a remote agent delivered last, by the hub's clock; absent before it did in this life of the hub."},
    {"saksi_agent_backlog_records", "gauge", "vantage", "Records in its journal that are not here in their order yet. Absent while it is silent, as the rows below."},
    {"saksi_agent_journal_bytes", "gauge", "vantage", "Size of its journal."},
    {"saksi_agent_disk_free_bytes", "gauge", "vantage", "Free space on its disk."},
    {"saksi_agent_disk_ok", "gauge", "vantage", "Does its disk take records (1), or do they wait in memory (0)?"},
    {"saksi_agent_journal_troubles", "gauge", "vantage", "Places of its journal that cannot be read."},
    {"saksi_agent_clock_offset_seconds", "gauge", "vantage,bound", "The hub's clock minus its own lies between bound low and bound high."},
    {"saksi_agent_plan_current", "gauge", "vantage", "Does it follow the latest plan that was issued to it (1) or not yet (0)?"},
    {"saksi_agent_info", "gauge", "vantage,version,clock_grade", "Its version, and the grade of its clock: A within 250 ms, B within 2 s, C worse or unknown."},
    {"saksi_agent_unheard_records_total", "counter", "vantage,reason", "Its records that are kept and have no vote, or were set aside: clock, older_plan, double_slot, no_body, flagged, equivocation, broken_chain."},
    {"saksi_deliveries_refused_total", "counter", "reason", "Deliveries of agents that were refused; the reasons are those of docs/formats/delivery-1.md."},
    {"saksi_records_total", "counter", "vantage", "Records in the vantage's chain."},
    {"saksi_outbox_pending", "gauge", "channel", "Messages that wait to be delivered."},
    {"saksi_outbox_oldest_seconds", "gauge", "channel", "Age of the oldest of them; 0 when none waits."},
    {"saksi_notifications_total", "counter", "channel,outcome", "Attempts to deliver a message; outcome is delivered, retried or dead."},
    {"saksi_store_ok", "gauge", "", "Is the store taking records (1) or not (0)?"},
    {"saksi_board_timestamp_seconds", "gauge", "", "The instant that these figures describe, by the daemon's clock."},
    {"saksi_build_info", "gauge", "version,revision", "What is running."},
    {"process_cpu_seconds_total", "counter", "", "CPU time used by the process, user and system."},
    {"process_open_fds", "gauge", "", "Open file descriptors."},
    {"process_max_fds", "gauge", "", "Limit of open file descriptors."},
    {"process_resident_memory_bytes", "gauge", "", "Memory of the process in RAM."},
    {"process_start_time_seconds", "gauge", "", "When the process started, by the machine's clock."},
  };
  // clang-format on
  return rows;
}

}  // namespace saksi::metrics
