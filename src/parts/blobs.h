// What a step sends elsewhere: bytes for each key.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace nuskha {

struct Blob {
  std::uint64_t key;
  std::string data;
};
using Blobs = std::vector<Blob>;

/// Gathers numbers by key. A blob that has grown to a megabyte is closed, and another begun: whoever reads them takes
/// several of one key.
class BlobDealer {
 public:
  /// Appends plain numbers, little-endian, as they lie in memory and never torn apart.
  template <class... T>
  void add(std::uint64_t key, T... values) {
    static_assert((std::is_arithmetic_v<T> && ...));
    std::string& data = open(key);
    (data.append(reinterpret_cast<const char*>(&values), sizeof values), ...);
  }
  void append(std::uint64_t key, std::string_view bytes) { open(key).append(bytes); }

  /// By key.
  Blobs take() {
    for (auto& [key, data] : open_)
      if (!data.empty()) closed_.push_back({key, std::move(data)});
    open_.clear();
    std::stable_sort(closed_.begin(), closed_.end(), [](const Blob& x, const Blob& y) { return x.key < y.key; });
    return std::exchange(closed_, {});
  }

 private:
  static constexpr std::size_t most_bytes = std::size_t{1} << 20;

  std::string& open(std::uint64_t key) {
    std::string& data = open_[key];
    if (data.size() >= most_bytes) closed_.push_back({key, std::exchange(data, {})});
    return data;
  }

  std::map<std::uint64_t, std::string> open_;
  Blobs closed_;
};

/// Takes plain numbers off a blob again, as long as there are any.
class BlobReader {
 public:
  explicit BlobReader(std::string_view bytes) : rest_(bytes) {}
  bool is_at_end() const { return rest_.empty(); }
  /// 0 beyond the end, which `is_torn` tells then.
  template <class T>
  T take() {
    T value{};
    if (rest_.size() < sizeof value) {
      is_torn_ = true;
      rest_ = {};
      return value;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  bool is_torn() const { return is_torn_; }

 private:
  std::string_view rest_;
  bool is_torn_ = false;
};

}  // namespace nuskha
