// What tables of delimited text are like, apart from their parsing.
#pragma once

#include <string>
#include <string_view>

namespace nuskha {

/// How the rows of a table are parted into cells.
struct Delimiter {
  char character = ',';
  std::size_t skipped = 0;  ///< Bytes before the header: a line "sep=;", as Excel reads it.
};

/// By the header, which `begin` (UTF-8) begins with: of , ; tab and | the one that parts it into most cells, quoted
/// ones left out of account; one that makes a cell `text_field` goes before all others. A table named .tsv has tabs.
Delimiter find_delimiter(std::string_view begin, std::string_view name, const std::string& text_field);

}  // namespace nuskha
