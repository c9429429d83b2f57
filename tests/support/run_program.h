// Runs the real program in a folder of its own, and keeps what it printed. For tests of the command line.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nuskha::testing {

/// A new empty folder, removed with everything in it when this goes.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Writes a file, making the folders above it. `name` is relative and may hold any bytes.
  void write(const std::string& name, std::string_view content) const;
  std::string read(const std::string& name) const;
  bool exists(const std::string& name) const;

 private:
  std::filesystem::path path_;
};

struct RunOptions {
  std::string standard_input;
  /// Set on top of a fixed environment (PATH, HOME, LC_ALL=C, TERM=xterm); an empty value unsets.
  std::vector<std::pair<std::string, std::string>> environment;
  /// If not empty, standard output goes to this file (opened for writing) and `out` stays empty.
  std::string standard_output_file;
  bool close_output_early = false;  ///< Nobody reads standard output: the program writes into a closed pipe.
  bool output_is_terminal = false;  ///< Standard output is a pseudo-terminal (80 columns); line ends come as \r\n.
  bool error_is_terminal = false;   ///< Standard error likewise.
  bool without_privileges = false;  ///< As user 65534 when run by root, so that permissions count.
  std::string start_in;             ///< A folder below `folder` to run in.
  std::size_t max_file_bytes = 0;   ///< Writing a file beyond this size fails (EFBIG), as on a full disk. 0: no bound.
};

struct ProgramResult {
  std::string out;
  std::string err;
  int exit_code = -1;  ///< 128 + signal if one ended it.
};

/// Runs NUSKHA_BINARY with the arguments in `folder` and waits for it. Throws std::system_error if it can't be started.
ProgramResult run_nuskha(const TemporaryFolder& folder, const std::vector<std::string>& arguments,
                         const RunOptions& options = {});

}  // namespace nuskha::testing
