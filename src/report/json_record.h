// Builds one JSON object as a string. Written out by hand because a report may hold millions of records: building a
// tree of values for each first takes 6 µs a record, this takes 0.4 µs (docs/decisions/report-json-writer.md). Covered
// by tests/report/json_test.cpp, which reads everything back with a JSON library.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

/// Appends an object to a string, key by key, in the order of the calls.
///
///     JsonRecord(out, "pair").string("a", path).number("similarity", 0.96, 4).end();
class JsonRecord {
 public:
  /// Appends `{"type":"<type>"` to `out`, which must outlive this.
  JsonRecord(std::string& out, std::string_view type);

  /// Appends `{`, for objects of other formats than ours.
  explicit JsonRecord(std::string& out);

  /// Keys and types are our own, ASCII. A value may hold any bytes; those that aren't UTF-8 become \xHH.
  JsonRecord& string(std::string_view key, std::string_view value);
  JsonRecord& string_or_null(std::string_view key, std::optional<std::string_view> value);
  JsonRecord& null(std::string_view key);
  JsonRecord& boolean(std::string_view key, bool value);
  JsonRecord& integer(std::string_view key, std::uint64_t value);
  /// Rounded half away from zero to `decimals` (1 to 6), without trailing zeros but with at least one decimal: 1.0,
  /// 0.25. 0 ≤ value ≤ 10¹².
  JsonRecord& number(std::string_view key, double value, int decimals);

  JsonRecord& strings(std::string_view key, const std::vector<std::string>& values);

  /// An array of objects: `begin_array`, then `begin_element` and its keys for each, then `end_array`.
  JsonRecord& begin_array(std::string_view key);
  JsonRecord& begin_element();
  JsonRecord& end_element();
  JsonRecord& end_array();

  /// An object within: `begin_object`, its keys, `end_object`.
  JsonRecord& begin_object(std::string_view key);
  JsonRecord& end_object();

  /// An array of strings.
  JsonRecord& strings(std::string_view key, std::span<const std::string_view> values);

  /// Appends the closing brace; no newline.
  void end();

 private:
  void append_key(std::string_view key);
  char* put_key(std::string_view key, char* out) const;
  template <class Put>
  JsonRecord& append_number(std::string_view key, Put put);

  std::string& out_;
};

/// Appends a quoted JSON string: the bytes of `text` that aren't UTF-8 as \xHH.
void append_json_string(std::string_view text, std::string& out);

/// Appends a number as `JsonRecord::number` does.
void append_rounded(double value, int decimals, std::string& out);

}  // namespace nuskha
