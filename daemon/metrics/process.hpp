// SPDX-License-Identifier: Apache-2.0
//
// What Linux says of this process, under the names that every Prometheus client uses. A figure that
// /proc does not give is left out. proc(5): stat (14, 15, 22, 24), fd; stat's btime for the boot.
#pragma once

#include "metrics/writer.hpp"

namespace saksi::metrics {

void write_process(Writer& out);

}  // namespace saksi::metrics
