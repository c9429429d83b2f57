// Values to bytes and back: little-endian, nothing between them (docs/work_dir_format.md).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "nuskha/hash.h"

namespace nuskha {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie in memory");

/// Appends values to bytes.
class ByteWriter {
 public:
  /// An integer or a double.
  template <class T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, long double>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void hash(const Hash128& value) {
    number(value.low);
    number(value.high);
  }
  /// Their number, u32, then they.
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes_.append(value);
  }
  void numbers(std::span<const std::uint32_t> values) {
    number(static_cast<std::uint32_t>(values.size()));
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  }
  void append(std::string_view bytes) { bytes_.append(bytes); }

  std::size_t size() const { return bytes_.size(); }
  std::string_view bytes() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  std::string bytes_;
};

/// Takes them off again. Never reads beyond the end: what would gives 0 or nothing, and `is_good` is false from then
/// on.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  T number() {
    T value{};
    const std::string_view bytes = take(sizeof value);
    if (is_good_) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  Hash128 hash() {
    const auto low = number<std::uint64_t>();
    return {low, number<std::uint64_t>()};
  }
  std::string_view text() { return take(number<std::uint32_t>()); }
  void numbers(std::vector<std::uint32_t>& values) {
    const std::string_view bytes = take(std::uint64_t{number<std::uint32_t>()} * sizeof(std::uint32_t));
    values.resize(bytes.size() / sizeof(std::uint32_t));
    if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  }
  /// A number of things that take `least_bytes` each at least; 0 if so many can't be there.
  std::size_t count(std::size_t least_bytes) {
    const auto value = number<std::uint64_t>();
    if (value > rest_.size() / least_bytes) is_good_ = false;
    return is_good_ ? static_cast<std::size_t>(value) : 0;
  }
  std::string_view take(std::uint64_t num_bytes) {
    if (num_bytes > rest_.size()) is_good_ = false;
    if (!is_good_) return {};
    const std::string_view out = rest_.substr(0, static_cast<std::size_t>(num_bytes));
    rest_.remove_prefix(out.size());
    return out;
  }
  /// What was read is wrong for a reason of the caller's.
  void fail() { is_good_ = false; }

  bool is_good() const { return is_good_; }
  bool is_at_end() const { return is_good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool is_good_ = true;
};

}  // namespace nuskha
