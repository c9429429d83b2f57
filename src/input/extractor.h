// The seam between containers of bytes and formats: a format is a row of the table in formats.cpp, and a file.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/byte_stream.h"
#include "nuskha/input.h"

namespace nuskha {

/// What is known of bytes besides themselves.
struct ExtractContext {
  const InputOptions& options;
  /// Encoding that a header outside the bytes names ("windows-1256" of "Content-Type: text/html;
  /// charset=windows-1256"); empty if none does.
  std::string_view charset = {};
};

/// One document out of the bytes of its format. `document.path`, `source_bytes` and `source_hash` are filled in
/// already, `format` is by the caller; the extractor fills in the text, places and metadata. Appends what went wrong,
/// with `document.path`. True if there is a document: of a damaged file, what could be read of it, told by a problem
/// `malformed`. May throw std::bad_alloc, nothing else. Thread-safe.
using Extract = bool (*)(std::string bytes, const ExtractContext& context, Document& document,
                         std::vector<Problem>& problems);

/// A member of a container.
struct Member {
  std::string name;                 ///< As the container has it, raw bytes; never a path that anything is written to.
  std::string charset;              ///< As ExtractContext::charset.
  std::optional<std::string> date;  ///< When it was published or fetched, YYYY-MM-DD, if the container tells that.
  /// ".eml" of a mailbox's mails: formats are recognized as if the name ended so, where the container knows what it
  /// holds.
  std::string_view ending = {};
};

/// The members of a container, one after another. Not thread-safe.
class MemberReader {
 public:
  virtual ~MemberReader() = default;
  /// Goes on to the next member that is a file; what wasn't read of the one before is passed over. False at the end, or
  /// where damage ends all, which `error` then tells. Problems of single members (encrypted, a method that the library
  /// doesn't know, the name in `Problem::path` as in Member::name) go to `problems`, and the reader goes on.
  virtual bool next(Member& member, std::vector<Problem>& problems) = 0;
  /// Reads up to `size` bytes of the member; 0 at its end or after damage, which `member_error` tells until the next
  /// `next`.
  virtual std::size_t read(char* data, std::size_t size) = 0;
  virtual const StreamError& member_error() const = 0;
  virtual const StreamError& error() const = 0;
};

/// The bytes of a container: a stream from its beginning, or all of them where the format is read from its end (7z, and
/// zip with its central directory). `path` is set for a file of the file system that isn't compressed: seek in it
/// instead.
struct ContainerBytes {
  std::unique_ptr<ByteStream> stream;  ///< Always there, unread.
  std::string path;                    ///< Empty: only the stream.
};

/// Opens a container. What keeps it from being opened comes out of `next` and `error`.
using OpenContainer = std::unique_ptr<MemberReader> (*)(ContainerBytes bytes, const ExtractContext& context);

/// Documents out of a file of records, a batch at a time. Not thread-safe.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  /// Appends the next documents, about a megabyte of them; their names are `name` + "#12" (docs/formats.md says what is
  /// counted). Appends problems, with the record's name or the file's. False when all have been handed out.
  virtual bool next(std::vector<Document>& documents, std::vector<Problem>& problems) = 0;
};

/// Opens a file of records. `name` is that of the file in reports. Nothing, with the stream consumed, is never
/// returned: what isn't as it should be comes out of `next` as a problem, or as one document of plain text.
using OpenRecords = std::unique_ptr<RecordReader> (*)(std::unique_ptr<ByteStream> stream, std::string name,
                                                      const ExtractContext& context);

/// A format that isn't plain text. One of extract, open_container and open_records is set; of mail, a document to which
/// others are attached, the first two; none where this build can't read it: `missing` then says why.
struct Format {
  std::string_view name;  ///< "html": Document::format, and `nuskha --version`.
  std::string_view what;  ///< "an HTML page": for messages.
  /// Whether bytes that begin so, all of them if they are fewer than decode_head_bytes, are of this format. `name` is
  /// the file's, for formats that content alone doesn't tell; most ignore it. Cheap: asked of every file.
  bool (*recognize)(std::string_view head, std::string_view name);
  Extract extract = nullptr;
  OpenContainer open_container = nullptr;
  OpenRecords open_records = nullptr;
  std::string_view missing = {};  ///< "nuskha was built without libarchive": a sentence's subject and verb, for people.
  /// What keeps this machine from reading it, likewise; empty if nothing does. Null: nothing ever.
  std::string (*missing_here)() = nullptr;
  /// False: read by no build. It is there so that its files are called by their name, in a problem of `extract`.
  bool is_read = true;
};

/// The format of bytes that begin so; null: plain text, or nothing that is known. Thread-safe.
const Format* find_format(std::string_view head, std::string_view name);

/// All formats, in the order in which they are asked.
const std::vector<Format>& all_formats();

/// True if `name` ends in `ending` (lower case, with its dot), in whatever case.
bool has_ending(std::string_view name, std::string_view ending);

}  // namespace nuskha
