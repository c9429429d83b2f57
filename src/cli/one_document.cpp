// One document by its name; see the header. Covered by tests/cli/diff_test.cpp.
#include "cli/one_document.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "cli/messages.h"
#include "input/byte_stream.h"
#include "input/decode.h"

namespace nuskha::cli {
namespace {

/// "records.jsonl#12" in its parts.
struct RecordName {
  std::string file;
  std::string mark;  ///< "#12"
};

bool exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

/// Nothing for a name that is a file's, whatever it looks like.
std::optional<RecordName> split_record_name(const std::string& name) {
  const std::size_t mark = name.rfind('#');
  if (mark == name.npos || mark + 1 == name.size() || mark == 0 || exists(name)) return std::nullopt;
  if (name.find_first_not_of("0123456789", mark + 1) != name.npos || !exists(name.substr(0, mark))) return std::nullopt;
  return RecordName{name.substr(0, mark), name.substr(mark)};
}

bool is_record(const Document& document, const std::string& file) {
  return document.path.size() > file.size() / 2 && document.path.find('#') != std::string::npos &&
         std::filesystem::path(document.path).filename() != std::filesystem::path(file).filename();
}

Compression compression_of(std::string_view path) {
  if (path.ends_with(".gz") || path.ends_with(".GZ")) return Compression::gzip;
  if (path.ends_with(".zst") || path.ends_with(".ZST")) return Compression::zstandard;
  return Compression::none;
}

/// The file's bytes, if they are still those of the document.
std::optional<std::string> read_source(const std::string& path, const Document& document) {
  const std::unique_ptr<ByteStream> stream = open_stream(path, compression_of(path));
  std::string bytes;
  bytes.reserve(document.source_bytes + 1);
  std::array<char, 1 << 16> buffer;
  for (std::size_t got = 0; (got = stream->read(buffer.data(), buffer.size())) > 0;) bytes.append(buffer.data(), got);
  if (hash128(bytes) != document.source_hash) return std::nullopt;
  return bytes;
}

Result<OneDocument> take(Document document, const std::string& path) {
  OneDocument out;
  if (is_record(document, path)) {
    out.source = out.text = document.text;
  } else if (std::optional<std::string> source = read_source(path, document)) {
    out.source = *std::move(source);
    out.is_source = document.encoding == "UTF-8";
    out.text = out.is_source ? out.source : decode_text(out.source).text;
  } else {
    return fail(ErrorCode::unreadable, path, "It changed while it was read. Run again once nothing writes to it.");
  }
  out.document = std::move(document);
  return out;
}

}  // namespace

Result<OneDocument> read_one_document(const std::string& name, const InputOptions& options) {
  const std::optional<RecordName> record = split_record_name(name);
  const std::string path = record ? record->file : name;
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    return fail(ErrorCode::invalid_argument, path, "It is a folder. Name one of its files.");
  const std::vector<std::string> paths = {path};
  const Result<std::unique_ptr<DocumentSource>> source = open_paths(paths, options);
  if (!source) return tl::unexpected(source.error());
  std::vector<Document> batch;
  std::vector<Problem> problems;
  while ((*source)->next(batch, problems)) {
    for (Document& document : batch) {
      if (record ? !document.path.ends_with(record->mark) : false) continue;
      if (!record && is_record(document, path))
        return fail(ErrorCode::invalid_argument, path,
                    "It holds records. Name one by its line, such as " + document.path + ".");
      if (!record || is_record(document, path)) {
        for (const Problem& problem : problems)
          if (problem.path == document.path) print_message(problem.path, problem.message);
        return take(std::move(document), path);
      }
    }
  }
  for (const Problem& problem : problems)
    if (!record || problem.path.ends_with(record->mark) || problem.path == path)
      return fail(ErrorCode::no_documents, problem.path, problem.message);
  if (record) return fail(ErrorCode::not_found, name, "There is no record on that line of " + path + ".");
  return fail(ErrorCode::no_documents, name, "It holds no document.");
}

}  // namespace nuskha::cli
