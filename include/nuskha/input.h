// Documents from paths: folders, files, lists of paths and JSON Lines, decoded to UTF-8.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/hash.h"
#include "nuskha/result.h"

namespace nuskha {

/// What people count places of a document in.
enum class PlaceUnit : std::uint8_t {
  line,       ///< Of the file.
  paragraph,  ///< Of a word processor's document or a mail, from 1.
  page,       ///< Of a PDF, from 1.
};

/// From byte `offset` of Document::text on, until the next mark, the text stands at place `number` of the source.
struct PlaceMark {
  std::uint64_t offset = 0;
  std::uint64_t number = 1;

  friend bool operator==(const PlaceMark&, const PlaceMark&) = default;
};

/// One document, decoded. A plain value; it owns everything it holds.
struct Document {
  /// Name in every report: the path as given plus what was found below it, without "." components, doubled and final
  /// slashes
  /// (`dir/` gives `dir/a.txt`, `.` gives `a.txt`; `..` stays), or `file.jsonl#12` for the record on line 12
  /// (lines count from 1), or `archive.zip!inner/a.txt` for what is in a container, which may be nested. Raw bytes as
  /// the system or the container gave them, not necessarily UTF-8.
  std::string path;
  /// The text in UTF-8, valid: each undecodable byte sequence has become U+FFFD. Front matter is not
  /// part of it. A byte order mark is not part of it. Of a format other than plain text it is what a reader sees of it,
  /// paragraphs parted by an empty line.
  std::string text;
  /// Name of the format that the text was read from: "text", "html", "docx", "odt", "pdf", "mail", "csv", "json".
  std::string_view format = "text";
  /// Line of the source on which `text` begins, from 1: front matter stands before it. Of a JSON Lines record, whose
  /// lines are those of its text, 1.
  std::uint64_t first_line = 1;
  /// What `places` count.
  PlaceUnit place_unit = PlaceUnit::line;
  /// Where the parts of the text stand in the source, by ascending offset, the first at 0; empty where each line of the
  /// text is one of the source, from `first_line` on.
  std::vector<PlaceMark> places;
  /// Size in bytes of the source (of the file or the container's member, decompressed, or of the record's text), before
  /// decoding.
  std::uint64_t source_bytes = 0;
  /// XXH3-128 of the source bytes: equal for byte-identical sources.
  Hash128 source_hash;
  /// Name of the encoding the source was decoded from, as ICU and IANA know it ("UTF-8", "windows-1256").
  std::string encoding = "UTF-8";
  /// True when the encoding was found by statistics and not by a rule (valid UTF-8, a byte order mark, escape
  /// sequences).
  bool encoding_detected = false;
  /// Title from front matter or the record's "title" field, if any.
  std::optional<std::string> title;
  /// Date from front matter or the record's "date" field as YYYY-MM-DD, if any.
  std::optional<std::string> date;
  /// The same as it is written, where it isn't an ISO 8601 date ("15 April 2021").
  std::optional<std::string> date_text;
  /// Date that the format keeps of the making of the file ("created" of a .docx), YYYY-MM-DD: often the template's, so
  /// that all other sources go before it.
  std::optional<std::string> made_date;
  /// Language from front matter or the record's "lang", "language" or "locale", as it is written ("en-GB"); empty if
  /// there is none.
  std::string language;
  /// When the file was last modified, in seconds since 1970-01-01 UTC; only where `InputOptions::file_times` asks for
  /// it. Of a JSON Lines record: nothing.
  std::optional<std::int64_t> file_time;
};

/// Something that went wrong with one document or path while the job as a whole went on.
struct Problem {
  std::string path;     ///< As `Document::path`.
  std::string code;     ///< One of the codes listed in docs/report_format.md, e.g. "undecodable".
  std::string message;  ///< One sentence: what happened, and what to do about it.

  friend auto operator<=>(const Problem&, const Problem&) = default;
};

/// What reading one file may take, so that a job dies of none of them. Whatever is beyond is a `Problem`, never
/// silence.
struct InputLimits {
  /// A document may unpack to this many bytes, or to `expansion` times what its file takes if that is more; all of a
  /// container together to 16 times as much.
  std::uint64_t document_bytes = 256u << 20;
  std::uint64_t expansion = 100;
  unsigned nesting = 4;                               ///< Containers within one another.
  std::uint64_t members = 1'000'000;                  ///< Files in one container.
  unsigned pdf_seconds = 60;                          ///< Time for one PDF, of the clock and of the processor.
  std::uint64_t pdf_memory = std::uint64_t{1} << 30;  ///< Address space of the program that reads one PDF, bytes.
};

/// What one file is read by, in place of the fields of InputOptions of the same names.
struct FileOptions {
  std::optional<std::string> text_field;
  std::optional<std::string> id_field;
  std::optional<bool> file_times;
};

/// Which files are read, and how. Every field changes the answer; none changes only the speed. The choice of files
/// concerns what is met inside folders: a path that is named is always read. Globs and ignore files are in the language
/// of gitignore(5); globs are relative to the named folder. docs/decisions/input-walking.md has the reasons.
struct InputOptions {
  std::vector<std::string> include;  ///< Globs; if any are given, only files that match one are read from folders.
  std::vector<std::string>
      exclude;          ///< Globs; matching files and folders below the paths are left out. Goes before include.
  bool hidden = false;  ///< Also read files and folders whose name begins with a dot.
  bool ignore_files =
      true;  ///< Honour .gitignore and .nuskhaignore below the paths (not above them, nor git's global ones).
  bool follow_links =
      false;  ///< Follow symbolic links met inside folders; each folder is then entered once, which ends loops.
  bool file_times = false;  ///< Fill in `Document::file_time`, so that a document without any other date has one. Off,
                            ///< as a checkout or copy changes these times: docs/decisions/dates-file-time.md.
  std::string text_field = "text";  ///< JSON Lines, JSON, CSV: the field that holds the text.
  std::string id_field = "id";      ///< Likewise: the field that names the record in messages; optional in the data.
  InputLimits limits = {};
  /// If set: asked about each file, by its `Document::path` (without a record's mark), for what holds there. A pure
  /// function, called by any number of threads at once. An id_field that is the text_field names nothing.
  std::function<FileOptions(const std::string& path)> of_file = {};
};

/// A file of a source, in the state that it has now.
struct SourceFile {
  /// Of its name, size, inode, times of change, and the options that it is read by: what is read of files of one id is
  /// the same. {0, 0}: unknown, or changed a moment ago and so perhaps changing still.
  Hash128 id;
  std::uint64_t bytes = 0;
};

/// A step of reading a file: all of a plain file, or one part of what has to be taken apart. Files of one id are read
/// in the same steps.
struct ReadStep {
  Hash128 file;                     ///< SourceFile::id when it was read.
  std::uint32_t number = 0;         ///< From 0.
  bool is_last = false;             ///< Of its file.
  std::size_t documents_begin = 0;  ///< Half-open range of the documents handed out that are of this step.
  std::size_t documents_end = 0;
  std::size_t problems_begin = 0;  ///< Likewise, in all of `problems`.
  std::size_t problems_end = 0;
};

/// What needn't be read any more, as an earlier job has kept it. Const use is thread-safe.
class KnownSteps {
 public:
  virtual ~KnownSteps() = default;
  virtual bool has_file(const Hash128& file) const = 0;  ///< All of its steps.
  virtual bool has_step(const Hash128& file, std::uint32_t number) const = 0;
};

/// A stream of documents. `next` may be called by any number of threads at once.
class DocumentSource {
 public:
  virtual ~DocumentSource() = default;

  /// Replaces the contents of `documents` with the next few documents (any order, at least one unless problems
  /// used them up) and appends what went wrong to `problems`. Returns false, with nothing added,
  /// when everything has been handed out. Blocks on reading; thread-safe.
  virtual bool next(std::vector<Document>& documents, std::vector<Problem>& problems) = 0;

  /// A source that hands out once more the documents of these names that this one has or will have handed out, to quote
  /// from them: `names` are `Document::path`s, each meant once. What can't be read any more comes out as a problem, or,
  /// if its file is there but the record isn't, not at all; two documents of one name both come. Whether a document is
  /// still the same, `source_hash` tells. May be called at any time; the new source doesn't need this one. Thread-safe.
  virtual std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const = 0;

  /// Number of files known so far; 0 when it can't be known. Thread-safe. For progress only.
  virtual std::size_t num_files() const = 0;

  // For taking up a job where another has ended. A source of what isn't in files needs none of it.

  /// All files, as they are now. Costs a call of the system for each.
  virtual std::vector<SourceFile> list_files() const { return {}; }

  /// As `next`, and says which steps these documents and problems are of. What is of no file is of no step. True also
  /// for steps without either.
  virtual bool next_steps(std::vector<Document>& documents, std::vector<Problem>& problems,
                          std::vector<ReadStep>& steps) {
    steps.clear();
    return next(documents, problems);
  }

  /// Leaves out what is known. `files` are what `list_files` has given. To be called before `next`, and without either
  /// to let go of them after it.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): who reads files keeps both
  virtual void pass_over(std::vector<SourceFile> /*files*/, std::shared_ptr<const KnownSteps> /*known*/) {}
};

/// Opens files and folders. Each path is walked as `options` says; the list of files is complete on return,
/// the files themselves are read in `DocumentSource::next`. A file reached twice is read once.
/// What a file is its content says, whatever its name: docs/formats.md lists the formats, how each is told, and
/// what of it is text. Names decide only where content can't: .jsonl and .ndjson are JSON Lines, .json, .csv and .tsv
/// records. Everything else is a document if its content is text, and a problem if not. Fails with not_found when
/// a named path doesn't exist, no_documents when no file is left to read (the message counts what was passed over and
/// why), invalid_argument for a bad glob or one name for both fields. Problems met while walking (an unreadable folder)
/// come out of `next`. Files that turn out unreadable in `next` aren't an error here: a source can end without a single
/// document. The codes of problems: src/input/problem_codes.h.
Result<std::unique_ptr<DocumentSource>> open_paths(std::span<const std::string> paths, const InputOptions& options);

/// Serves documents that are in memory already, and keeps them for `again`. `text` must be UTF-8; invalid sequences are
/// replaced and reported.
std::unique_ptr<DocumentSource> open_documents(std::vector<Document> documents);

/// How documents that are handed over one by one are kept.
struct FeedOptions {
  std::uint64_t waiting_bytes = 8u << 20;  ///< Texts that may wait to be taken. One may, however large it is.
  std::uint64_t memory_bytes = 4u << 20;   ///< Texts kept for `again` in memory; what is more goes to a temporary file.
  std::string temp_dir = {};               ///< Its folder; empty: TMPDIR, /var/tmp or /tmp.
};

/// A source of documents that one thread hands over while others, in a job, take them: from a database, a queue, a
/// program that makes them. What is handed over is a record of a JSON Lines file with a text and nothing else: its name
/// is taken as it is, and a text that is a page of HTML is read as one.
class DocumentFeed : public DocumentSource {
 public:
  /// Waits up to `patience` until there is room; true: the record was taken over. False: there is none yet, offer it
  /// again. `text` should be UTF-8; invalid sequences are replaced and reported as the problem invalid-utf8. Fails with
  /// invalid_argument, naming it, for a name that came before, and with write_failed. Of one thread at a time.
  virtual Result<bool> offer(std::string_view name, std::string_view text, std::chrono::milliseconds patience) = 0;

  /// No more will come: `next` ends when what waits has been taken. To be called in any case, also when the job is
  /// stopped. Thread-safe.
  virtual void end() = 0;
};

/// Memory beyond that of the options: about 70 bytes a document, and its text until it is taken. A job takes the texts
/// once, and again those that it quotes: all of them go to a file, deleted at the end and, by the system, if the
/// process dies.
std::unique_ptr<DocumentFeed> open_feed(const FeedOptions& options = {});

/// Reads a list of paths, one a line (`separator` '\n', a final '\r' is dropped) or NUL-separated ('\0'), from a file,
/// or from standard input for "-". Empty lines are skipped.
Result<std::vector<std::string>> read_path_list(const std::string& file, char separator);

}  // namespace nuskha
