// SPDX-License-Identifier: Apache-2.0
#include "base/secret.hpp"
#include "cli/cli.hpp"

int main(int argc, char** argv) {
  saksi::forbid_cores();
  return saksi::cli::run(argc, argv);
}
