// The codes of the problems that the input layer reports. They are part of the JSON contract (docs/report_format.md).
#pragma once

namespace nuskha::problem_code {

// What each means for the document:
// - unreadable: left out. The system refused to open or read the file or folder, or a followed link leads nowhere.
// - special-file: left out. A named pipe, socket or device; it isn't opened.
// - disappeared: left out. The file was there when the folder was listed and gone when it was read.
// - changed: read. The file changed while it was read; the document is the state that was found.
// - binary: left out. The file isn't text; the message says what it looks like.
// - invalid-utf8: read. UTF-8 with a few bytes that aren't; each such sequence became U+FFFD.
// - undecodable: read. No encoding explains all bytes; the best guess was used, the rest became U+FFFD.
// - malformed: JSON Lines: a line that isn't a record with a text is left out. Compressed files: the data is damaged or
//   cut short; what stands before the damage is read.
// - too-large: the file or line is left out. It takes more memory than there is, decompresses to more than 256 MiB and
//   100 times its size, or is a JSON line of more than 1 GiB.
inline constexpr const char* unreadable = "unreadable";
inline constexpr const char* special_file = "special-file";
inline constexpr const char* disappeared = "disappeared";
inline constexpr const char* changed = "changed";
inline constexpr const char* binary = "binary";
inline constexpr const char* invalid_utf8 = "invalid-utf8";
inline constexpr const char* undecodable = "undecodable";
inline constexpr const char* malformed = "malformed";
inline constexpr const char* too_large = "too-large";

}  // namespace nuskha::problem_code
