// Documents that are handed over while a job takes them. Entry point: open_feed. Test:
// tests/input/document_feed_test.cpp.
//
//   offer ─▶ waiting_ ─▶ next                 the text, once
//     └────▶ KeptTexts ─▶ again ─▶ next       the text, for quoting: in a buffer, then in a file that has no name
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/page_store.h"
#include "base/unicode.h"
#include "input/problem_codes.h"
#include "input/record_fields.h"
#include "nuskha/input.h"

namespace nuskha {
namespace {

constexpr std::size_t batch_documents = 64;
constexpr std::uint64_t batch_bytes = 1u << 20;

struct HashOfHash {
  std::size_t operator()(const Hash128& hash) const { return static_cast<std::size_t>(hash.low); }
};

/// The document of a record; what isn't UTF-8 in it is replaced.
Document make_checked_record(std::string name, std::string_view text, std::vector<Problem>& problems) {
  const std::size_t invalid = find_invalid_utf8(text);
  if (invalid == std::string_view::npos)
    return make_record(std::move(name), {.text = text, .title = {}, .date = {}, .language = {}});
  problems.push_back(
      {name, problem_code::invalid_utf8,
       "The text isn't UTF-8 from byte " + std::to_string(invalid) + " on; each invalid sequence was read as U+FFFD."});
  const std::string repaired = replace_invalid_utf8(text);
  return make_record(std::move(name), {.text = repaired, .title = {}, .date = {}, .language = {}});
}

/// Where a text is in what is kept.
struct TextPlace {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// All texts that were handed over, by name. Thread-safe.
class KeptTexts {
 public:
  explicit KeptTexts(const FeedOptions& options)
      : memory_bytes_(options.memory_bytes),
        folder_(options.temp_dir.empty() ? temporary_folder() : options.temp_dir) {}
  KeptTexts(const KeptTexts&) = delete;
  KeptTexts& operator=(const KeptTexts&) = delete;
  ~KeptTexts() {
    if (file_ >= 0) close(file_);
  }

  Result<void> add(std::string_view name, std::string_view text) {
    const std::lock_guard lock(mutex_);
    const auto [place, is_new] =
        places_.try_emplace(hash128(name), TextPlace{num_written_ + buffer_.size(), text.size()});
    if (!is_new)
      return fail(ErrorCode::invalid_argument, std::string(name),
                  "Two documents have this id. Each needs one of its own, as reports name documents by it.");
    buffer_ += text;
    return buffer_.size() > memory_bytes_ ? write_buffer() : Result<void>();
  }

  std::optional<TextPlace> find(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(hash128(name));
    return found == places_.end() ? std::nullopt : std::optional(found->second);
  }

  /// Nothing if the file can't be read any more.
  std::optional<std::string> read(const TextPlace& place) const {
    std::string out(place.size, '\0');
    {
      const std::lock_guard lock(mutex_);
      if (place.offset >= num_written_) {
        out.assign(buffer_, place.offset - num_written_, place.size);
        return out;
      }
    }
    for (std::uint64_t done = 0; done < place.size;) {
      const ssize_t got = pread(file_, out.data() + done, place.size - done, static_cast<off_t>(place.offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return std::nullopt;
      done += static_cast<std::uint64_t>(got);
    }
    return out;
  }

 private:
  Result<void> write_failed() const {
    return fail(ErrorCode::write_failed, folder_,
                "temporary data can't be kept there: " + std::generic_category().message(errno) +
                    "; name another folder by temp_dir");
  }

  Result<void> write_buffer() {
    if (file_ < 0) {
      std::string name = folder_ + "/nuskha-texts-XXXXXX";
      file_ = mkostemp(name.data(), O_CLOEXEC);
      if (file_ < 0) return write_failed();
      unlink(name.c_str());
    }
    for (std::size_t done = 0; done < buffer_.size();) {
      const ssize_t put =
          pwrite(file_, buffer_.data() + done, buffer_.size() - done, static_cast<off_t>(num_written_ + done));
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return write_failed();
      done += static_cast<std::size_t>(put);
    }
    num_written_ += buffer_.size();
    buffer_.clear();
    return {};
  }

  const std::uint64_t memory_bytes_;
  const std::string folder_;
  mutable std::mutex mutex_;
  std::unordered_map<Hash128, TextPlace, HashOfHash> places_;  // by the hash of the name
  std::string buffer_;                                         // what comes after what is written
  std::uint64_t num_written_ = 0;
  int file_ = -1;  // written once before anything is read from it
};

/// Some of the texts once more.
class AgainSource : public DocumentSource {
 public:
  AgainSource(std::shared_ptr<const KeptTexts> texts, std::vector<std::pair<std::string, TextPlace>> wanted)
      : texts_(std::move(texts)), wanted_(std::move(wanted)) {}

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    documents.clear();
    const std::size_t i = next_.fetch_add(1);
    if (i >= wanted_.size()) return false;
    const auto& [name, place] = wanted_[i];
    std::vector<Problem> known;  // they came out the first time
    if (const std::optional<std::string> text = texts_->read(place)) {
      documents.push_back(make_checked_record(name, *text, known));
    } else {
      problems.push_back({name, problem_code::unreadable, "The temporary file that keeps its text can't be read."});
    }
    return true;
  }

  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    std::vector<std::pair<std::string, TextPlace>> some;
    for (const std::string& name : names)
      for (const auto& one : wanted_)
        if (one.first == name) some.push_back(one);
    return std::make_unique<AgainSource>(texts_, std::move(some));
  }

  std::size_t num_files() const override { return wanted_.size(); }

 private:
  const std::shared_ptr<const KeptTexts> texts_;
  const std::vector<std::pair<std::string, TextPlace>> wanted_;
  std::atomic<std::size_t> next_{0};
};

class Feed : public DocumentFeed {
 public:
  explicit Feed(const FeedOptions& options)
      : most_waiting_(std::max<std::uint64_t>(options.waiting_bytes, 1)),
        texts_(std::make_shared<KeptTexts>(options)) {}

  Result<bool> offer(std::string_view name, std::string_view text, std::chrono::milliseconds patience) override {
    {
      std::unique_lock lock(mutex_);
      if (!room_.wait_for(lock, patience, [&] { return is_ended_ || waiting_bytes_ < most_waiting_; })) return false;
      if (is_ended_) return true;
    }
    if (const Result<void> kept = texts_->add(name, text); !kept) return tl::unexpected(kept.error());
    bool is_batch = false;
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back({std::string(name), std::string(text)});
      waiting_bytes_ += text.size() + sizeof(Record);
      open_bytes_ += text.size();
      is_batch = ++num_open_ >= batch_documents || open_bytes_ >= batch_bytes || waiting_bytes_ >= most_waiting_;
      if (is_batch) num_open_ = open_bytes_ = 0;
    }
    if (is_batch) work_.notify_one();
    return true;
  }

  void end() override {
    {
      const std::lock_guard lock(mutex_);
      is_ended_ = true;
    }
    work_.notify_all();
    room_.notify_all();
  }

  bool next(std::vector<Document>& documents, std::vector<Problem>& problems) override {
    documents.clear();
    std::vector<Record> taken;
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [&] { return is_ended_ || waiting_.size() - num_taken_ >= batch_documents || is_full(); });
      std::uint64_t bytes = 0;
      for (; num_taken_ < waiting_.size() && taken.size() < batch_documents && bytes < batch_bytes; ++num_taken_) {
        bytes += waiting_[num_taken_].text.size();
        waiting_bytes_ -= waiting_[num_taken_].text.size() + sizeof(Record);
        taken.push_back(std::move(waiting_[num_taken_]));
      }
      if (num_taken_ == waiting_.size() || num_taken_ > 4096) {
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(num_taken_));
        num_taken_ = 0;
      }
    }
    room_.notify_all();
    for (Record& record : taken)
      documents.push_back(make_checked_record(std::move(record.name), record.text, problems));
    return !taken.empty();
  }

  std::unique_ptr<DocumentSource> again(std::span<const std::string> names) const override {
    std::vector<std::pair<std::string, TextPlace>> wanted;
    for (const std::string& name : names)
      if (const std::optional<TextPlace> place = texts_->find(name)) wanted.emplace_back(name, *place);
    return std::make_unique<AgainSource>(texts_, std::move(wanted));
  }

  std::size_t num_files() const override { return 0; }

 private:
  struct Record {
    std::string name;
    std::string text;
  };

  bool is_full() const { return waiting_bytes_ >= std::min(most_waiting_, batch_bytes); }

  const std::uint64_t most_waiting_;
  const std::shared_ptr<KeptTexts> texts_;
  std::mutex mutex_;
  std::condition_variable room_;  // for those who offer
  std::condition_variable work_;  // for those who take
  std::vector<Record> waiting_;   // from num_taken_ on
  std::size_t num_taken_ = 0;
  std::uint64_t waiting_bytes_ = 0;
  std::size_t num_open_ = 0;      // offered since anyone was woken
  std::uint64_t open_bytes_ = 0;  // likewise
  bool is_ended_ = false;
};

}  // namespace

std::unique_ptr<DocumentFeed> open_feed(const FeedOptions& options) { return std::make_unique<Feed>(options); }

}  // namespace nuskha
