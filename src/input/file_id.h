// By what a file is told to be the one that was read before.
#pragma once

#include <span>
#include <string>

#include "input/read_file.h"
#include "nuskha/hash.h"
#include "nuskha/input.h"

namespace nuskha {

/// SourceFile::id of a file in that state that is read with these options. {0, 0} when it has changed less than a tenth
/// of a second ago, or in the future: it could change once more without getting another stamp.
Hash128 id_of_file(const std::string& path, const FileStamp& stamp, const InputOptions& options);

/// True if one of the problems may be gone although the file stays as it is: permissions of a folder, memory, a program
/// that is missing. What is read then is not to be kept.
bool may_pass(std::span<const Problem> problems);

}  // namespace nuskha
