// Writes generated documents: as JSON Lines files of many documents or as one file a document, by several threads, with
// the same bytes for any number of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "generator/language.h"

namespace nuskha::bench {

enum class Layout { jsonl, files };

struct OutputOptions {
  std::filesystem::path folder;
  Layout layout = Layout::jsonl;
  std::size_t documents_per_file = 1000;
  bool plain = false;  ///< no sentences: see Language::append_plain
  int zstd_level = 0;  ///< 0: not compressed
  unsigned jobs = 1;
};

/// One of the documents of a file.
struct DocumentText {
  std::uint64_t number;  ///< in the corpus, from 0
  const Language& language;
  std::span<const Word> words;
  std::string_view date{};  ///< empty: none
  std::span<const Word> footer{};
};

/// The documents of one .jsonl file, or of one folder of text files.
class FileWriter {
 public:
  FileWriter(const OutputOptions& options, std::uint64_t file_number);

  void add(const DocumentText& document);
  /// Writes what was added. Throws std::runtime_error naming the file if it can't.
  void close();

  std::uint64_t num_bytes() const { return num_bytes_; }

 private:
  void append_text(const DocumentText& document);
  void write(const std::filesystem::path& path, std::string_view bytes);

  const OutputOptions& options_;
  std::filesystem::path path_;  // without its ending
  std::string text_;
  std::uint64_t num_bytes_ = 0;  // before compression
};

/// The name of a document as nuskha gives it, below the folder: "docs/00000.jsonl#12", or "docs/00000/0011.txt".
std::string document_name(const OutputOptions& options, std::uint64_t number);

/// Makes files 0 … num_files − 1, each by `make(number)`, in several threads. What `make` returns is written to
/// `beside` (a path, or empty for none) in the order of the files, after `head`.
void make_files(const OutputOptions& options, std::uint64_t num_files, std::string_view head,
                const std::filesystem::path& beside, const std::function<std::string(std::uint64_t)>& make);

}  // namespace nuskha::bench
