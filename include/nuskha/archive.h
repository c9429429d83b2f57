// An archive: what is known of many documents, in one SQLite file. The layout of the file is docs/operating.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "nuskha/hash.h"
#include "nuskha/input.h"
#include "nuskha/report.h"
#include "nuskha/result.h"
#include "nuskha/text.h"

namespace nuskha {

/// A document of an archive. Positive; never given to another one, even once the document is gone. A document that
/// changed is another.
using DocumentId = std::int64_t;

/// What an archive was made with. All of it changes answers, so it is stored in the file and never changes.
struct ArchiveSettings {
  // As ScanOptions.
  double threshold = 0.7;
  double miss_rate = 0.01;
  std::string join = "auto";  ///< "auto", "lsh" or "exact".
  Level level = Level::spelling;
  bool keep_boilerplate = false;

  // As InputOptions.
  bool file_times = false;
  std::string text_field = "text";
  std::string id_field = "id";

  bool store_text = true;  ///< The texts are in the file; else only their words.

  friend bool operator==(const ArchiveSettings&, const ArchiveSettings&) = default;
};

/// A text as its words.
struct ArchiveWords {
  std::vector<WordId> words;   ///< At the level of the settings.
  std::size_t date_begin = 0;  ///< Half-open range of the words of the date line; empty if there is none.
  std::size_t date_end = 0;
  std::vector<std::uint32_t> block_ends;  ///< One past the last word of each block; every word is in one.
  /// Half-open ranges of the words that say when and where it was published: begin, end, begin, end …
  std::vector<std::uint32_t> dates;

  friend bool operator==(const ArchiveWords&, const ArchiveWords&) = default;
};

/// What is known of a document without its text.
struct ArchiveDocument {
  DocumentId id = 0;
  DocumentRecord record;  ///< As a report has it.
  Hash128 source_hash;
  Hash128 layout_hash;
  Hash128 spelling_hash;
};

struct ArchiveFamilyMember {
  DocumentId id = 0;
  std::string path;
  std::optional<std::string> date;  ///< YYYY-MM-DD.
};

/// The versions of one document.
struct ArchiveFamily {
  std::uint64_t id = 0;                      ///< As in the report of this state: its position there + 1.
  std::vector<ArchiveFamilyMember> members;  ///< In version order, as FamilyRecord::members.
  std::size_t newest = 0;                    ///< Position in `members`: of the latest date, of several the last.
};

/// Some ids, ascending.
struct DocumentIds {
  std::vector<DocumentId> ids;
  bool cut = false;  ///< There are more than were asked for.
};

/// What was named when documents were added, and which files below it are read: as InputOptions.
struct ArchiveRoot {
  std::string path;    ///< As Document::path begins; "" is the current folder.
  std::string folder;  ///< The current folder at that time, to which `path` is relative unless it begins with a slash.
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  bool hidden = false;
  bool ignore_files = true;
  bool follow_links = false;
};

/// What there is to know of an archive as a whole.
struct ArchiveInfo {
  ArchiveSettings settings;
  std::vector<ArchiveRoot> roots;   ///< By path bytes.
  std::int64_t schema_version = 0;  ///< Of the file.
  std::string created_by;           ///< "nuskha 0.1.0".
  std::uint64_t generation = 0;     ///< Changes committed.
  std::uint64_t files = 0;          ///< Read, whether or not there was a document in them.
  std::uint64_t documents = 0;
  std::uint64_t waiting = 0;       ///< Documents not related yet.
  std::uint64_t removed = 0;       ///< Documents removed since families were made.
  std::uint64_t source_bytes = 0;  ///< Of all documents.
  std::uint64_t words = 0;         ///< Of all documents.
  std::uint64_t families = 0;
  std::uint64_t pairs = 0;
  std::uint64_t boilerplate = 0;
  std::uint64_t problems = 0;
  std::optional<std::string> first_date;  ///< YYYY-MM-DD.
  std::optional<std::string> last_date;
  std::uint64_t file_bytes = 0;  ///< Of the archive, with what isn't merged into it yet.
  std::uint64_t text_bytes = 0;  ///< Of these: texts or words, compressed.
};

/// Something in an archive that can't be.
struct ArchiveDamage {
  std::string where;  ///< "document 12", "families", "file".
  std::string what;   ///< A sentence.
};

/// An archive that is open for reading. It sees the state of the moment at which it was opened (or refreshed), whatever
/// others write meanwhile. Opening takes a millisecond and little memory, whatever the size. Every function fails with
/// `malformed` where the file turns out damaged, and `unreadable` where it can't be read. Not thread-safe: one per
/// thread; any number may have the same file open, in any number of processes.
class Archive {
 public:
  /// Fails with not_found, unreadable, or malformed: not an archive, damaged, or of a newer version of nuskha.
  /// `cache_bytes` bound the memory for parts of the file that are asked for again.
  static Result<Archive> open(const std::string& path, std::size_t cache_bytes = 16 << 20);
  ~Archive();
  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;

  const ArchiveSettings& settings() const;
  std::uint64_t num_documents() const;
  /// Documents that were added without being related to the others: in no family and no pair yet.
  std::uint64_t num_waiting() const;

  /// Which state this is: each change that someone commits makes it one more.
  std::uint64_t generation() const;

  /// Looks at the state of now. Ids got before may be gone.
  Result<void> refresh();
  /// Lets go of the state, until `refresh`: what nobody looks at, writers needn't keep. No other call may stand
  /// between.
  void rest();

  /// Documents with this hash of their source (Level::bytes), or of their text at a level; at most `limit`.
  Result<DocumentIds> with_hash(Level level, const Hash128& hash, std::size_t limit) const;
  /// Documents that have this anchor (src/archive/anchors.h); at most `limit`. A few microseconds.
  Result<DocumentIds> with_anchor(std::uint32_t anchor, std::size_t limit) const;
  /// Documents of this name: one, as a rule.
  Result<std::vector<DocumentId>> named(const std::string& path) const;
  /// The latest documents with a date, latest first, those of one day by path bytes; at most `count`.
  Result<std::vector<DocumentId>> most_recent(std::size_t count) const;

  // Of one document. Fail with not_found if the archive has no such id.

  /// As it was read; without `text` if texts aren't stored.
  Result<Document> document(DocumentId id) const;
  Result<ArchiveDocument> record(DocumentId id) const;
  /// Only of an archive that stores words instead of texts; else fails with invalid_argument.
  Result<ArchiveWords> words(DocumentId id) const;
  /// Nothing if it has no other version, or waits.
  Result<std::optional<ArchiveFamily>> family(DocumentId id) const;

  /// Whether an item of boilerplate (match/boilerplate.h) recurs in the archive.
  Result<bool> is_recurring(std::uint64_t item) const;
  /// All such items, ascending: about one for 20 documents.
  Result<std::vector<std::uint64_t>> recurring_items() const;
  /// The boilerplate that at least so many documents hold, in the order of a report; without places.
  Result<std::vector<BoilerplateRecord>> boilerplate(std::uint64_t least_documents = 0) const;

  // Of the whole archive: these read much of it.

  Result<ArchiveInfo> info() const;
  /// What a scan of its documents would report, but for the time; places of boilerplate apart. While documents wait,
  /// these are in no pair and no family.
  Result<Report> report() const;
  /// The documents with their texts, if texts are stored; else they come without. Valid as long as the archive; what
  /// goes wrong ends it early, and `failure` says so.
  std::unique_ptr<DocumentSource> documents() const;
  std::optional<Error> failure() const;  ///< Of the sources that `documents` gave. Thread-safe.

 private:
  struct State;
  explicit Archive(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Looks for damage: SQLite's own check, and whatever must agree within the archive, such as texts with their hashes
/// and anchors. Empty: none. Fails if the file can't be opened as an archive at all. Reads all of it, on `jobs` threads
/// (0: one a core).
Result<std::vector<ArchiveDamage>> verify_archive(const std::string& path, unsigned jobs = 0);

}  // namespace nuskha
