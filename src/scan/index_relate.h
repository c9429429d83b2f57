// Pairs, families and boilerplate of an archive, made anew.
#pragma once

#include <memory>

#include "archive/writer.h"
#include "nuskha/archive.h"
#include "nuskha/input.h"
#include "nuskha/scan.h"

namespace nuskha {

/// Relates all documents of the archive as a scan would and stores what comes out. `limits` are for files that are read
/// again.
void relate_all(ArchiveWriter& writer, const InputLimits& limits, unsigned threads, ScanProgress* progress);

/// A source of an archive's documents that reads their files, as far as they are there, when it is asked `again`. For
/// archives that don't store texts.
std::unique_ptr<DocumentSource> open_originals(const ArchiveSettings& settings, const InputLimits& limits);

}  // namespace nuskha
