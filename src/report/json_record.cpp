// Builds one JSON object as a string; see the header. Follows RFC 8259. Covered by tests/report/json_test.cpp.
#include "report/json_record.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/unicode.h"
#include "report/display.h"

namespace nuskha {
namespace {

constexpr std::size_t word_bytes = sizeof(std::uint64_t);

/// Room for a key, what stands around it, and a number behind it.
constexpr std::size_t short_key_bytes = 32;
constexpr std::size_t longest_number_bytes = 32;

std::uint64_t each_byte(unsigned char value) { return value * 0x0101010101010101u; }

/// Not 0 if one of the eight bytes is 0.
std::uint64_t zero_bytes(std::uint64_t word) { return (word - each_byte(1)) & ~word & each_byte(0x80); }

bool needs_escape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\' || c == 0x7F; }

/// Not 0 if one of the eight bytes needs an escape. Bytes beyond ASCII don't.
std::uint64_t bytes_to_escape(std::uint64_t word) {
  const std::uint64_t controls = (word - each_byte(0x20)) & ~word & each_byte(0x80);
  return controls | zero_bytes(word ^ each_byte('"')) | zero_bytes(word ^ each_byte('\\')) |
         zero_bytes(word ^ each_byte(0x7F));
}

std::uint64_t word_at(std::string_view text, std::size_t i) {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data() + i, word_bytes);
  return word;
}

/// True for ASCII without anything to escape: nearly every path and date.
bool is_plain_ascii(std::string_view text) {
  std::uint64_t bad = 0;
  std::size_t i = 0;
  for (; i + word_bytes <= text.size(); i += word_bytes) {
    const std::uint64_t word = word_at(text, i);
    bad |= bytes_to_escape(word) | (word & each_byte(0x80));
  }
  for (; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    bad |= static_cast<std::uint64_t>(needs_escape(c) || c >= 0x80);
  }
  return bad == 0;
}

/// Writes the digits to `out` and returns their end.
char* put_integer(std::uint64_t value, char* out) { return std::to_chars(out, out + 20, value).ptr; }

char* put_rounded(double value, int decimals, char* out) {
  std::uint64_t scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  const auto scaled = static_cast<std::uint64_t>(std::llround(value * static_cast<double>(scale)));
  const std::uint64_t whole = scaled / scale;
  out = put_integer(whole, out);
  *out++ = '.';
  std::uint64_t rest = scaled - whole * scale;
  if (rest == 0) return *out++ = '0', out;
  for (int i = decimals; i-- > 0; rest /= 10) out[i] = static_cast<char>('0' + rest % 10);
  out += decimals;
  while (out[-1] == '0') --out;
  return out;
}

void append_escaped(char c, std::string& out) {
  constexpr std::string_view hex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  const auto value = static_cast<unsigned char>(c);
  out += "\\u00";
  out += hex[value >> 4];
  out += hex[value & 15];
}

void append_valid_utf8(std::string_view text, std::string& out) {
  std::size_t plain = 0;  // [plain, i) needs no escape
  for (std::size_t i = 0; i < text.size();) {
    if (i + word_bytes <= text.size() && bytes_to_escape(word_at(text, i)) == 0) {
      i += word_bytes;
      continue;
    }
    const std::size_t end = std::min(i + word_bytes, text.size());
    for (; i < end; ++i) {
      if (!needs_escape(static_cast<unsigned char>(text[i]))) continue;
      out.append(text, plain, i - plain);
      append_escaped(text[i], out);
      plain = i + 1;
    }
  }
  out.append(text, plain);
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  if (is_plain_ascii(text)) {
    out.append(text);
  } else if (find_invalid_utf8(text) == std::string_view::npos) {
    append_valid_utf8(text, out);
  } else {
    append_valid_utf8(escape_invalid_bytes(text), out);
  }
  out += '"';
}

void append_rounded(double value, int decimals, std::string& out) {
  char digits[longest_number_bytes];
  out.append(digits, put_rounded(value, decimals, digits));
}

JsonRecord::JsonRecord(std::string& out, std::string_view type) : out_(out) {
  out_ += "{\"type\":\"";
  out_ += type;
  out_ += '"';
}

JsonRecord::JsonRecord(std::string& out) : out_(out) { out_ += '{'; }

/// The comma, the key and its colon: at most four bytes more than the key. Returns their end.
char* JsonRecord::put_key(std::string_view key, char* out) const {
  if (out_.back() != '{') *out++ = ',';
  *out++ = '"';
  out = std::copy(key.begin(), key.end(), out);
  *out++ = '"';
  *out++ = ':';
  return out;
}

void JsonRecord::append_key(std::string_view key) {
  if (key.size() <= short_key_bytes) {
    char buffer[short_key_bytes + 4];
    out_.append(buffer, put_key(key, buffer));
    return;
  }
  if (out_.back() != '{') out_ += ',';
  out_ += '"';
  out_ += key;
  out_ += "\":";
}

template <class Put>
JsonRecord& JsonRecord::append_number(std::string_view key, Put put) {
  char buffer[short_key_bytes + 4 + longest_number_bytes];
  char* end = buffer;
  if (key.size() <= short_key_bytes) {
    end = put_key(key, end);
  } else {
    append_key(key);
  }
  out_.append(buffer, put(end));
  return *this;
}

JsonRecord& JsonRecord::string(std::string_view key, std::string_view value) {
  append_key(key);
  append_json_string(value, out_);
  return *this;
}

JsonRecord& JsonRecord::string_or_null(std::string_view key, std::optional<std::string_view> value) {
  return value ? string(key, *value) : null(key);
}

JsonRecord& JsonRecord::null(std::string_view key) {
  append_key(key);
  out_ += "null";
  return *this;
}

JsonRecord& JsonRecord::boolean(std::string_view key, bool value) {
  append_key(key);
  out_ += value ? "true" : "false";
  return *this;
}

JsonRecord& JsonRecord::integer(std::string_view key, std::uint64_t value) {
  return append_number(key, [&](char* out) { return put_integer(value, out); });
}

JsonRecord& JsonRecord::number(std::string_view key, double value, int decimals) {
  return append_number(key, [&](char* out) { return put_rounded(value, decimals, out); });
}

JsonRecord& JsonRecord::strings(std::string_view key, const std::vector<std::string>& values) {
  append_key(key);
  out_ += '[';
  for (const std::string& value : values) {
    if (out_.back() != '[') out_ += ',';
    append_json_string(value, out_);
  }
  out_ += ']';
  return *this;
}

JsonRecord& JsonRecord::begin_array(std::string_view key) {
  append_key(key);
  out_ += '[';
  return *this;
}

JsonRecord& JsonRecord::begin_element() {
  if (out_.back() != '[') out_ += ',';
  out_ += '{';
  return *this;
}

JsonRecord& JsonRecord::end_element() {
  out_ += '}';
  return *this;
}

JsonRecord& JsonRecord::end_array() {
  out_ += ']';
  return *this;
}

JsonRecord& JsonRecord::begin_object(std::string_view key) {
  append_key(key);
  out_ += '{';
  return *this;
}

JsonRecord& JsonRecord::end_object() {
  out_ += '}';
  return *this;
}

JsonRecord& JsonRecord::strings(std::string_view key, std::span<const std::string_view> values) {
  begin_array(key);
  for (const std::string_view value : values) {
    if (out_.back() != '[') out_ += ',';
    append_json_string(value, out_);
  }
  return end_array();
}

void JsonRecord::end() { out_ += '}'; }

}  // namespace nuskha
