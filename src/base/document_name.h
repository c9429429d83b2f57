// Names of documents inside files: "file.jsonl#12", "archive.zip!inner/a.txt", "a.zip!b.jsonl#12".
#pragma once

#include <string_view>

namespace nuskha {

/// Calls `f` with each part of a document's name that may name the file, or the container, that it is in: the name
/// itself, then what stands before each '!', and each '#' with a number behind it, longest first, until `f` returns
/// true. A file's own name may hold both signs, so only who knows the files can tell. Returns whether `f` did.
/// Thread-safe.
template <class F>
bool any_holder(std::string_view name, F f) {
  if (f(name)) return true;
  for (std::size_t end = name.size();;) {
    const std::size_t mark = end == 0 ? name.npos : name.find_last_of("#!", end - 1);
    if (mark == name.npos || mark == 0) return false;
    const std::string_view part = name.substr(mark + 1, end - mark - 1);
    const bool is_number = !part.empty() && part.find_first_not_of("0123456789") == part.npos;
    if ((name[mark] == '!' || is_number) && f(name.substr(0, mark))) return true;
    end = mark;
  }
}

}  // namespace nuskha
