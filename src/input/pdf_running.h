// Running heads and feet, and page numbers.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "input/pdf_boxes.h"

namespace nuskha {

/// Rows at the top or the bottom of pages that recur from page to page, but for numbers.
struct RunningRows {
  struct Row {
    std::size_t page = 0;            ///< Index of the page that it stands on first.
    std::vector<std::size_t> words;  ///< There.
  };
  std::vector<Row> heads;                     ///< With words other than "page" and "of": each once.
  std::vector<Row> feet;                      ///< Likewise.
  std::vector<std::vector<bool>> is_running;  ///< By page and word: to be left out where it stands.
};

RunningRows find_running_rows(const std::vector<PdfPage>& pages);

/// True for "3", "- 3 -", "Page 3 of 7", "صفحة ٣ من ٧": digits, punctuation and words for "page" and "of" in a row as
/// it is drawn, from right to left backwards.
bool is_page_number(std::string_view drawn_row);

}  // namespace nuskha
