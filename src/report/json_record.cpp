// Builds one JSON object as a string; see the header. Follows RFC 8259. Covered by tests/report/json_test.cpp.
#include "report/json_record.h"

#include <charconv>
#include <cmath>

#include "base/unicode.h"
#include "report/display.h"

namespace nuskha {
namespace {

void append_integer(std::uint64_t value, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
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
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
    out.append(text, plain, i - plain);
    append_escaped(text[i], out);
    plain = i + 1;
  }
  out.append(text, plain);
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  out += '"';
  if (find_invalid_utf8(text) == std::string_view::npos) {
    append_valid_utf8(text, out);
  } else {
    append_valid_utf8(escape_invalid_bytes(text), out);
  }
  out += '"';
}

void append_rounded(double value, int decimals, std::string& out) {
  std::uint64_t scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  const auto scaled = static_cast<std::uint64_t>(std::llround(value * static_cast<double>(scale)));
  append_integer(scaled / scale, out);
  out += '.';
  std::uint64_t rest = scaled % scale;
  do {  // one digit at least; stops before trailing zeros
    scale /= 10;
    out += static_cast<char>('0' + rest / scale);
    rest %= scale;
  } while (rest != 0);
}

JsonRecord::JsonRecord(std::string& out, std::string_view type) : out_(out) {
  out_ += "{\"type\":\"";
  out_ += type;
  out_ += '"';
}

JsonRecord::JsonRecord(std::string& out) : out_(out) { out_ += '{'; }

void JsonRecord::append_key(std::string_view key) {
  if (out_.back() != '{') out_ += ',';
  out_ += '"';
  out_ += key;
  out_ += "\":";
}

JsonRecord& JsonRecord::string(std::string_view key, std::string_view value) {
  append_key(key);
  append_json_string(value, out_);
  return *this;
}

JsonRecord& JsonRecord::string_or_null(std::string_view key, const std::optional<std::string>& value) {
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
  append_key(key);
  append_integer(value, out_);
  return *this;
}

JsonRecord& JsonRecord::number(std::string_view key, double value, int decimals) {
  append_key(key);
  append_rounded(value, decimals, out_);
  return *this;
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

JsonRecord& JsonRecord::strings(std::string_view name, std::span<const std::string_view> values) {
  begin_array(name);
  for (const std::string_view value : values) {
    if (out_.back() != '[') out_ += ',';
    append_json_string(value, out_);
  }
  return end_array();
}

void JsonRecord::end() { out_ += '}'; }

}  // namespace nuskha
