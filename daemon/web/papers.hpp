// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inquiry/desk.hpp"
#include "paper/compose.hpp"
#include "web/site.hpp"

namespace saksi::web {

// The code of a sheet that may be issued; the keeper keeps it before this returns. Else why not.
Result<paper::Issue> issue_sheet(const Site& site, const inquiry::Evidence& evidence,
                                 Language language);

}  // namespace saksi::web
