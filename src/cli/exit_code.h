// What the program's exit status says. The same for every command.
#pragma once

namespace nuskha::cli {

enum ExitCode : int {
  exit_done = 0,   ///< The job was done; problems with single documents don't change that.
  exit_found = 1,  ///< Done, and what --fail-on (or check) asks about was found.
  exit_error = 2,  ///< Not done, or the result could not be written.
};

}  // namespace nuskha::cli
