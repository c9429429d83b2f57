// Files into an archive.
#pragma once

#include <span>

#include "archive/writer.h"
#include "nuskha/index.h"
#include "nuskha/scan.h"
#include "scan/index_files.h"

namespace nuskha {

/// Reads the files and brings their documents in the archive up to date: those that are the same as before stay, the
/// others are replaced. Documents are stored in the order of the files, whatever the number of threads.
void read_into(ArchiveWriter& writer, std::span<const FileToRead> files, const InputLimits& limits, unsigned threads,
               ScanProgress* progress, IndexOutcome& outcome);

}  // namespace nuskha
