// One document by its name; see the header. Covered by tests/cli/diff_test.cpp.
#include "scan/one_document.h"

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/document_name.h"
#include "base/hash.h"
#include "input/byte_stream.h"
#include "input/decode.h"
#include "input/walk.h"

namespace nuskha {
namespace {

/// The file that a name says the document is in: the name itself, or what stands before a '#' or '!'. Nothing if there
/// is none.
std::optional<std::string> file_of(const std::string& name) {
  std::optional<std::string> file;
  std::error_code error;
  any_holder(name, [&](std::string_view holder) {
    if (std::filesystem::exists(holder, error)) file = holder;
    return file.has_value();
  });
  return file;
}

/// The file's bytes, decompressed, if they are still those of the document.
std::optional<std::string> read_source(const std::string& path, const Document& document) {
  std::array<char, 1 << 16> buffer;
  const std::unique_ptr<ByteStream> file = open_stream(path);
  const std::size_t head = file->read(buffer.data(), buffer.size());
  std::string bytes(buffer.data(), head);
  if (const Compression compression = compression_of(bytes); compression != Compression::none) {
    bytes.clear();
    const std::unique_ptr<ByteStream> stream = decompress(open_stream(path), compression);
    for (std::size_t got = 0; (got = stream->read(buffer.data(), buffer.size())) > 0;) bytes.append(buffer.data(), got);
  } else {
    for (std::size_t got = 0; (got = file->read(buffer.data(), buffer.size())) > 0;) bytes.append(buffer.data(), got);
  }
  if (hash128(bytes) != document.source_hash) return std::nullopt;
  return bytes;
}

/// `file` is where the document is all there is; else empty.
Result<OneDocument> take(Document document, const std::string& file) {
  OneDocument out;
  if (document.format != "text" || file.empty()) {
    out.source = out.text = document.text;
    out.is_source = document.format == "text";
  } else if (std::optional<std::string> source = read_source(file, document)) {
    out.source = *std::move(source);
    out.is_source = document.encoding == "UTF-8";
    out.text = out.is_source ? out.source : decode_text(out.source).text;
  } else {
    return fail(ErrorCode::unreadable, file, "It changed while it was read. Run again once nothing writes to it.");
  }
  out.document = std::move(document);
  return out;
}

}  // namespace

Result<OneDocument> read_one_document(const std::string& name, const InputOptions& options) {
  const std::string file = file_of(name).value_or(name);
  std::error_code error;
  if (std::filesystem::is_directory(file, error))
    return fail(ErrorCode::invalid_argument, file, "It is a folder. Name one of its files.");
  const std::vector<std::string> paths = {file};
  const Result<std::unique_ptr<DocumentSource>> all = open_paths(paths, options);
  if (!all) return tl::unexpected(all.error());
  const bool is_whole_file = file.size() == name.size();
  const std::vector<std::string> wanted = {clean_path(file) + name.substr(file.size())};
  const std::unique_ptr<DocumentSource> some = is_whole_file ? nullptr : (*all)->again(wanted);
  DocumentSource& source = some ? *some : **all;
  std::vector<Document> batch;
  std::vector<Problem> problems;
  while (source.next(batch, problems)) {
    for (Document& document : batch) {
      if (document.path != wanted.front()) {
        if (!is_whole_file) continue;
        return fail(ErrorCode::invalid_argument, file,
                    "It holds several documents. Name one, such as " + document.path + ".");
      }
      std::erase_if(problems, [&](const Problem& problem) { return problem.path != document.path; });
      Result<OneDocument> out = take(std::move(document), is_whole_file ? file : "");
      if (out) out->problems = std::move(problems);
      return out;
    }
  }
  for (const Problem& problem : problems)
    if (any_holder(wanted.front(), [&](std::string_view holder) { return problem.path == holder; }))
      return fail(ErrorCode::no_documents, problem.path, problem.message);
  if (!is_whole_file) return fail(ErrorCode::not_found, name, "There is no such document in " + file + ".");
  return fail(ErrorCode::no_documents, name, "It holds no document.");
}

}  // namespace nuskha
