// Entry points: is_invisible, character_name. Test: tests/rule/invisible_characters_test.cpp.
#include "rule/character_class.h"

#include <string>

#include "base/fold.h"
#include "base/unicode.h"

namespace nuskha {
namespace {

struct NamedCharacter {
  char32_t first;
  char32_t last;
  std::string_view name;
};

constexpr NamedCharacter named_characters[] = {
    {0x00AD, 0x00AD, "Soft hyphen"},
    {0x061C, 0x061C, "Arabic letter mark"},
    {0x180E, 0x180E, "Mongolian vowel separator"},
    {0x200B, 0x200B, "Zero-width space"},
    {0x200E, 0x200E, "Left-to-right mark"},
    {0x200F, 0x200F, "Right-to-left mark"},
    {0x202A, 0x202A, "Left-to-right embedding"},
    {0x202B, 0x202B, "Right-to-left embedding"},
    {0x202C, 0x202C, "Pop directional formatting"},
    {0x202D, 0x202D, "Left-to-right override"},
    {0x202E, 0x202E, "Right-to-left override"},
    {0x2060, 0x2060, "Word joiner"},
    {0x2061, 0x2064, "Invisible operator"},
    {0x2066, 0x2066, "Left-to-right isolate"},
    {0x2067, 0x2067, "Right-to-left isolate"},
    {0x2068, 0x2068, "First strong isolate"},
    {0x2069, 0x2069, "Pop directional isolate"},
    {0x206A, 0x206F, "Deprecated format character"},
    {0xFEFF, 0xFEFF, "Byte order mark inside the text"},
};

const NamedCharacter* find_name(char32_t c) {
  for (const NamedCharacter& row : named_characters)
    if (c >= row.first && c <= row.last) return &row;
  return nullptr;
}

bool is_private_use(char32_t c) { return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000; }

/// Where next year's emoji will be: newer than the tables that we know them by.
bool is_emoji_block(char32_t c) { return c >= 0x1F000 && c <= 0x1FAFF; }

bool is_right_to_left(char32_t c) {
  std::string text;
  append_utf8(c, text);
  return has_right_to_left(text);
}

}  // namespace

bool is_invisible(char32_t c) {
  if (c < 0x7F) return c < 0x20 && !(c >= 0x09 && c <= 0x0D);
  if ((c > 0xAD && c < 0x250) || (c >= 0x620 && c <= 0x6FF) || (c >= 0x4E00 && c <= 0x9FFF)) return false;  // fast way
  if (c == 0x85 || c == 0xFFFD || is_bidi_control(c)) return false;
  if (find_name(c) != nullptr) return true;
  switch (kind_of(c)) {
    case CharacterKind::control: return true;
    case CharacterKind::unassigned: return !is_emoji_block(c);
    default: return false;
  }
}

std::string_view character_name(char32_t c) {
  if (const NamedCharacter* row = find_name(c)) return row->name;
  if (kind_of(c) == CharacterKind::control) return "Control character";
  return is_private_use(c) ? "Private-use character" : "Unassigned character";
}

bool is_right_to_left_letter(char32_t c) { return kind_of(c) == CharacterKind::letter && is_right_to_left(c); }

bool is_left_to_right_letter(char32_t c) { return kind_of(c) == CharacterKind::letter && !is_right_to_left(c); }

bool is_written_without_spaces(char32_t c) {
  const FoldKind kind = fold_entry(c).kind;
  return kind == FoldKind::character2 || kind == FoldKind::character3;
}

}  // namespace nuskha
