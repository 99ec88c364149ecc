// SPDX-License-Identifier: Apache-2.0
//
// What the other threads tell the keeper. Values only; the channel that carries them is bounded.
#pragma once

#include <string>
#include <variant>

#include "judge/judge.hpp"
#include "model/sample.hpp"
#include "store/store.hpp"

namespace saksi::app {

struct Finished {
  Sample sample;     // without seq
  std::string body;  // redacted, of the failing step; kept as a blob at first failures
};

using Note = std::variant<Finished, Gap, judge::LateNote, store::DeliveryReport>;

}  // namespace saksi::app
