// Columns of JSON, and how names, dates and shares stand in them: what the blocks of a report page have in common.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "report/json_record.h"

namespace nuskha {

/// The first bytes of a text, without a torn character.
inline std::string_view beginning(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

/// What stands behind the last slash of a path.
inline std::string_view name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

/// "2021-04-15" → 20210415; nothing → 0.
inline std::uint32_t date_number(std::optional<std::string_view> date) {
  std::uint32_t number = 0;
  if (date)
    for (const char c : *date)
      if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::uint32_t>(c - '0');
  return number;
}

/// Rounded down, so that only 1 is 1000.
inline int per_mille(double share) { return static_cast<int>(std::floor(std::clamp(share, 0.0, 1.0) * 1000 + 1e-9)); }

/// One column of JSON, written as it grows.
class Column {
 public:
  explicit Column(std::string_view key) : text_(fmt::format("\"{}\":[", key)) {}
  void add(std::int64_t number) {
    separate();
    fmt::format_to(std::back_inserter(text_), "{}", number);
  }
  void add(std::string_view string) {
    separate();
    append_json_string(string, text_);
  }
  /// To be called once.
  const std::string& text() {
    text_ += ']';
    return text_;
  }

 private:
  void separate() {
    if (text_.back() != '[') text_ += ',';
  }
  std::string text_;
};

/// Appends `,"key":{…}` of columns of one length.
inline void append_columns(std::string_view key, std::initializer_list<Column*> columns, std::string& out) {
  out += fmt::format(",\"{}\":{{", key);
  for (Column* column : columns) {
    if (out.back() != '{') out += ',';
    out += column->text();
  }
  out += '}';
}

}  // namespace nuskha
