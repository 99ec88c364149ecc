// SPDX-License-Identifier: Apache-2.0
//
// Trouble that is no outage, and which somebody should still see to: the attendance web fails
// through one network of several (SATU JARINGAN), or a vantage is silent or cut off from the
// neutral hosts (TITIK PANTAU), or a check-in that should be open is not (TERLAMBAT DIBUKA), or the
// site refuses our account (AKUN UJI DITOLAK), or a remote agent's clock, disk or honesty is in
// doubt (AGEN PERLU DILIHAT). Each waits until it has lasted, and its end does too, so that a line
// that flaps does not ring. Fed with boards; asks no clock and no store.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/board.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace saksi::alert {

class Lines;

class Watch {
 public:
  // `said`: the latest message about each subject that is told of here (subjects() begin so), from
  // the outbox: what an earlier life said is not said again, and its end is owed.
  Watch(const Settings& settings, const std::vector<store::Message>& said, Instant started,
        bool demo);
  static const std::vector<std::string>& subjects();

  // To be called often; what comes out is to be stored before the next call.
  [[nodiscard]] std::vector<store::Message> look(const Board& board, Instant now);

 private:
  // How something stands now. Neither bad nor good: nothing is known, and nothing is waited for.
  struct Sight {
    bool bad = false, good = false;
    Instant began;  // of what is bad: from when on it is waited for
    Instant shown;  // since when, for people
  };
  struct Trouble {
    std::optional<Instant> bad_since, good_since;
    std::optional<Instant> told;  // since when, as people were told
  };
  struct Turn {
    bool opened = false;
    Instant since, until;
  };
  std::optional<Turn> turn(const std::string& subject, const Sight& sight, Duration dwell,
                           Instant now);

  void look_at_networks(const Board& board, Instant now, std::vector<store::Message>& out);
  void look_at_openings(const Board& board, Instant now, std::vector<store::Message>& out);
  void look_at_vantages(const Board& board, Instant now, std::vector<store::Message>& out);
  void look_at_accounts(const Board& board, Instant now, std::vector<store::Message>& out);
  void look_at_agents(const Board& board, Instant now, std::vector<store::Message>& out);
  void tell(const std::string& subject, const Turn& turn, Instant now,
            const std::function<void(Lines&)>& text, std::vector<store::Message>& out) const;
  [[nodiscard]] Duration longest_wait(const Board& board, const VantageId& id, Instant now) const;

  // What became of the logins with one account, at all that use it.
  struct Login {
    unsigned refused = 0;          // in a row
    std::optional<Instant> since;  // the first of these
    Class cls = Class::ok;         // of the latest
    JourneyId journey;
    bool works = false;  // so says the latest run that tells
  };
  void hear(Login& login, const Sample& sample) const;

  const Settings& settings_;
  const Instant started_;
  const bool demo_;
  std::map<std::string, Trouble> troubles_;                        // by subject
  std::map<std::string, Instant> not_alone_;                       // when others failed as well
  std::map<std::string, std::vector<std::string>> late_agencies_;  // whose opening was missed
  std::map<std::string, Login> logins_;                            // by subject
  std::map<std::pair<VantageId, TargetId>, Instant> login_heard_;  // the latest sample of each
};

}  // namespace saksi::alert
