// Test: tests/archive/archive_test.cpp.
#include "archive/document_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "archive/blob.h"

namespace nuskha {
namespace {

constexpr std::array date_sources = {DateSource::front_matter, DateSource::dateline,      DateSource::text,
                                     DateSource::file_name,    DateSource::file_metadata, DateSource::file_time};

std::string joined(const std::vector<std::string>& days) {
  std::string out;
  for (const std::string& day : days) out += (out.empty() ? "" : " ") + day;
  return out;
}

std::vector<std::string> split(std::string_view days) {
  std::vector<std::string> out;
  while (!days.empty()) {
    const std::size_t end = std::min(days.find(' '), days.size());
    out.emplace_back(days.substr(0, end));
    days.remove_prefix(std::min(end + 1, days.size()));
  }
  return out;
}

std::optional<std::string_view> name_of(std::optional<DateSource> source) {
  if (!source) return std::nullopt;
  return to_string(*source);
}

std::optional<std::string_view> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

void throw_damaged(const Database& database, DocumentId id, std::string_view what) {
  throw_failure(ErrorCode::malformed, database.path(),
                fmt::format("The archive is damaged: of document {}, {}. Restore a copy, or make it again with nuskha "
                            "index add; nuskha index verify says more.",
                            id, what));
}

std::string_view part_of(std::string_view path, std::string_view file) {
  return path.starts_with(file) ? path.substr(file.size()) : std::string_view();
}

DocumentId insert_document(Database& database, std::int64_t file, std::string_view file_path,
                           const NewDocument& document) {
  const Document& read = document.document;
  const DocumentRecord& record = document.facts.record;
  const std::string readings = joined(record.date_readings);
  database.run(
      "INSERT INTO document_data (file, part, bytes, words, date, date_source, date_readings, title, encoding, "
      "encoding_detected, first_line, given_title, given_date, given_date_text, language, file_time, source_hash, "
      "layout_hash, text_hash, spelling_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      file, unless_empty(part_of(record.path, file_path)), record.bytes, record.words, record.date,
      name_of(record.date_source), unless_empty(readings), record.title, record.encoding, record.encoding_detected,
      read.first_line, read.title, read.date, read.date_text, unless_empty(read.language), read.file_time,
      document.facts.source_hash, document.facts.layout_hash, record.text_hash, document.facts.spelling_hash);
  const DocumentId id = database.last_id();
  database.run("INSERT INTO texts VALUES (?, ?)", id, Blob{document.data});
  return id;
}

std::optional<Document> read_document(Database& database, DocumentId id) {
  Query row = database.query(
      "SELECT f.path || coalesce(d.part, ''), d.bytes, d.encoding, d.encoding_detected, d.first_line, d.given_title, "
      "d.given_date, d.given_date_text, d.language, d.file_time, d.source_hash FROM document_data d JOIN files f ON "
      "f.id = d.file WHERE d.id = ?",
      id);
  if (!row.step()) return std::nullopt;
  Document out;
  out.path = row.text(0);
  out.source_bytes = to_unsigned(row.integer(1));
  out.encoding = row.text(2);
  out.encoding_detected = row.integer(3) != 0;
  out.first_line = to_unsigned(row.integer(4));
  out.title = row.optional_text(5);
  out.date = row.optional_text(6);
  out.date_text = row.optional_text(7);
  out.language = row.text(8);
  out.file_time = row.optional_integer(9);
  out.source_hash = row.hash(10);
  return out;
}

ArchiveDocument record_in(const Query& row, const Database& database) {
  ArchiveDocument out;
  out.id = row.integer(0);
  out.record.path = row.text(1);
  out.record.bytes = to_unsigned(row.integer(2));
  out.record.words = to_unsigned(row.integer(3));
  out.record.date = row.optional_text(4);
  if (!row.is_null(5)) {
    const auto found = std::find_if(date_sources.begin(), date_sources.end(),
                                    [&](DateSource source) { return to_string(source) == row.bytes(5); });
    if (found == date_sources.end()) throw_damaged(database, out.id, "the source of the date isn't one");
    out.record.date_source = *found;
  }
  out.record.date_readings = split(row.bytes(6));
  out.record.title = row.optional_text(7);
  out.record.encoding = row.text(8);
  out.record.encoding_detected = row.integer(9) != 0;
  out.source_hash = row.hash(10);
  out.layout_hash = row.hash(11);
  out.record.text_hash = row.hash(12);
  out.spelling_hash = row.hash(13);
  return out;
}

std::optional<ArchiveDocument> read_record(Database& database, DocumentId id) {
  static const std::string sql = std::string(all_records) + " WHERE d.id = ?";
  Query row = database.query(sql.c_str(), id);
  if (!row.step()) return std::nullopt;
  return record_in(row, database);
}

std::string read_data(Database& database, DocumentId id) {
  Query row = database.query("SELECT data FROM texts WHERE document = ?", id);
  if (!row.step()) throw_damaged(database, id, "the text is missing");
  std::optional<std::string> data = decompress(row.bytes(0));
  if (!data) throw_damaged(database, id, "the text can't be decompressed");
  return *std::move(data);
}

ArchiveWords read_words(Database& database, DocumentId id) {
  std::optional<ArchiveWords> words = unpack_words(read_data(database, id));
  if (!words) throw_damaged(database, id, "the words can't be read");
  return *std::move(words);
}

Relation relation_in(const Query& row, int column, const Database& database) {
  const auto relation = parse_relation(row.bytes(column));
  if (!relation)
    throw_failure(ErrorCode::malformed, database.path(),
                  fmt::format("The archive is damaged: there is no relation \"{}\".", row.bytes(column)));
  return *relation;
}

std::optional<Level> level_in(const Query& row, int column, const Database& database) {
  if (row.is_null(column)) return std::nullopt;
  const auto level = parse_level(row.bytes(column));
  if (!level)
    throw_failure(ErrorCode::malformed, database.path(),
                  fmt::format("The archive is damaged: there is no level \"{}\".", row.bytes(column)));
  return level;
}

}  // namespace nuskha
