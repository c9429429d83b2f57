// Telling tables of delimited text and their delimiters. Entry points: is_csv, find_delimiter. Apart from csv.cpp,
// which needs libcsv: also a build without it tells them. Test: tests/input/csv_test.cpp.
#include "input/delimited.h"

#include <algorithm>

#include "input/decode.h"
#include "input/readers.h"

namespace nuskha {
namespace {

using std::string_view;

bool is_tsv(string_view name) { return has_ending(name, ".tsv") || has_ending(name, ".tab"); }

/// Up to the first line break that isn't quoted.
string_view first_row(string_view begin) {
  bool is_quoted = false;
  for (std::size_t i = 0; i < begin.size(); ++i) {
    if (begin[i] == '"') is_quoted = !is_quoted;
    if (!is_quoted && (begin[i] == '\n' || begin[i] == '\r')) return begin.substr(0, i);
  }
  // A quotation mark without its other half: the line has to do.
  return is_quoted ? begin.substr(0, begin.find_first_of("\r\n")) : begin;
}

struct Parted {
  std::size_t num_cells = 1;
  bool has_field = false;
};

string_view bare(string_view cell) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!cell.empty() && is_space(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && is_space(cell.back())) cell.remove_suffix(1);
  if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
  return cell;
}

Parted part(string_view row, char delimiter, const std::string& text_field) {
  Parted out;
  bool is_quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= row.size(); ++i) {
    if (i < row.size() && row[i] == '"') is_quoted = !is_quoted;
    if (i < row.size() && (is_quoted || row[i] != delimiter)) continue;
    out.num_cells += i < row.size();
    out.has_field |= bare(row.substr(begin, i - begin)) == text_field;
    begin = i + 1;
  }
  return out;
}

}  // namespace

bool is_csv(string_view head, string_view name) {
  return (has_ending(name, ".csv") || is_tsv(name)) && !is_surely_binary(head);
}

Delimiter find_delimiter(string_view begin, string_view name, const std::string& text_field) {
  Delimiter out;
  string_view row = first_row(begin);
  if (row.size() == 5 && row.starts_with("sep=")) {
    out.character = row[4];
    out.skipped = row.size() + (begin.substr(row.size()).starts_with("\r\n") ? 2 : 1);
    out.skipped = std::min(out.skipped, begin.size());
    return out;
  }
  if (is_tsv(name)) {
    out.character = '\t';
    return out;
  }
  Parted best;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const Parted parted = part(row, delimiter, text_field);
    const bool has_it_alone = parted.has_field && !best.has_field;
    if (has_it_alone || (parted.has_field == best.has_field && parted.num_cells > best.num_cells)) {
      best = parted;
      out.character = delimiter;
    }
  }
  return out;
}

}  // namespace nuskha
