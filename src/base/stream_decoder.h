// Any encoding that ICU knows to UTF-8, a piece at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace nuskha {

/// Like decode_from, for bytes that don't fit into memory. Not thread-safe.
class StreamDecoder {
 public:
  ~StreamDecoder();
  /// Null if ICU doesn't know the encoding.
  static std::unique_ptr<StreamDecoder> open(const std::string& encoding);
  /// Appends `bytes` in UTF-8; what a later piece completes waits for it unless `is_last`. Undecodable bytes become
  /// U+FFFD.
  void decode(std::string_view bytes, bool is_last, std::string& out);

 private:
  struct State;
  explicit StreamDecoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace nuskha
