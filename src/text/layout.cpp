// Entry point: normalize_layout. Test: tests/text/level_test.cpp.
#include "text/layout.h"

#include "base/fold.h"
#include "base/unicode.h"

namespace nuskha {

std::string normalize_layout(std::string_view utf8) {
  std::string out;
  bool space = false;
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint c = decode_utf8(utf8.substr(i));
    i += c.length;
    const FoldEntry& entry = fold_entry(c.value);
    if ((entry.flags & FoldEntry::layout_ignorable) != 0) continue;
    if ((entry.flags & FoldEntry::white_space) != 0) {
      space = true;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    append_utf8(c.value, out);
  }
  return compose(out);
}

}  // namespace nuskha
