// SPDX-License-Identifier: Apache-2.0
//
// The test picture of a check-in: a drawn card, the same bytes every time, of about the weight of a
// phone's compressed selfie. It shows no person, so nothing that receives it can be mistaken for
// one.
#pragma once

#include <string>

namespace saksi::probes {

[[nodiscard]] std::string test_picture();  // PNG (RFC 2083), 128 x 96, 24 bit

}  // namespace saksi::probes
