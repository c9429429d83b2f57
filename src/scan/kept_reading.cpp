// A segment is a table of steps (nuskha/input.h), then their documents and problems. Entry points:
// KeptReading::take_over and add. Test: tests/scan/resume_test.cpp.
#include "scan/kept_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "base/parallel.h"
#include "scan/work_codec.h"

namespace nuskha {
namespace {

using Clock = std::chrono::steady_clock;

// Where reading is slow, as it is of PDFs, a segment isn't waited for longer.
constexpr auto longest_wait = std::chrono::seconds(30);

// Of what is told before: words take 4 bytes where text takes 4 to 11, and a document some 250 besides.
constexpr double bytes_for_byte = 0.8;
constexpr std::uint64_t bytes_for_file = 400;

constexpr std::size_t step_bytes = 29;

/// A row of a segment's table.
struct StepRow {
  Hash128 file;
  std::uint32_t number = 0;
  bool is_last = false;
  std::uint32_t num_documents = 0;
  std::uint32_t num_problems = 0;
};

void encode_row(const StepRow& row, ByteWriter& out) {
  out.hash(row.file);
  out.number(row.number);
  out.number(static_cast<std::uint8_t>(row.is_last));
  out.number(row.num_documents);
  out.number(row.num_problems);
}

StepRow decode_row(ByteReader& in) {
  StepRow row;
  row.file = in.hash();
  row.number = in.number<std::uint32_t>();
  row.is_last = in.number<std::uint8_t>() != 0;
  row.num_documents = in.number<std::uint32_t>();
  row.num_problems = in.number<std::uint32_t>();
  return row;
}

/// True if the contents are as the rows say. Their hash is right then anyway, but for a fault of whoever wrote them,
/// and of that nothing is to be taken.
bool can_be_read(ByteReader in, std::span<const StepRow> rows) {
  for (const StepRow& row : rows) {
    for (std::uint32_t i = 0; i < row.num_documents && in.is_good(); ++i) pass_over_document(in);
    for (std::uint32_t i = 0; i < row.num_problems && in.is_good(); ++i) decode_problem(in);
  }
  return in.is_at_end();
}

/// Of everything besides the file that reading depends on.
Hash128 fingerprint_of_reading(const ScanOptions& options) {
  ByteWriter bytes;
  bytes.text("reading");
  bytes.number(static_cast<std::uint32_t>(options.level));
  return hash128(bytes.bytes());
}

std::string in_gigabytes(double bytes) {
  return bytes < 1e9 ? fmt::format("{:.0f} MB", std::ceil(bytes * 1e-6)) : fmt::format("{:.1f} GB", bytes * 1e-9);
}

/// "1,234,567".
std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

}  // namespace

/// Which steps there are, among those of files that are still there. 17 bytes a file, and more for what has been taken
/// apart.
class KeptReading::Known : public KnownSteps {
 public:
  explicit Known(std::span<const SourceFile> files) {
    files_.reserve(files.size());
    for (const SourceFile& file : files)
      if (file.id != Hash128{}) files_.push_back(file.id);
    std::sort(files_.begin(), files_.end());
    is_plain_.resize(files_.size());
  }

  /// True if it is the first time that this step of a file of the source is met.
  bool add(const StepRow& row) {
    const std::lock_guard lock(mutex_);
    const std::optional<std::size_t> file = find(row.file);
    if (!file || has(*file, row.number)) return false;
    if (row.number == 0 && row.is_last) {
      is_plain_[*file] = 1;
      return true;
    }
    Steps& steps = steps_[*file];
    if (row.number >= steps.are_known.size()) steps.are_known.resize(std::size_t{row.number} + 1);
    steps.are_known[row.number] = true;
    ++steps.count;
    if (row.is_last) steps.total = row.number + 1;
    return true;
  }

  std::size_t num_whole_files() const {
    std::size_t count = 0;
    for (std::size_t file = 0; file < files_.size(); ++file) count += is_whole(file) ? 1 : 0;
    return count;
  }

  bool has_file(const Hash128& id) const override {
    const std::optional<std::size_t> file = find(id);
    return file && is_whole(*file);
  }

  bool has_step(const Hash128& id, std::uint32_t number) const override {
    const std::optional<std::size_t> file = find(id);
    return file && has(*file, number);
  }

 private:
  /// Of a file that is read in several steps.
  struct Steps {
    std::vector<bool> are_known;  // by number
    std::uint32_t count = 0;
    std::uint32_t total = 0;  // 0 until the last one is known
  };

  std::optional<std::size_t> find(const Hash128& id) const {
    const auto found = std::lower_bound(files_.begin(), files_.end(), id);
    if (found == files_.end() || *found != id) return std::nullopt;
    return static_cast<std::size_t>(found - files_.begin());
  }

  bool is_whole(std::size_t file) const {
    if (is_plain_[file] != 0) return true;
    const auto found = steps_.find(file);
    return found != steps_.end() && found->second.total != 0 && found->second.count == found->second.total;
  }

  bool has(std::size_t file, std::uint32_t number) const {
    if (is_plain_[file] != 0) return number == 0;
    const auto found = steps_.find(file);
    return found != steps_.end() && number < found->second.are_known.size() && found->second.are_known[number];
  }

  std::mutex mutex_;
  std::vector<Hash128> files_;  // sorted
  std::vector<std::uint8_t> is_plain_;
  std::unordered_map<std::size_t, Steps> steps_;
};

/// What a thread has read since it last wrote.
struct KeptReading::Segment {
  ByteWriter rows;
  ByteWriter contents;
  std::uint64_t num_rows = 0;
  std::uint64_t num_documents = 0;
  std::uint64_t bytes_written = 0;
  Clock::time_point begun = Clock::now();
};

KeptReading::KeptReading(WorkDir& folder, const ScanOptions& options, unsigned threads)
    : folder_(folder), options_(options), fingerprint_(fingerprint_of_reading(options)), segments_(threads) {}

KeptReading::~KeptReading() = default;

void KeptReading::take_over(DocumentSource& source, std::span<ReadPart> parts, ScanProgress* progress) {
  std::vector<SourceFile> files = source.list_files();
  const std::vector<std::string> names = folder_.segments();
  known_ = std::make_shared<Known>(names.empty() ? std::span<const SourceFile>() : files);
  parallel_for(static_cast<unsigned>(parts.size()), names.size(), 1,
               [&](unsigned thread, std::size_t begin, std::size_t) { take_segment(names[begin], parts[thread]); });
  std::sort(damaged_.begin(), damaged_.end());
  for (const std::string& name : damaged_)
    if (options_.note)
      options_.note(
          fmt::format("{}/{}: is damaged and passed over; its documents are read again", folder_.path(), name));
  if (progress != nullptr) {
    progress->documents += documents_taken_;
    progress->bytes += bytes_taken_;
  }
  tell_taken(source.num_files());
  tell_need(files, source.num_files());
  if (!names.empty()) source.pass_over(std::move(files), known_);
  known_.reset();
}

void KeptReading::take_segment(const std::string& name, ReadPart& part) {
  const WorkFile file = folder_.read(name, WorkKind::segment, fingerprint_);
  if (file.state == WorkFile::State::other) folder_.remove(name);
  const auto pass_over_damaged = [&] {
    folder_.remove(name);
    const std::lock_guard lock(mutex_);
    damaged_.push_back(name);
  };
  if (file.state == WorkFile::State::damaged) pass_over_damaged();
  if (file.state != WorkFile::State::good) return;
  ByteReader in(file.payload());
  std::vector<StepRow> rows(in.count(step_bytes));
  for (StepRow& row : rows) row = decode_row(in);
  if (!can_be_read(in, rows)) return pass_over_damaged();
  const std::size_t documents_before = part.documents.size();
  DocumentScratch scratch;
  std::uint64_t bytes = 0;
  for (const StepRow& row : rows) {
    const bool is_taken = known_->add(row);
    for (std::uint32_t i = 0; i < row.num_documents; ++i) {
      if (!is_taken) {
        pass_over_document(in);
        continue;
      }
      const CorpusDocument document = decode_document(in, part.store, scratch);
      bytes += document.record.bytes;
      part.documents.push_back(document);
    }
    for (std::uint32_t i = 0; i < row.num_problems; ++i) {
      Problem problem = decode_problem(in);
      if (is_taken) part.problems.push_back(std::move(problem));
    }
  }
  const std::lock_guard lock(mutex_);
  documents_taken_ += part.documents.size() - documents_before;
  bytes_taken_ += bytes;
}

bool KeptReading::add(unsigned thread, std::span<const ReadStep> steps, std::span<const CorpusDocument> documents,
                      std::span<const Problem> problems) {
  Segment& segment = segments_[thread];
  for (const ReadStep& step : steps) {
    if (step.file == Hash128{}) continue;
    const auto of_step = documents.subspan(step.documents_begin, step.documents_end - step.documents_begin);
    const auto its_problems = problems.subspan(step.problems_begin, step.problems_end - step.problems_begin);
    encode_row({step.file, step.number, step.is_last, static_cast<std::uint32_t>(of_step.size()),
                static_cast<std::uint32_t>(its_problems.size())},
               segment.rows);
    for (const CorpusDocument& document : of_step) encode_document(document, segment.contents);
    for (const Problem& problem : its_problems) encode_problem(problem, segment.contents);
    ++segment.num_rows;
    segment.num_documents += of_step.size();
  }
  const WorkDirOptions& sizes = folder_.options();
  const std::size_t wanted = std::clamp<std::size_t>(static_cast<std::size_t>(segment.bytes_written / 8),
                                                     sizes.first_segment_bytes, sizes.most_segment_bytes);
  const bool is_full = segment.rows.size() + segment.contents.size() >= wanted;
  const bool is_due = is_full || Clock::now() - segment.begun > longest_wait;
  return is_due && segment.num_documents > 0 ? write(segment) : !has_failed_;
}

bool KeptReading::write(Segment& segment) {
  if (segment.num_rows == 0) return !has_failed_;
  ByteWriter payload;
  payload.number(segment.num_rows);
  payload.append(segment.rows.bytes());
  payload.append(segment.contents.bytes());
  const Result<void> done = folder_.write(folder_.new_segment(), WorkKind::segment, fingerprint_, payload.bytes());
  if (!done) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = done.error();
    has_failed_ = true;
  }
  const std::uint64_t bytes_written = segment.bytes_written + payload.size();
  segment = {};
  segment.bytes_written = bytes_written;
  return !has_failed_;
}

/// Problems alone aren't worth a file: a job that finds no document fails, and the next one is to say why once more.
/// Which thread met with them is chance.
Result<void> KeptReading::finish() {
  const bool has_documents =
      documents_taken_ > 0 || std::any_of(segments_.begin(), segments_.end(), [](const Segment& segment) {
        return segment.num_documents > 0 || segment.bytes_written > 0;
      });
  for (Segment& segment : segments_)
    if (has_documents && !has_failed_) write(segment);
  if (error_) return tl::unexpected(*error_);
  return {};
}

void KeptReading::tell_taken(std::size_t num_files) {
  if (documents_taken_ == 0 || !options_.note) return;
  options_.note(fmt::format("continues in {}: {} documents are read already, {} of {} files whole", folder_.path(),
                            grouped(documents_taken_), grouped(known_->num_whole_files()), grouped(num_files)));
}

void KeptReading::tell_need(std::span<const SourceFile> files, std::size_t num_files) {
  if (!options_.note) return;
  double bytes = static_cast<double>(bytes_for_file * num_files);
  for (const SourceFile& file : files)
    if (!known_->has_file(file.id)) bytes += bytes_for_byte * static_cast<double>(file.bytes);
  const std::optional<std::uint64_t> free = folder_.free_bytes();
  if (known_->num_whole_files() == num_files || !free) return;
  options_.note(fmt::format("about {} of temporary disk at {} will be needed, {} free", in_gigabytes(bytes),
                            folder_.path(), in_gigabytes(static_cast<double>(*free))));
}

}  // namespace nuskha
