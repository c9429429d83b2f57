// How many files a 7z archive says that it holds.
#pragma once

#include <cstdint>

#include "input/archive_input.h"

namespace nuskha {

enum class SevenZipDirectory {
  fits,
  encrypted,
  too_large,   ///< More files, or pieces of packed data, than asked for.
  unreadable,  ///< Damaged, or packed in a way that no program uses.
};

/// What the directory of a 7z archive is like, read up to the number of files. It is compressed, so that a few hundred
/// bytes can speak of a hundred million files, for each of which libarchive takes memory when it opens the archive.
/// Seeks; the input then stands at its beginning. Takes time and memory in proportion to `most_files`, at most.
SevenZipDirectory look_into_seven_zip(ArchiveInput& input, std::uint64_t most_files);

}  // namespace nuskha
