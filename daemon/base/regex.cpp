// SPDX-License-Identifier: Apache-2.0
#include "base/regex.hpp"

#include <re2/re2.h>

namespace saksi {

struct Regex::Program {
  Program(const std::string& pattern, const RE2::Options& options) : re(pattern, options) {}
  RE2 re;
};

Result<Regex> Regex::compile(const std::string& pattern, bool case_matters) {
  RE2::Options options(RE2::Quiet);
  options.set_case_sensitive(case_matters);
  options.set_max_mem(1 << 20);
  // Latin1: each byte is a character, so that a page with a broken one is still read.
  options.set_encoding(RE2::Options::EncodingLatin1);
  auto program = std::make_shared<const Program>(pattern, options);
  if (!program->re.ok()) return fail(program->re.error(), ErrorKind::usage);
  return Regex(std::move(program));
}

bool Regex::found_in(std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), program_->re);
}

std::optional<std::string> Regex::first_in(std::string_view text) const {
  re2::StringPiece group[2];
  const int wanted = program_->re.NumberOfCapturingGroups() > 0 ? 2 : 1;
  if (!program_->re.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(),
                          RE2::UNANCHORED, group, wanted))
    return std::nullopt;
  const re2::StringPiece& found = group[wanted - 1];
  return std::string(found.data() == nullptr ? "" : found.data(), found.size());
}

}  // namespace saksi
