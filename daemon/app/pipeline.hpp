// SPDX-License-Identifier: Apache-2.0
//
// One batch's whole life, from what the probes saw to what people are told: the table of contents
// of Saksi. Owns the only writer of the store. Called on one thread, the keeper's.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "alert/alert.hpp"
#include "alert/morning.hpp"
#include "alert/people.hpp"
#include "alert/watch.hpp"
#include "app/hearing.hpp"
#include "app/notes.hpp"
#include "app/tally.hpp"
#include "model/board.hpp"
#include "settings/settings.hpp"

namespace saksi::app {

class Pipeline {
 public:
  struct Parts {
    std::shared_ptr<const Settings> settings;
    std::vector<Plan> plans;  // all that are recorded: of vantages that have left, too
    const Clock* clock = nullptr;
    std::unique_ptr<store::Writer> writer;
    std::unique_ptr<store::Reader> reader;  // history at the start, counts of the outbox
    BoardHolder* board = nullptr;
    bool demo = false;
    HearingRules hearing;                // with all plans that were issued to agents
    std::function<void(Board&)> agents;  // puts on the board what is known of them. Empty: nothing
    std::optional<store::AckKey> ack_key;  // for the links in messages
    // Asks for a second, fresh look. Any thread's business but ours: must not block.
    std::function<void(const Sample&)> confirm;
    // Is told every sample that a start reads back. Empty: nobody.
    std::function<void(const Sample&)> remember;
    // Hands due messages to whoever delivers them. Must not block.
    std::function<void(std::vector<store::Pending>)> deliver;
  };
  explicit Pipeline(Parts parts);

  // Reads back what the judge still needs and the incidents it may continue.
  Result<void> resume();

  // Records, judges, registers, tells. An error means that the store has failed: nothing of this
  // batch may be taken for recorded that was not, and the daemon ends.
  Result<void> take(std::vector<Note> notes);

  // Gaps that were missed, starts and plans, before the first batch. After it every slot that was
  // to start before `accounted` has its row.
  Result<void> record(const std::vector<store::Entry>& entries, Instant accounted);
  void show_trouble(const std::string& trouble);
  Result<void> settle();  // a last checkpoint, before the end

 private:
  Result<void> record_notes(std::vector<Note>& notes);
  Result<void> take_in(std::vector<Note>& notes);
  void hear(const Sample& sample);
  Result<void> revise_late();
  [[nodiscard]] std::vector<store::Change> to_tell(const std::vector<store::Change>& changes,
                                                   const std::vector<Incident>& known);
  Result<void> keep_first_failure(Finished& finished);
  void consider(const std::vector<Note>& notes);
  Result<void> register_outages();
  Result<void> acknowledge(const std::vector<Note>& notes);
  Result<void> close_day();
  Result<void> tell_seal();
  Result<void> issue_sheets(const std::vector<Note>& notes);
  Result<void> send_messages(const std::vector<Note>& notes);
  void publish();
  Result<void> resume_telling(Instant now);
  Result<void> tell_in_time();
  Result<std::vector<store::Message>> tell_round(const alert::Round& round, Instant now);
  void prune(Instant now);
  Result<void> note_accounted(Instant until);
  [[nodiscard]] std::string local_date(const TargetId& target, Instant at) const;

  Parts parts_;
  judge::Judge judge_;
  Tally tally_;
  std::vector<Incident> known_;  // latest revision of each that the judge's memory covers
  Instant remembers_from_{};
  std::map<TargetId, std::string> short_names_;
  std::map<TargetId, Zone> zones_;
  std::map<std::pair<VantageId, TargetId>, Class> last_class_;
  std::vector<Acknowledgement> acknowledged_;
  alert::AckLinks links_;
  std::optional<alert::Watch> watch_;  // once the outbox was asked what was said before
  std::set<std::string> told_;  // rounds and reminders that this life has handed to the outbox
  Instant published_{}, pruned_{}, settled_{}, looked_{}, resumed_{};
  std::optional<DaySeal> seal_;  // the latest
  bool seal_told_ = false;       // in this life
  std::optional<Instant> since_trouble_;
  // What agents brought late: it revises incidents, and alarms nobody.
  std::set<TargetId> failing_now_;  // seen in this batch, and just now
  std::set<std::string> untold_;    // incidents that late records alone have opened
  std::optional<std::pair<Instant, Instant>> forgotten_;  // ends of those before the judge's memory
  Instant forgotten_at_{};
  bool news_ = false;
};

}  // namespace saksi::app
