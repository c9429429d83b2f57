// A row is a Fixed, then the bytes of path, encoding, title, date and date readings, each list of strings with its
// sizes in front. Only this file knows; nothing of it is stored longer than a scan. Test:
// tests/scan/corpus_documents_test.cpp.
#include "scan/corpus_documents.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <tuple>
#include <type_traits>

#include "base/memory_pressure.h"

namespace nuskha {
namespace {

constexpr std::size_t bytes_per_chunk = std::size_t{1} << 20;

struct Fixed {
  Hash128 source_hash, layout_hash, text_hash, spelling_hash;
  MatchText text;
  std::uint64_t bytes;
  std::uint64_t words;
  std::uint32_t path_size;
  std::uint32_t num_readings;
  bool has_date, has_title, encoding_detected, has_date_source;
  DateSource date_source;
};
static_assert(std::is_trivially_copyable_v<Fixed>);

Fixed fixed_of(const std::byte* row) {
  Fixed fixed;
  std::memcpy(&fixed, row, sizeof(fixed));
  return fixed;
}

void append(std::string& out, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  out.append(reinterpret_cast<const char*>(&size), sizeof(size));
  out += text;
}

/// Reads what append wrote, one after the other.
class Strings {
 public:
  explicit Strings(const std::byte* at) : at_(reinterpret_cast<const char*>(at)) {}
  std::string_view next() {
    std::uint32_t size = 0;
    std::memcpy(&size, at_, sizeof(size));
    const char* const text = at_ + sizeof(size);
    at_ = text + size;
    return {text, size};
  }

 private:
  const char* at_;
};

bool is_before(const PackedDocument& a, const PackedDocument& b) {
  const int order = a.path().compare(b.path());
  return order != 0 ? order < 0 : a.source_hash() < b.source_hash();
}

}  // namespace

std::string_view PackedDocument::path() const {
  std::uint32_t size = 0;
  std::memcpy(&size, row_ + offsetof(Fixed, path_size), sizeof(size));
  return {reinterpret_cast<const char*>(row_) + sizeof(Fixed), size};
}

Hash128 PackedDocument::source_hash() const {
  Hash128 hash;
  std::memcpy(&hash, row_ + offsetof(Fixed, source_hash), sizeof(hash));
  return hash;
}

TextIdentity PackedDocument::identity() const {
  const Fixed fixed = fixed_of(row_);
  return {fixed.source_hash, fixed.layout_hash, fixed.text_hash, fixed.spelling_hash, !fixed.text.words.empty()};
}

MatchText PackedDocument::text() const { return fixed_of(row_).text; }

std::uint64_t PackedDocument::bytes() const { return fixed_of(row_).bytes; }

std::optional<std::string_view> PackedDocument::date() const {
  const Fixed fixed = fixed_of(row_);
  if (!fixed.has_date) return std::nullopt;
  return Strings(row_ + sizeof(Fixed) + fixed.path_size).next();
}

CorpusDocument PackedDocument::unpack() const {
  const Fixed fixed = fixed_of(row_);
  CorpusDocument out{{}, fixed.source_hash, fixed.layout_hash, fixed.spelling_hash, fixed.text};
  DocumentRecord& record = out.record;
  record.path = path();
  record.bytes = fixed.bytes;
  record.words = fixed.words;
  record.text_hash = fixed.text_hash;
  record.encoding_detected = fixed.encoding_detected;
  if (fixed.has_date_source) record.date_source = fixed.date_source;
  Strings strings(row_ + sizeof(Fixed) + fixed.path_size);
  if (fixed.has_date) record.date = strings.next();
  if (fixed.has_title) record.title = strings.next();
  record.encoding = strings.next();
  record.date_readings.reserve(fixed.num_readings);
  for (std::uint32_t i = 0; i < fixed.num_readings; ++i) record.date_readings.emplace_back(strings.next());
  return out;
}

void CorpusDocuments::push_back(const CorpusDocument& document) {
  const DocumentRecord& record = document.record;
  Fixed fixed;
  std::memset(static_cast<void*>(&fixed), 0, sizeof(fixed));  // the padding too
  fixed.source_hash = document.source_hash;
  fixed.layout_hash = document.layout_hash;
  fixed.text_hash = record.text_hash;
  fixed.spelling_hash = document.spelling_hash;
  fixed.text = document.text;
  fixed.bytes = record.bytes;
  fixed.words = record.words;
  fixed.path_size = static_cast<std::uint32_t>(record.path.size());
  fixed.num_readings = static_cast<std::uint32_t>(record.date_readings.size());
  fixed.has_date = record.date.has_value();
  fixed.has_title = record.title.has_value();
  fixed.encoding_detected = record.encoding_detected;
  fixed.has_date_source = record.date_source.has_value();
  fixed.date_source = record.date_source.value_or(DateSource{});
  std::string strings = record.path;
  if (record.date) append(strings, *record.date);
  if (record.title) append(strings, *record.title);
  append(strings, record.encoding);
  for (const std::string& reading : record.date_readings) append(strings, reading);

  const std::size_t size = sizeof(fixed) + strings.size();
  if (chunks_.empty() || chunks_.back()->capacity() - chunks_.back()->size() < size) {
    if (!chunks_.empty()) nuskha::seal(*chunks_.back());
    chunks_.push_back(std::make_unique<Chunk>(pages_));
    chunks_.back()->reserve(std::max(size, bytes_per_chunk));
  }
  Chunk& chunk = *chunks_.back();
  const std::size_t begin = chunk.size();
  chunk.resize(begin + size);
  std::memcpy(&chunk[begin], &fixed, sizeof(fixed));
  std::memcpy(&chunk[begin + sizeof(fixed)], strings.data(), strings.size());
  rows_.push_back(&chunk[begin]);
}

void CorpusDocuments::seal() {
  if (!chunks_.empty()) nuskha::seal(*chunks_.back());
}

void CorpusDocuments::sort() {
  Pause pause;
  const auto in_order = [&pause](const std::byte* a, const std::byte* b) {
    pause.step();
    return is_before(PackedDocument(a), PackedDocument(b));
  };
  // A folder is walked in order, so what a thread has read mostly is sorted already.
  if (!std::is_sorted(rows_.begin(), rows_.end(), in_order)) std::sort(rows_.begin(), rows_.end(), in_order);
}

CorpusDocuments CorpusDocuments::merge(std::vector<CorpusDocuments> parts) {
  CorpusDocuments out(parts.empty() ? nullptr : parts.front().pages_);
  std::size_t count = 0;
  for (const CorpusDocuments& part : parts) count += part.size();
  out.rows_.reserve(count);
  std::vector<std::size_t> taken(parts.size());
  Pause pause;
  while (out.rows_.size() < count) {
    pause.step();
    std::size_t first = parts.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (taken[i] == parts[i].size()) continue;
      if (first == parts.size() || is_before(parts[i].packed(taken[i]), parts[first].packed(taken[first]))) first = i;
    }
    out.rows_.push_back(parts[first].rows_[taken[first]++]);
  }
  for (CorpusDocuments& part : parts)
    std::move(part.chunks_.begin(), part.chunks_.end(), std::back_inserter(out.chunks_));
  nuskha::seal(out.rows_);
  return out;
}

}  // namespace nuskha
