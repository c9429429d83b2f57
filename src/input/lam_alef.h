// Ligatures of lam and alef whose letters a PDF program gives in the wrong order.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nuskha {

/// pdftotext spells a ligature out within a line that it gives from left to right, and so it turns round with the line:
/// "الأولى" becomes "األولى", "خلال" "خالل". Whether this happened, words show that can't be; which of the
/// others are concerned, the letters around (docs/formats/pdf.md). Not thread-safe.
class LamAlef {
 public:
  /// Takes in a line, in reading order. All must be learned before the first is mended.
  void learn(std::string_view line);

  /// The line with the two letters in their order; as it is where nothing shows that they aren't.
  std::string mend(std::string_view line) const;

 private:
  std::size_t num_turned_ = 0;  // alef before alef and lam: not in Arabic
  std::size_t num_right_ = 0;   // lam before alef
};

}  // namespace nuskha
