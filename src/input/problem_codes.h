// The codes of the problems that the input layer reports. They are part of the JSON contract (docs/report_format.md).
#pragma once

namespace nuskha::problem_code {

// What each means for the document:
// - unreadable: left out. The system refused to open or read the file or folder, or a followed link leads nowhere.
// - special-file: left out. A named pipe, socket or device; it isn't opened.
// - disappeared: left out. The file was there when the folder was listed and gone when it was read.
// - changed: read. The file changed while it was read; the document is the state that was found.
// - binary: left out. The file is neither text nor of a format that nuskha reads; the message says what it looks like.
// - unsupported: left out. The format is known, but this build or this machine can't read it.
// - encrypted: left out. It can't be read without a password.
// - invalid-utf8: read. UTF-8 with a few bytes that aren't; each such sequence became U+FFFD.
// - undecodable: read. No encoding explains all bytes; the best guess was used, the rest became U+FFFD.
// - malformed: a record, or a line of JSON Lines, that isn't one with a text is left out. Compressed files, containers
// and
//   documents of all formats: the data is damaged or cut short; what could be read of it is read.
// - too-large: left out. It takes more memory than there is, unpacks to more than the limits allow (InputLimits), or is
// a
//   JSON line of more than 1 GiB.
// - too-deep: left out. A container within more containers than the limits allow.
// - too-many: the rest of the container is left out. It holds more members than the limits allow.
// - timed-out: left out. Reading it took more time than the limits allow.
// - no-text: read, and empty. A document of pictures only, such as a scan, or a page that a script fills.
inline constexpr const char* unreadable = "unreadable";
inline constexpr const char* special_file = "special-file";
inline constexpr const char* disappeared = "disappeared";
inline constexpr const char* changed = "changed";
inline constexpr const char* binary = "binary";
inline constexpr const char* invalid_utf8 = "invalid-utf8";
inline constexpr const char* undecodable = "undecodable";
inline constexpr const char* malformed = "malformed";
inline constexpr const char* too_large = "too-large";
inline constexpr const char* unsupported = "unsupported";
inline constexpr const char* encrypted = "encrypted";
inline constexpr const char* too_deep = "too-deep";
inline constexpr const char* too_many = "too-many";
inline constexpr const char* timed_out = "timed-out";
inline constexpr const char* no_text = "no-text";

}  // namespace nuskha::problem_code
