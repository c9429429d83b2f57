// What a scan found, as plain data, and the writers that turn it into text. The JSON contract is docs/report_format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nuskha/hash.h"
#include "nuskha/input.h"
#include "nuskha/match.h"
#include "nuskha/place.h"
#include "nuskha/text.h"

namespace nuskha {

/// Position of a document in Report::documents.
using DocumentIndex = std::uint32_t;

/// Where a document's date was found, best first.
enum class DateSource : std::uint8_t {
  front_matter,  ///< Front matter, or the field "date" of a record.
  dateline,      ///< A line near the top that holds little but a date, or the start of a paragraph ("GENEVA, 5 May 2021
                 ///< –").
  text,          ///< The first date in the first part of the text.
  file_name,
  file_metadata,  ///< What the format keeps of the making of the file ("created" of a .docx).
  file_time,      ///< Only where `InputOptions::file_times` asks for it.
};
std::string_view to_string(DateSource source);

struct DocumentRecord {
  std::string path;  ///< Raw bytes; writers escape what isn't UTF-8 as \xHH.
  std::uint64_t bytes = 0;
  std::uint64_t words = 0;
  std::optional<std::string> date;        ///< YYYY-MM-DD.
  std::optional<DateSource> date_source;  ///< Of `date`.
  /// Days that a better source can mean, ascending, where it is ambiguous and so was passed over. Else empty.
  std::vector<std::string> date_readings;
  std::optional<std::string> title;  ///< Valid UTF-8, one line.
  Hash128 text_hash;                 ///< Of the words at level text.
  std::string encoding = "UTF-8";
  bool encoding_detected = false;
};

/// Where the records of documents are kept, if not in a vector: a scan keeps them packed, on disk if need be. Views
/// last as long as this. Thread-safe.
class DocumentRows {
 public:
  virtual ~DocumentRows() = default;
  virtual std::size_t size() const = 0;
  virtual DocumentRecord record(std::size_t i) const = 0;
  virtual std::string_view path(std::size_t i) const = 0;
  virtual std::optional<std::string_view> date(std::size_t i) const = 0;
};

/// A sequence of records, which come out by value. Made from a vector, or as a view of rows kept elsewhere.
class DocumentRecords {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = DocumentRecord;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = DocumentRecord;

    Iterator(const DocumentRecords& records, std::size_t i) : records_(&records), i_(i) {}
    DocumentRecord operator*() const { return (*records_)[i_]; }
    Iterator& operator++() {
      ++i_;
      return *this;
    }
    Iterator operator++(int) { return {*records_, i_++}; }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const DocumentRecords* records_;
    std::size_t i_;
  };

  DocumentRecords() = default;
  DocumentRecords(std::vector<DocumentRecord> records) : records_(std::move(records)) {}
  DocumentRecords(std::initializer_list<DocumentRecord> records) : records_(records) {}
  explicit DocumentRecords(std::shared_ptr<const DocumentRows> rows) : rows_(std::move(rows)) {}

  std::size_t size() const { return rows_ ? rows_->size() : records_.size(); }
  bool empty() const { return size() == 0; }
  /// Const, as a change of what it gives would be lost.
  const DocumentRecord operator[](std::size_t i) const { return rows_ ? rows_->record(i) : records_[i]; }
  /// Without a copy of the record: for as long as nothing is added to this.
  std::string_view path(std::size_t i) const { return rows_ ? rows_->path(i) : records_[i].path; }
  std::optional<std::string_view> date(std::size_t i) const { return rows_ ? rows_->date(i) : records_[i].date; }
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

  /// Not for a view of rows.
  void push_back(DocumentRecord record) { records_.push_back(std::move(record)); }

 private:
  std::vector<DocumentRecord> records_;
  std::shared_ptr<const DocumentRows> rows_;
};

struct PairRecord {
  DocumentIndex a = 0;  ///< a < b: documents are sorted by path bytes.
  DocumentIndex b = 0;
  Relation relation = Relation::revision;  ///< Of a to b.
  std::optional<Level> level;              ///< The strictest level at which the two are equal, if any.
  double similarity = 0;
  double body_similarity = 0;
  double jaccard = 0;
  double containment_a = 0;
  double containment_b = 0;
  /// Of a revision found by words that differ in a few letters, the similarity in which these count; else nothing.
  std::optional<double> fuzzy_similarity = {};
};

struct FamilyMember {
  DocumentIndex document = 0;
  std::optional<DocumentIndex> parent;     ///< Nothing for the root.
  Relation relation = Relation::revision;  ///< Of this document to its parent; meaningless for the root.
  /// What changed from its parent, in a line: for the page for people, where it was asked for and there is any. Else
  /// empty.
  std::string changes = {};
};

/// A version that isn't here, but which versions that are point to.
struct LostSourceRecord {
  std::optional<DocumentIndex> parent;  ///< What it comes from itself; nothing: unknown.
  std::vector<DocumentIndex> members;   ///< Two or more that come from it.
};

struct FamilyRecord {
  std::vector<FamilyMember> members;  ///< In version order: the root first, then by date and path.
  std::vector<LostSourceRecord> lost = {};
  std::optional<DocumentIndex> keep = {};  ///< Which one to keep, by the rules of docs/algorithm.md.
  std::optional<double> cohesion = {};     ///< The least body similarity between two members.
  bool cohesion_known = true;              ///< False: not all were measured, so `cohesion` bounds it from above.
  bool collated = true;                    ///< False: too large to be compared word by word, so arranged by similarity.
};

/// Where a passage stands.
struct BoilerplatePlace {
  DocumentIndex document = 0;
  /// Of the file, from 1; of a record in a file, and of a document that has `place`, of its text.
  std::uint64_t first_line = 0;
  std::uint64_t last_line = 0;           ///< The passage's last, included.
  bool part = false;                     ///< Of a block: there are more words before or after it.
  std::optional<PlaceRange> place = {};  ///< Pages or paragraphs, of a document that has them instead of lines.
};

/// One wording of a recurring passage; numbers don't make another.
struct BoilerplateVariant {
  /// Valid UTF-8; the source text of its first occurrence. Empty if that document couldn't be read again.
  std::string text;
  std::uint64_t documents = 0;           ///< Documents that hold this wording.
  std::optional<std::string> first;      ///< Earliest date of such a document, YYYY-MM-DD.
  std::optional<std::string> last;       ///< Latest.
  std::vector<BoilerplatePlace> places;  ///< Sorted by document and line; empty unless asked for.
};

/// A passage that recurs in documents whose bodies differ: a footer, an "about us".
struct BoilerplateRecord {
  std::uint64_t documents = 0;               ///< Documents that hold any of the variants.
  std::vector<BoilerplateVariant> variants;  ///< Most documents first.
  bool within_document = false;              ///< It stands twice or more in a document, but in no others.
};

struct Summary {
  std::uint64_t documents = 0;
  std::uint64_t bytes = 0;  ///< Sum of the documents' source bytes.
  std::uint64_t families = 0;
  std::uint64_t pairs = 0;
  std::uint64_t boilerplate = 0;
  std::uint64_t problems = 0;
  std::string join;       ///< "lsh" or "exact": how candidates were found.
  double join_floor = 0;  ///< Shingle Jaccard down to which candidates were sought.
  /// Pairs of documents left out of `pairs` because their texts have many copies: other copies of the same two texts
  /// are paired.
  std::uint64_t copies_not_paired = 0;
  /// LSH buckets too full for all of their pairs to be tried; their texts were linked to representatives instead.
  std::uint64_t buckets_cut = 0;
  std::uint64_t families_not_collated = 0;  ///< Families arranged by similarity, being too large.
  /// Versions on the page for people without FamilyMember::changes, as there are too many or they are too long.
  std::uint64_t versions_not_compared = 0;
  std::optional<double> seconds;  ///< Wall time; nothing with --no-timing.
};

struct Report {
  DocumentRecords documents;           ///< Sorted by path bytes.
  std::vector<PairRecord> pairs;       ///< Sorted by (a, b).
  std::vector<FamilyRecord> families;  ///< Sorted by their first path; the id of a family is its position + 1.
  /// Recurring ones before those within a document, most documents first; the id of one is its position + 1.
  std::vector<BoilerplateRecord> boilerplate;
  std::vector<Problem> problems;  ///< Sorted.
  Summary summary;
};

/// How the text writer lays out its page. Changes nothing in the other formats.
struct TextStyle {
  bool color = false;          ///< ANSI colours.
  bool bidi_isolates = false;  ///< Wrap names and titles that hold right-to-left characters in U+2068 … U+2069.
  std::size_t width = 80;      ///< Columns.
};

// Each writer is a pure function of its arguments: the same report gives the same bytes. `out` carries the
// failure bits if writing fails; nothing throws. Cost O(size of the report); all write UTF-8.

/// A page for people: a summary line, the families (largest first) as trees of versions, then what else there is to
/// know. Safe to show: control characters of names and titles are escaped. Not a format to parse.
void write_text(const Report& report, const TextStyle& style, std::ostream& out);
/// One object holding an array for each type of record, and the summary; one record a line.
void write_json(const Report& report, std::ostream& out);
/// One record a line: documents, pairs, families, boilerplate, problems, summary.
void write_jsonl(const Report& report, std::ostream& out);
/// For people: each passage of boilerplate with its wordings, dates and places; `full` cuts nothing. Safe to show.
void write_boilerplate_text(const Report& report, const TextStyle& style, bool full, std::ostream& out);
/// As write_json and write_jsonl, but boilerplate, problems and summary only.
void write_boilerplate_json(const Report& report, std::ostream& out);
void write_boilerplate_jsonl(const Report& report, std::ostream& out);
/// One row a pair, for spreadsheets: RFC 4180 with a header, CRLF, a byte order mark, and fields that a spreadsheet
/// would run as a formula made harmless.
void write_csv(const Report& report, std::ostream& out);

}  // namespace nuskha
