// SPDX-License-Identifier: Apache-2.0
//
// The desk of one room: opened at the first question and kept, with the days that it has judged. On
// that room's thread only.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "inquiry/desk.hpp"
#include "web/site.hpp"

namespace saksi::web {

class DeskRoom {
 public:
  explicit DeskRoom(const Site& site) : site_(site) {}

  Result<verdict::Answer> answer(const verdict::Asked& asked) {
    return with_desk([&](inquiry::Desk& desk) { return desk.answer(asked); });
  }
  Result<inquiry::Evidence> date_sheet(const TargetId& target, Date date) {
    return with_desk([&](inquiry::Desk& desk) { return desk.date_sheet(target, date); });
  }
  Result<std::optional<inquiry::Evidence>> incident_sheet(const Incident& incident) {
    return with_desk([&](inquiry::Desk& desk) { return desk.incident_sheet(incident); });
  }

 private:
  template <class Ask>
  auto with_desk(const Ask& ask) -> decltype(ask(std::declval<inquiry::Desk&>())) {
    const Instant now = site_.context.clock->wall();
    if (!desk_) {
      SAKSI_TRY_ASSIGN(reader_, site_.open_reader());
      desk_.emplace(*site_.context.settings, site_.context.plans, *reader_, now);
    }
    desk_->move_on(now);
    auto answer = ask(*desk_);
    if (!answer) desk_.reset();  // whatever is wrong with the store, the next look is a fresh one
    return answer;
  }

  const Site& site_;
  std::unique_ptr<store::Reader> reader_;
  std::optional<inquiry::Desk> desk_;  // reads through reader_
};

}  // namespace saksi::web
