// Character references: numbers, and names looked up in a sorted table. Entry point: append_html_reference. Test:
// tests/input/html_references_test.cpp.
//
// The table is packed by the compiler from the rows of html_references.inc (made by make_html_references.py) into 29 KB
// of constants without a pointer: one string of names and texts, and for each name where it begins in it.
#include "input/html_references.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/unicode.h"

namespace nuskha {
namespace {

using std::size_t;
using std::string_view;

enum Ending : std::uint8_t { ended, bare };  // of the name: counts with a semicolon only, or without one, too

struct Row {
  string_view name;
  string_view text;
  Ending ending;
};

constexpr Row rows[] = {
#include "input/html_references.inc"
};

constexpr size_t num_rows = std::size(rows);
constexpr size_t longest_bare_name = 6;

constexpr size_t size_of_strings() {
  size_t size = 0;
  for (const Row& row : rows) size += row.name.size() + row.text.size();
  return size;
}

struct Entry {
  std::uint16_t begin;  // of the name in Table::strings; the text follows it
  std::uint8_t name_size;
  std::uint8_t text_size : 7;
  std::uint8_t is_bare : 1;
};

struct Table {
  std::array<char, size_of_strings()> strings{};
  std::array<Entry, num_rows> entries{};
  std::array<std::uint16_t, 'z' - 'A' + 2> first{};  // entry of the first name that begins with 'A', …

  string_view name(size_t i) const { return {strings.data() + entries[i].begin, entries[i].name_size}; }
  string_view text(size_t i) const {
    return {strings.data() + entries[i].begin + entries[i].name_size, entries[i].text_size};
  }
};

constexpr Table make_table() {
  Table table;
  size_t at = 0;
  for (size_t i = 0; i < num_rows; ++i) {
    const Row& row = rows[i];
    table.entries[i] = {static_cast<std::uint16_t>(at), static_cast<std::uint8_t>(row.name.size()),
                        static_cast<std::uint8_t>(row.text.size() & 127), row.ending == bare};
    for (const char c : row.name) table.strings[at++] = c;
    for (const char c : row.text) table.strings[at++] = c;
    ++table.first[static_cast<size_t>(row.name[0] - 'A' + 1)];
  }
  for (size_t i = 1; i < table.first.size(); ++i)
    table.first[i] = static_cast<std::uint16_t>(table.first[i] + table.first[i - 1]);
  return table;
}

constexpr Table table = make_table();

constexpr size_t not_found = num_rows;

size_t find_name(string_view name) {
  const auto letter = static_cast<size_t>(name[0] - 'A');
  if (name[0] < 'A' || letter + 1 >= table.first.size()) return not_found;
  size_t low = table.first[letter];
  size_t high = table.first[letter + 1];
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const int order = table.name(middle).compare(name);
    if (order == 0) return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return not_found;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_character(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The character that a number means: that of windows-1252 for those numbers that Unicode has controls at.
char32_t character_of(char32_t number) {
  static constexpr char32_t windows_1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) return 0xFFFD;
  return number >= 0x80 && number < 0xA0 ? windows_1252[number - 0x80] : number;
}

/// Of "&#…".
size_t append_number(string_view text, std::string& out) {
  size_t at = 2;
  const bool is_hex = at < text.size() && (text[at] == 'x' || text[at] == 'X');
  at += is_hex;
  const size_t begin = at;
  char32_t number = 0;
  for (; at < text.size(); ++at) {
    const int digit = hex_digit(text[at]);
    if (digit < 0 || (!is_hex && digit > 9)) break;
    number = std::min<char32_t>(number * (is_hex ? 16 : 10) + static_cast<char32_t>(digit), 0x110000);
  }
  if (at == begin) return 0;
  append_utf8(character_of(number), out);
  return at + (at < text.size() && text[at] == ';');
}

}  // namespace

size_t append_html_reference(string_view text, bool in_attribute, std::string& out) {
  if (text.size() < 2 || text[0] != '&') return 0;
  if (text[1] == '#') return append_number(text, out);
  // Names are of letters and digits, so the only one with a semicolon that can stand here is the run up to the first.
  static constexpr size_t longest_name = 31;
  const string_view run = text.substr(1, longest_name + 1);
  const size_t size = static_cast<size_t>(std::find_if_not(run.begin(), run.end(), is_name_character) - run.begin());
  if (size == 0) return 0;
  if (size < run.size() && run[size] == ';') {
    if (const size_t found = find_name(run.substr(0, size)); found != not_found) {
      out += table.text(found);
      return 1 + size + 1;
    }
  }
  for (size_t prefix = std::min(size, longest_bare_name); prefix >= 2; --prefix) {
    const size_t found = find_name(run.substr(0, prefix));
    if (found == not_found || !table.entries[found].is_bare) continue;
    const char next = 1 + prefix < text.size() ? text[1 + prefix] : '\0';
    if (in_attribute && (next == '=' || is_name_character(next))) return 0;
    out += table.text(found);
    return 1 + prefix;
  }
  return 0;
}

}  // namespace nuskha
