// What reading may take, and opening paths with other limits than usual. For tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "input/line_reader.h"
#include "input/walk.h"
#include "nuskha/input.h"

namespace nuskha {

/// Beyond them a line is a problem `too-large`, so that a job doesn't die of one. What users set is InputLimits.
struct ReadLimits {
  std::size_t longest_line = LineReader::longest_line_bytes;  ///< JSON Lines, which are else read however long.
};

/// open_paths with limits.
Result<std::unique_ptr<DocumentSource>> open_paths_within(std::span<const std::string> paths,
                                                          const InputOptions& options, const ReadLimits& limits);

/// Reads the files of a list that is made already, in its order, where one thread asks. Its problems come out first.
std::unique_ptr<DocumentSource> open_files(FileList list, const InputOptions& options);

/// What a file that was sent is said to be.
enum class SentAs {
  file,  ///< Nothing: its content and name tell, as of a file on disk.
  html,  ///< A page of HTML or a piece of one, whatever it looks like.
  text,  ///< Plain text, even if it looks like a page or a binary file.
};

/// A file that lies in memory: one that was sent.
struct FileInMemory {
  std::string name;          ///< As Document::path; its ending tells formats that content alone doesn't. Never opened.
  std::string bytes;         ///< All of them.
  std::string charset = {};  ///< Encoding that was said to be theirs; empty: none was.
  SentAs sent_as = SentAs::file;
};

/// What such a file may hold.
struct InMemoryBounds {
  std::size_t documents = 0;
  std::uint64_t text_bytes = 0;  ///< Of all its documents.
};

/// Appends the documents of such a file, read as a file of that name and content is, with what it is packed in.
/// False where there is more than `bounds`: reading ends then. May be stopped (base/stop.h). Thread-safe.
bool read_in_memory(FileInMemory file, const InputOptions& options, const InMemoryBounds& bounds,
                    std::vector<Document>& documents, std::vector<Problem>& problems);

/// About how many bytes all files of a source of open_paths or open_files have together, as they lie on disk; 0 of
/// other sources. Of many files some are looked at. For estimates only.
std::uint64_t expected_bytes(const DocumentSource& source);

}  // namespace nuskha
