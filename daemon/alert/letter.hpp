// SPDX-License-Identifier: Apache-2.0
//
// The words of a message as a mail (RFC 5322, RFC 2045, RFC 2047). Pure.
#pragma once

#include <string>

#include "alert/channels.hpp"
#include "base/clock.hpp"

namespace saksi::alert {

// `event_id` names the mail: a retry carries the same Message-ID. The first line of `text` that is
// not the mark of a demonstration is its subject, too. CR LF line ends; ASCII, whatever `text` is.
[[nodiscard]] std::string letter(const Channel& channel, const std::string& event_id,
                                 const std::string& text, Instant now);

}  // namespace saksi::alert
