// nuskha index: an archive, and what is in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/job_options.h"

namespace nuskha::cli {

enum class IndexAction : std::uint8_t { add, update, remove, info, verify, report };

/// What was typed, not yet checked. What an archive remembers is only given where it was typed.
struct IndexArguments : JobArguments {
  std::string archive;
  std::optional<std::string> wanted_threshold;
  std::optional<std::string> wanted_miss_rate;
  std::optional<std::string> wanted_join;
  std::optional<std::string> wanted_level;
  std::optional<std::string> wanted_text_field;
  std::optional<std::string> wanted_id_field;
  bool keep_boilerplate = false;
  bool store_text = false;
  bool no_store_text = false;
  bool defer = false;
};

/// Adds the command and its subcommands to the program. `arguments` is filled by parsing and must outlive it. Each does
/// what was asked, and returns the exit code.
void add_index_command(Command& program, IndexArguments& arguments);

}  // namespace nuskha::cli
