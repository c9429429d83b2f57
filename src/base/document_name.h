// Names of documents inside files: "file.jsonl#12", "archive.zip!inner/a.txt", "a.zip!b.jsonl#12".
#pragma once

#include <string_view>

namespace nuskha {

/// Calls `f` with each part of a document's name that may name the file, or the container, that it is in: the name
/// itself, then what stands before each '#' or '!', longest first, until `f` returns true. A file's own name may hold
/// both signs, so only who knows the files can tell. Returns whether `f` did. Thread-safe.
template <class F>
bool any_holder(std::string_view name, F f) {
  for (std::size_t end = name.size();;) {
    if (f(name.substr(0, end))) return true;
    if (end == 0) return false;
    end = name.find_last_of("#!", end - 1);
    if (end == name.npos || end == 0) return false;
  }
}

}  // namespace nuskha
