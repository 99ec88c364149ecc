// SPDX-License-Identifier: Apache-2.0
//
// What the other threads tell the keeper. Values only; the channel that carries them is bounded.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "judge/judge.hpp"
#include "model/sample.hpp"
#include "store/agents.hpp"
#include "store/store.hpp"

namespace saksi::app {

struct Finished {
  Sample sample;     // without seq
  std::string body;  // redacted, of the failing step; kept as a blob at first failures
};

// A page wants a sheet kept. Whoever asks waits for the answer, but not for long.
struct SheetNote {
  using Answer = Result<std::optional<store::IssuedSheet>>;
  store::NewSheet sheet;
  std::shared_ptr<std::promise<Answer>> answer;
};

// Somebody waits for the answer; without one the store has failed.
struct AckNote {
  Acknowledgement said;
  std::shared_ptr<std::promise<AckOutcome>> answer;
};

// A delivery of an agent, and a key that may deliver from now on.
struct IntakeNote {
  store::Arrival arrival;
  std::shared_ptr<std::promise<Result<store::Taken>>> answer;
  std::optional<store::Taken> taken;  // by the keeper
};
struct EnrolNote {
  VantageId vantage;
  PublicKey key{};
  std::shared_ptr<std::promise<Result<void>>> answer;
};

using Note = std::variant<Finished, Gap, judge::LateNote, store::DeliveryReport, SheetNote, AckNote,
                          IntakeNote, EnrolNote>;

}  // namespace saksi::app
