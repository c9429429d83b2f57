// Lines and paragraphs of mail. Entry points: unwrap_flowed, tidy_paragraphs. Test: tests/input/mail_text_test.cpp.
#include "input/mail_text.h"

#include <algorithm>

namespace nuskha {
namespace {

using std::string_view;

string_view take_line(string_view& text) {
  const std::size_t end = text.find('\n');
  string_view line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::string unwrap_flowed(string_view text, bool delete_spaces) {
  std::string out;
  out.reserve(text.size());
  bool is_open = false;  // the line before goes on here
  std::size_t open_depth = 0;
  while (!text.empty()) {
    string_view line = take_line(text);
    const std::size_t depth = std::min(line.find_first_not_of('>'), line.size());
    line.remove_prefix(depth);
    if (line.starts_with(' ')) line.remove_prefix(1);  // stuffing
    const bool is_signature = line == "-- ";
    if (is_open && (depth != open_depth || is_signature)) {
      out += '\n';
      is_open = false;
    }
    if (!is_open && depth > 0) out.append(depth, '>').append(1, ' ');
    const bool goes_on = line.ends_with(' ') && !is_signature;
    if (goes_on && delete_spaces) line.remove_suffix(1);
    out += line;
    if (!goes_on) out += '\n';
    is_open = goes_on;
    open_depth = depth;
  }
  return out;
}

std::string tidy_paragraphs(string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t num_empty = 0;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    string_view line = text.substr(0, end);
    const std::size_t length = end == text.npos ? 0 : text.substr(end).starts_with("\r\n") ? 2 : 1;
    text.remove_prefix(line.size() + length);
    const std::size_t last = line.find_last_not_of(string_view(" \t\f\v\0", 5));
    line = line.substr(0, last == line.npos ? 0 : last + 1);
    if (line.empty()) {
      ++num_empty;
      continue;
    }
    if (!out.empty()) out += num_empty > 0 ? "\n\n" : "\n";
    num_empty = 0;
    std::remove_copy(line.begin(), line.end(), std::back_inserter(out), '\0');
  }
  return out;
}

std::vector<PlaceMark> mark_paragraphs(string_view text) {
  std::vector<PlaceMark> marks = {{0, 1}};
  for (std::size_t at = text.find("\n\n"); at != text.npos; at = text.find("\n\n", at + 2))
    marks.push_back({at + 2, marks.size() + 1});
  return marks;
}

}  // namespace nuskha
