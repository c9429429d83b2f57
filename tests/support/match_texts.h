// Texts made of word ids, as the tests of matching use them.
#pragma once

#include <vector>

#include "match/match_text.h"

namespace nuskha::test {

using Texts = std::vector<std::vector<WordId>>;

/// The texts as matching sees them; they must outlive the views.
inline std::vector<MatchText> views(const Texts& texts) {
  std::vector<MatchText> out;
  for (const auto& text : texts) out.push_back({text});
  return out;
}

}  // namespace nuskha::test
