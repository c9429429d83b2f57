// Which documents a pattern of a configuration file means.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "input/ignore_rules.h"

namespace nuskha::cli {

/// A pattern in the language of gitignore(5), relative to the configuration file's folder. What matches a folder holds
/// for everything below it.
struct PathGlob {
  std::string text;  ///< As it was written.
  IgnoreRule rule;
};

/// Nothing if `pattern` can't match; `glob_error` says why, if it knows.
std::optional<PathGlob> parse_path_glob(std::string_view pattern);

/// From the names of documents, which are relative to where the program runs, to names relative to the configuration
/// file's folder. Both folders are absolute paths without "." and ".." and symbolic links.
struct PathFrame {
  std::string config_folder;
  std::string current_folder;

  /// A document's path seen from the configuration's folder; nothing if it isn't below that. Looks at the names only.
  std::optional<std::string> relative(std::string_view document_path) const;
};

/// True if the pattern means a document, or a record of one ("a.jsonl#12"), by its path relative to the configuration's
/// folder.
bool names_document(const PathGlob& glob, std::string_view relative);

}  // namespace nuskha::cli
