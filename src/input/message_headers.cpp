// Telling mail and mailboxes by their headers; also a build without GMime tells them. Entry points: is_mail, is_mbox.
// Tests: tests/input/mail_test.cpp, mbox_test.cpp.
#include "input/message_headers.h"

#include <algorithm>
#include <cstdint>

#include "input/readers.h"

namespace nuskha {
namespace {

using std::string_view;

bool is_name_character(char c) { return c > ' ' && c < 0x7F && c != ':'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equals(string_view text, string_view lower_case) {
  return text.size() == lower_case.size() && has_ending(text, lower_case);
}

bool is_technical(string_view name) {
  for (const string_view known : {"message-id", "mime-version", "received", "return-path", "delivered-to",
                                  "dkim-signature", "in-reply-to", "references", "list-id", "x-mailer"})
    if (equals(name, known)) return true;
  return name.size() > 3 && lower(name[0]) == 'x' && name[1] == '-';
}

/// Takes the next line off `text`, without its end. `is_whole`: the end was there.
string_view take_line(string_view& text, bool& is_whole) {
  const std::size_t newline = text.find('\n');
  is_whole = newline != text.npos;
  string_view line = text.substr(0, newline);
  text.remove_prefix(is_whole ? newline + 1 : text.size());
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// "10:00" or "10:00:00".
bool is_time(string_view word) {
  return word.size() >= 4 && word.size() <= 8 && is_digit(word[0]) && is_digit(word.back()) &&
         std::count(word.begin(), word.end(), ':') >= 1 &&
         std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || c == ':'; });
}

bool is_year(string_view word) {
  return word.size() == 4 && std::all_of(word.begin(), word.end(), &is_digit) && (word[0] == '1' || word[0] == '2');
}

bool is_month(string_view word) {
  for (const string_view month : {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})
    if (equals(word, month)) return true;
  return false;
}

string_view without_mark(string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  return head;
}

}  // namespace

HeaderBlock read_header_block(string_view head) {
  HeaderBlock block;
  bool usual[3] = {};
  bool is_first = true;
  bool is_whole = true;
  while (!head.empty()) {
    const string_view line = take_line(head, is_whole);
    if (line.empty()) break;
    if (line[0] == ' ' || line[0] == '\t') {
      if (is_first) return {};
      continue;
    }
    const auto end = std::find_if_not(line.begin(), line.end(), &is_name_character);
    const string_view name = line.substr(0, static_cast<std::size_t>(end - line.begin()));
    if (name.empty() || end == line.end() || *end != ':') {
      if (!is_whole && end == line.end() && !is_first) break;  // cut within a name
      return {};
    }
    is_first = false;
    constexpr string_view names[] = {"from", "date", "subject"};
    for (std::size_t i = 0; i < 3; ++i) usual[i] |= equals(name, names[i]);
    block.has_addressee |= equals(name, "to");
    block.has_technical |= is_technical(name);
  }
  block.is_block = !is_first;
  block.num_usual = static_cast<std::size_t>(std::count(std::begin(usual), std::end(usual), true));
  return block;
}

bool is_from_line(string_view line) {
  if (!line.starts_with("From ") || line.size() > 1000) return false;
  bool has_time = false;
  bool has_year = false;
  bool has_month = false;
  std::size_t num_words = 0;
  for (std::size_t begin = 5; begin < line.size();) {
    const std::size_t end = std::min(line.find(' ', begin), line.size());
    const string_view word = line.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    if (++num_words == 1) continue;  // the address
    has_time |= is_time(word);
    has_year |= is_year(word);
    has_month |= is_month(word);
  }
  return has_time && has_year && has_month;
}

bool is_mail(string_view head, string_view name) {
  const HeaderBlock block = read_header_block(without_mark(head));
  if (!block.is_block) return false;
  if (has_ending(name, ".eml")) return block.num_usual > 0 || block.has_addressee;
  return block.num_usual >= 2 && block.has_technical;
}

bool is_mbox(string_view head, string_view) {
  head = without_mark(head);
  if (!head.starts_with("From ")) return false;
  bool is_whole = true;
  if (!is_from_line(take_line(head, is_whole)) || !is_whole) return false;
  while (head.starts_with(">From ")) take_line(head, is_whole);
  return read_header_block(head).is_block;
}

}  // namespace nuskha
