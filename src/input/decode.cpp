// Decoding in the order in which the evidence is sure: byte order mark, escape sequences, valid UTF-8, UTF-16 without a
// mark, signs of a binary file, UTF-8 with slips, statistics. A label that somebody put on
// the bytes stands before the last two. Entry points: decode_text, decode_labelled. Test: tests/input/decode_test.cpp.
#include "input/decode.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "base/unicode.h"
#include "input/binary_kind.h"
#include "input/encoding_labels.h"
#include "input/legacy_encoding.h"

namespace nuskha {
namespace {

using std::string_view;

DecodedText decode_named(string_view bytes, const std::string& encoding) {
  DecodedText out;
  out.encoding = encoding;
  if (auto decoded = decode_from(bytes, encoding)) {
    out.text = std::move(decoded->text);
    out.num_replaced = decoded->num_replaced;
  } else {  // An ICU built without this converter.
    out.text = replace_invalid_utf8(bytes);
    out.num_replaced = 1;
  }
  if (out.num_replaced > 0) out.trouble = DecodeTrouble::undecodable;
  return out;
}

struct ByteOrderMark {
  string_view bytes;
  const char* encoding;
};

// UTF-32LE begins like UTF-16LE and so comes first.
constexpr ByteOrderMark byte_order_marks[] = {
    {string_view("\xEF\xBB\xBF"), "UTF-8"},       {string_view("\xFF\xFE\0\0", 4), "UTF-32LE"},
    {string_view("\0\0\xFE\xFF", 4), "UTF-32BE"}, {string_view("\xFF\xFE"), "UTF-16LE"},
    {string_view("\xFE\xFF"), "UTF-16BE"},
};

/// The ISO 2022 encoding whose designating escape sequence stands in the text, or nothing.
const char* iso_2022_encoding(string_view bytes) {
  for (std::size_t at = bytes.find('\x1B'); at != bytes.npos; at = bytes.find('\x1B', at + 1)) {
    const string_view escape = bytes.substr(at + 1, 3);
    if (escape.starts_with("$)C")) return "ISO-2022-KR";
    if (escape.starts_with("$)A") || escape.starts_with("$)G") || escape.starts_with("$*H")) return "ISO-2022-CN";
    if (escape.starts_with("$B") || escape.starts_with("$@") || escape.starts_with("$(D")) return "ISO-2022-JP";
    if (escape.starts_with("(J") || escape.starts_with("(I")) return "ISO-2022-JP";
  }
  return nullptr;
}

DecodedText decode_iso_2022(string_view bytes, const char* encoding) {
  DecodedText out = decode_named(bytes, encoding);
  if (out.num_replaced == 0 || string_view(encoding) != "ISO-2022-JP") return out;
  for (const char* wider : {"ISO-2022-JP-2", "csJISEncoding"}) {  // JIS X 0212, and half-width katakana
    DecodedText other = decode_named(bytes, wider);
    if (other.num_replaced < out.num_replaced) {
      out = std::move(other);
      out.encoding = encoding;
    }
  }
  return out;
}

/// "UTF-16LE" or "UTF-16BE" when the bytes, which hold NULs, read as text in it and hold ASCII characters in that
/// order.
const char* utf16_without_mark(string_view bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return nullptr;
  const string_view head = bytes.substr(0, 4 << 10);
  std::size_t num_ascii[2] = {0, 0};
  bool is_text[2] = {true, true};
  for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
    for (unsigned big_endian = 0; big_endian < 2; ++big_endian) {
      const auto low = static_cast<unsigned char>(head[i + big_endian]);
      const auto high = static_cast<unsigned char>(head[i + 1 - big_endian]);
      const char32_t unit = static_cast<char32_t>(high) << 8 | low;
      num_ascii[big_endian] += unit == ' ' || unit == '\n' || (unit > ' ' && unit < 127);
      const bool surrogate = unit >= 0xD800 && unit <= 0xDFFF;
      const CharacterKind kind = surrogate ? CharacterKind::letter : kind_of(unit);
      if (kind == CharacterKind::unassigned || kind == CharacterKind::control) is_text[big_endian] = false;
    }
  }
  if (is_text[0] && num_ascii[0] > num_ascii[1]) return "UTF-16LE";
  if (is_text[1] && num_ascii[1] > num_ascii[0]) return "UTF-16BE";
  return nullptr;
}

/// Counts of valid and invalid sequences beyond ASCII.
struct Utf8Slips {
  std::size_t num_valid = 0;
  std::size_t num_invalid = 0;
  std::size_t first_invalid = 0;
};

Utf8Slips count_slips(string_view bytes) {
  Utf8Slips slips;
  for (std::size_t i = 0; i < bytes.size();) {
    if ((bytes[i] & 0x80) == 0) {
      ++i;
      continue;
    }
    const CodePoint c = decode_utf8(bytes.substr(i, 8));
    if (c.value == 0xFFFD && bytes.substr(i, 3) != "\xEF\xBF\xBD") {
      if (slips.num_invalid++ == 0) slips.first_invalid = i;
    } else {
      ++slips.num_valid;
    }
    i += c.length;
  }
  return slips;
}

DecodedText decode_slipped_utf8(string_view bytes, const Utf8Slips& slips) {
  DecodedText out;
  out.text = replace_invalid_utf8(bytes);
  out.trouble = DecodeTrouble::invalid_utf8;
  out.num_replaced = slips.num_invalid;
  out.first_offset = slips.first_invalid;
  const auto begin = bytes.begin();
  out.first_line =
      1 + static_cast<std::size_t>(std::count(begin, begin + static_cast<std::ptrdiff_t>(slips.first_invalid), '\n'));
  return out;
}

DecodedText binary(std::string what) {
  DecodedText out;
  out.trouble = DecodeTrouble::binary;
  out.detail = std::move(what);
  return out;
}

// A multi-byte sequence of UTF-8 is rare by chance in any other encoding, so three good ones outweigh a bad one.
bool is_utf8_with_slips(const Utf8Slips& slips) { return slips.num_valid >= 3 * slips.num_invalid; }

/// decode_text, with what the bytes are called by a header.
DecodedText decode_with_hint(std::string bytes, string_view hint) {
  std::size_t mark_size = 0;
  for (const ByteOrderMark& mark : byte_order_marks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    if (mark.encoding != string_view("UTF-8"))
      return decode_named(string_view(bytes).substr(mark.bytes.size()), mark.encoding);
    mark_size = mark.bytes.size();
    break;
  }
  const bool rare_controls = has_rare_controls(bytes);
  if (const auto kind = binary_kind(bytes, rare_controls)) {
    if (bytes.find('\0') != bytes.npos) {
      if (const char* utf16 = utf16_without_mark(bytes)) return decode_named(bytes, utf16);
    }
    return binary(*kind);
  }
  const std::size_t invalid = find_invalid_utf8(bytes);
  if (invalid == bytes.npos) {
    if (rare_controls) {
      if (const char* iso_2022 = iso_2022_encoding(bytes)) return decode_iso_2022(bytes, iso_2022);
    }
    DecodedText out;
    if (mark_size > 0) bytes.erase(0, mark_size);
    out.text = std::move(bytes);
    return out;
  }
  const Utf8Slips slips = count_slips(bytes);
  if (mark_size > 0 || is_utf8_with_slips(slips)) {
    DecodedText out = decode_slipped_utf8(bytes, slips);
    if (mark_size > 0) out.text.erase(0, mark_size);
    return out;
  }
  const LegacyEncoding guess = guess_legacy_encoding(bytes, hint);
  DecodedText out = decode_named(bytes, guess.name);
  out.encoding = guess.reported;
  out.is_detected = true;
  return out;
}

bool is_ascii(string_view bytes) {
  return std::none_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; });
}

bool has_byte_order_mark(string_view bytes) {
  return std::any_of(std::begin(byte_order_marks), std::end(byte_order_marks),
                     [&](const ByteOrderMark& mark) { return bytes.starts_with(mark.bytes); });
}

/// Whether the bytes may be of the encoding that their label means, and decode_text wouldn't find out by a rule.
bool may_be_labelled(string_view bytes, string_view encoding) {
  if (encoding.empty() || encoding == "UTF-8" || encoding == "windows-1252" || has_byte_order_mark(bytes)) return false;
  if (encoding == "HZ") return bytes.find("~{") != bytes.npos && is_ascii(bytes);
  if (encoding == "UTF-7") return bytes.find('+') != bytes.npos && is_ascii(bytes);
  if (encoding.starts_with("UTF-")) return bytes.find('\0') != bytes.npos;  // of a space or a sign of markup
  return find_invalid_utf8(bytes) != bytes.npos && !binary_kind(bytes);
}

/// A label that leaves more than one of twenty of the bytes beyond ASCII without a meaning isn't even a hint.
bool is_refuted(const DecodedText& decoded, string_view bytes) {
  const auto num_high = std::count_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; });
  return decoded.num_replaced * 20 > static_cast<std::size_t>(num_high);
}

}  // namespace

bool is_surely_binary(string_view head) {
  head = head.substr(0, std::min(head.size(), decode_head_bytes) / 2 * 2);  // UTF-16 has an even size
  for (const ByteOrderMark& mark : byte_order_marks) {
    if (head.starts_with(mark.bytes) && mark.encoding != string_view("UTF-8")) return false;
  }
  if (!binary_kind(head)) return false;
  return head.find('\0') == head.npos || utf16_without_mark(head) == nullptr;
}

DecodedText decode_text(std::string bytes) { return decode_with_hint(std::move(bytes), {}); }

DecodedText decode_labelled(std::string bytes, string_view label) {
  const string_view encoding = encoding_of_label(label);
  if (!may_be_labelled(bytes, encoding)) {
    return decode_with_hint(std::move(bytes), encoding == "UTF-8" ? string_view() : encoding);
  }
  DecodedText out = decode_named(bytes, std::string(encoding));
  if (out.num_replaced > 0 && encoding == "Big5") {
    DecodedText wider = decode_named(bytes, "Big5-HKSCS");
    if (wider.num_replaced < out.num_replaced) out = std::move(wider);
  }
  if (out.num_replaced > 0) {
    const string_view hint = is_refuted(out, bytes) ? string_view() : encoding;
    DecodedText guess = decode_with_hint(std::move(bytes), hint);
    if (guess.trouble == DecodeTrouble::none) return guess;
  }
  if (out.encoding == "windows-949") out.encoding = "EUC-KR";
  return out;
}

}  // namespace nuskha
