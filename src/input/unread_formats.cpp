// Formats that archives hold and that nothing packaged reads: told by what they are, or RTF would pass for text, markup
// and all. Test: tests/input/formats_test.cpp.
#include "input/readers.h"

namespace nuskha {

bool is_rtf(std::string_view head, std::string_view) {
  head.remove_prefix(head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  return head.starts_with("{\\rtf");
}

bool is_parquet(std::string_view head, std::string_view) { return head.starts_with("PAR1"); }

}  // namespace nuskha
