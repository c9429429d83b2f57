// From the bytes of a document to UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nuskha {

/// What was wrong with the bytes.
enum class DecodeTrouble {
  none,
  binary,        ///< Not text; `detail` says what it looks like and `text` is empty.
  invalid_utf8,  ///< UTF-8 but for a few sequences, which became U+FFFD.
  undecodable,   ///< Decoded by the best guess, but some bytes mean nothing in it and became U+FFFD.
};

struct DecodedText {
  std::string text;  ///< Valid UTF-8 without byte order mark.
  std::string encoding = "UTF-8";
  bool is_detected = false;  ///< Found by statistics, not by a rule.
  DecodeTrouble trouble = DecodeTrouble::none;
  std::string detail;            ///< binary: what it looks like, e.g. "a PDF file".
  std::size_t num_replaced = 0;  ///< Sequences that became U+FFFD.
  std::size_t first_offset = 0;  ///< invalid_utf8: byte offset of the first of them in the source, from 0.
  std::size_t first_line = 0;    ///< invalid_utf8: its line, from 1.
};

/// How much of a document `is_surely_binary` needs at most.
inline constexpr std::size_t decode_head_bytes = 64 << 10;

/// True if decode_text calls a document that begins so binary, whatever follows. Thread-safe.
bool is_surely_binary(std::string_view head);

/// Decodes a whole document. Valid UTF-8 is moved through: one validation, no copy. Thread-safe.
DecodedText decode_text(std::string bytes);

/// The same where a header or the page itself names the encoding ("windows-1256", "latin1", "x-sjis"; WHATWG's labels,
/// in any case). What the bytes show goes before what the label says: a byte order mark, signs of a binary file, escape
/// sequences, valid UTF-8; so does decode_text's guess if it explains bytes that the label doesn't. "utf-8" and the
/// labels of Latin-1, which software writes unasked, are only hints. An unknown label, or an empty one, counts for
/// nothing. Thread-safe.
DecodedText decode_labelled(std::string bytes, std::string_view label);

}  // namespace nuskha
