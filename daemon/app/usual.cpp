// SPDX-License-Identifier: Apache-2.0
#include "app/usual.hpp"

#include <algorithm>

#include "probes/whole.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

constexpr Duration kMemory = 36h;  // as long as a start reads back: a restart changes nothing
constexpr std::size_t kLeast = 20, kMost = 400;

// "login.2", the second redirect of a login, ends at what the login shows.
std::string step_of(const std::string& finding) { return finding.substr(0, finding.find('.')); }

}  // namespace

void Usual::learn(const Sample& sample) {
  if (!worked(sample.cls)) return;
  std::map<std::string, std::uint64_t> bytes;  // of the last hop of each step
  for (const StepFinding& finding : sample.steps)
    if (finding.sent && finding.bytes > 0)
      bytes[step_of(finding.id)] = static_cast<std::uint64_t>(finding.bytes);
  for (const auto& [step, size] : bytes) {
    auto& seen = sizes_[{sample.target, step}];
    seen.push_back({sample.end, size});
    if (seen.size() > kMost) seen.pop_front();
  }
}

void Usual::learn(const TargetId& target, const std::map<std::string, std::string>& titles) {
  for (const auto& [step, title] : titles) titles_[{target, step}] = probes::title_words(title);
}

std::map<std::string, probes::Baseline> Usual::of(const TargetId& target, Instant now) const {
  std::map<std::string, probes::Baseline> all;
  for (auto at = sizes_.lower_bound({target, ""}); at != sizes_.end() && at->first.first == target;
       ++at) {
    std::vector<std::uint64_t> sizes;
    for (const Seen& seen : at->second)
      if (seen.at > now - kMemory) sizes.push_back(seen.bytes);
    if (sizes.size() < kLeast) continue;
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    probes::Baseline& usual = all[at->first.second];
    usual.bytes = *middle;
    if (const auto title = titles_.find(at->first); title != titles_.end())
      usual.title_words = title->second;
  }
  return all;
}

}  // namespace saksi::app
