// Entry points: FileWriter, make_files.
#include "generator/corpus_writer.h"

#include <fmt/format.h>
#include <zstd.h>

#include <atomic>
#include <exception>
#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace nuskha::bench {
namespace {

void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw std::runtime_error(path.string() + ": could not be written; is the disk full?");
}

std::string compressed(std::string_view bytes, int level) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), level);
  if (ZSTD_isError(size) != 0) throw std::runtime_error(fmt::format("zstd: {}", ZSTD_getErrorName(size)));
  out.resize(size);
  return out;
}

std::string file_name(const OutputOptions& options, std::uint64_t file_number) {
  return fmt::format("{:05}{}{}", file_number, options.layout == Layout::jsonl ? ".jsonl" : "",
                     options.layout == Layout::jsonl && options.zstd_level != 0 ? ".zst" : "");
}

}  // namespace

FileWriter::FileWriter(const OutputOptions& options, std::uint64_t file_number)
    : options_(options), path_(options.folder / "docs" / file_name(options, file_number)) {
  if (options.layout == Layout::files) std::filesystem::create_directories(path_);
}

void FileWriter::add(const DocumentText& document) {
  const bool json = options_.layout == Layout::jsonl;
  if (json) {
    fmt::format_to(std::back_inserter(text_), R"({{"id":{},)", document.number);
    if (!document.date.empty()) fmt::format_to(std::back_inserter(text_), R"("date":"{}",)", document.date);
    text_ += R"("text":")";
  } else {
    text_.clear();
    if (!document.date.empty()) fmt::format_to(std::back_inserter(text_), "---\ndate: {}\n---\n", document.date);
  }
  append_text(document);
  if (json) {
    text_ += "\"}\n";
  } else {
    const char* ending = options_.zstd_level != 0 ? ".txt.zst" : ".txt";
    write(path_ / fmt::format("{:05}{}", document.number % options_.documents_per_file, ending), text_);
  }
}

void FileWriter::append_text(const DocumentText& document) {
  const std::string_view line_end = options_.layout == Layout::jsonl ? "\\n" : "\n";
  const auto append = [&](std::span<const Word> words) {
    if (options_.plain)
      document.language.append_plain(words, text_);
    else
      document.language.append_text(words, line_end, text_);
  };
  append(document.words);
  if (document.footer.empty()) return;
  text_ += line_end;
  append(document.footer);
}

void FileWriter::close() {
  if (options_.layout == Layout::jsonl) write(path_, text_);
}

void FileWriter::write(const std::filesystem::path& path, std::string_view bytes) {
  num_bytes_ += bytes.size();
  if (options_.zstd_level == 0)
    write_file(path, bytes);
  else
    write_file(path, compressed(bytes, options_.zstd_level));
}

std::string document_name(const OutputOptions& options, std::uint64_t number) {
  const std::string file = file_name(options, number / options.documents_per_file);
  const std::uint64_t place = number % options.documents_per_file;
  if (options.layout == Layout::jsonl) return fmt::format("docs/{}#{}", file, place + 1);
  return fmt::format("docs/{}/{:05}.txt{}", file, place, options.zstd_level != 0 ? ".zst" : "");
}

void make_files(const OutputOptions& options, std::uint64_t num_files, std::string_view head,
                const std::filesystem::path& beside, const std::function<std::string(std::uint64_t)>& make) {
  std::ofstream out;
  if (!beside.empty()) {
    out.open(beside, std::ios::binary);
    out << head;
  }
  std::atomic<std::uint64_t> next = 0;
  std::mutex mutex;
  std::map<std::uint64_t, std::string> waiting;  // for the files before them
  std::uint64_t num_written = 0;
  std::exception_ptr failure;
  const auto work = [&] {
    for (std::uint64_t number; (number = next++) < num_files;) {
      try {
        std::string lines = make(number);
        const std::lock_guard lock(mutex);
        waiting[number] = std::move(lines);
        for (auto first = waiting.begin(); first != waiting.end() && first->first == num_written;
             first = waiting.erase(first), ++num_written)
          out << first->second;
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        next = num_files;
      }
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < options.jobs; ++i) threads.emplace_back(work);
  work();
  threads.clear();
  if (failure) std::rethrow_exception(failure);
  if (beside.empty()) return;
  out.close();
  if (!out) throw std::runtime_error(beside.string() + ": could not be written; is the disk full?");
}

}  // namespace nuskha::bench
