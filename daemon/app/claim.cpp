// SPDX-License-Identifier: Apache-2.0
#include "app/claim.hpp"

#include <unistd.h>

#include "base/file.hpp"
#include "base/log.hpp"

namespace saksi::app {

bool claim_day(const std::string& storage_directory, const TargetId& target,
               const JourneyId& journey, const std::string& date) {
  const std::string folder = storage_directory + "/real";
  const std::string path = folder + "/" + target.text + "." + journey.text;
  const auto refuse = [&](const std::string& why) {
    log::error("no real check-in at {} today: {}", target.text, why);
    return false;
  };
  if (::access(path.c_str(), F_OK) == 0) {
    const auto last = read_file(path, 64);
    if (!last) return refuse(last.error().message);
    if (last->substr(0, date.size()) >= date) return false;  // dates sort as text
  }
  if (const auto made = make_folder(folder); !made) return refuse(made.error().message);
  if (const auto written = write_atomically(path, date + "\n"); !written)
    return refuse(written.error().message);
  return true;
}

}  // namespace saksi::app
