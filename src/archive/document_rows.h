// Documents as rows.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "archive/database.h"
#include "match/match_text.h"
#include "nuskha/archive.h"
#include "nuskha/input.h"

namespace nuskha {

/// A document about to be stored, once it has been read and analyzed.
struct NewDocument {
  Document document;      ///< Its text is not needed any more.
  ArchiveDocument facts;  ///< `id` is not looked at; `record.path` is the document's.
  std::string data;       ///< For the table `texts`: compressed.
  std::vector<std::uint32_t> anchors;
};

/// The part of a document's name that follows its file's: "" or "#12".
std::string_view part_of(std::string_view path, std::string_view file);

/// Stores it without its anchors; returns the new id.
DocumentId insert_document(Database& database, std::int64_t file, std::string_view file_path,
                           const NewDocument& document);

/// As it was read, without its text; nothing if there is none of this id.
std::optional<Document> read_document(Database& database, DocumentId id);
std::optional<ArchiveDocument> read_record(Database& database, DocumentId id);

/// What `texts` holds of a document, decompressed: its text, or what unpack_words takes. Throws malformed if it is
/// missing or damaged.
std::string read_data(Database& database, DocumentId id);
/// Throws malformed if they are damaged.
ArchiveWords read_words(Database& database, DocumentId id);

/// Throws malformed: something about a document that can't be.
[[noreturn]] void throw_damaged(const Database& database, DocumentId id, std::string_view what);

/// Names of relations and levels in rows; throw malformed if there is no such.
Relation relation_in(const Query& row, int column, const Database& database);
std::optional<Level> level_in(const Query& row, int column, const Database& database);

/// The statement of read_record without its end: to read many.
inline constexpr const char* all_records =
    "SELECT d.id, f.path || coalesce(d.part, ''), d.bytes, d.words, d.date, d.date_source, d.date_readings, d.title, "
    "d.encoding, d.encoding_detected, d.source_hash, d.layout_hash, d.text_hash, d.spelling_hash FROM document_data d "
    "JOIN files f ON f.id = d.file";
/// A row of that.
ArchiveDocument record_in(const Query& row, const Database& database);

}  // namespace nuskha
