// SPDX-License-Identifier: Apache-2.0
//
// The command line: one executable, one table of commands (commands.cpp), one file a command.
// Exit: 0 done, 1 a negative answer, 2 usage or configuration, 3 the system failed.
#pragma once

namespace saksi::cli {

int run(int argc, char** argv);

}  // namespace saksi::cli
