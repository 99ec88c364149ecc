// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.hpp"

namespace saksi::cli {

// SIGTERM and SIGINT as a descriptor; blocked before the first thread, so that all inherit it.
[[nodiscard]] Fd stop_signals();

}  // namespace saksi::cli
