// Reading a page in a test, and what a test says about it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "input/readers.h"
#include "nuskha/text.h"

namespace nuskha::test {

struct ReadPage {
  Document document;
  std::vector<Problem> problems;
  bool is_read = false;
};

inline ReadPage read_page(std::string bytes, std::string_view charset = {}) {
  const InputOptions options;
  const ExtractContext context{options, charset};
  ReadPage page;
  page.document.path = "page.html";
  page.is_read = extract_html(std::move(bytes), context, page.document, page.problems);
  return page;
}

inline std::string text_of_page(std::string bytes) { return read_page(std::move(bytes)).document.text; }

inline std::vector<WordId> words_of_text(std::string_view text) {
  Analysis analysis;
  Analyzer().analyze(text, analysis);
  return analysis.words;
}

}  // namespace nuskha::test
