// The head of an HTTP answer, and header fields as HTTP, WARC and mail have them (RFC 9110, 9112).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/byte_stream.h"

namespace nuskha {

/// Name and value, blanks around them removed, folded lines joined by a blank.
class HeaderFields {
 public:
  /// Takes lines of "Name: value", ended by CR LF or LF. What isn't one is passed over.
  void parse(std::string_view lines);
  /// The first of a name (letters of either case); empty if there is none. Lives as long as the object.
  std::string_view get(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// "text/html" of "Text/HTML; charset=utf-8": lower case.
std::string media_type(std::string_view content_type);
/// "utf-8" of the same; empty if there is none.
std::string charset_of(std::string_view content_type);

/// Length of the head that `bytes` begin with, up to and with its empty line; npos if that isn't there.
std::size_t head_size(std::string_view bytes);

/// 200 of "HTTP/1.1 200 OK"; nothing if `line` isn't such a line.
std::optional<int> http_status(std::string_view line);

/// Undoes "Transfer-Encoding: chunked"; what isn't chunked, though its header says so, is given as it is.
std::unique_ptr<ByteStream> join_chunks(std::unique_ptr<ByteStream> body);

/// Undoes "Content-Encoding"; what isn't compressed, though its header says so, is given as it is. Null: it has an
/// encoding that isn't known.
std::unique_ptr<ByteStream> undo_content_encoding(std::unique_ptr<ByteStream> body, std::string_view encodings);

}  // namespace nuskha
