// A stack of levels: a container hands out a member, which may be a container, and so on; the innermost is asked first.
// Nothing is written anywhere. Entry point: Unpacker::next. Test: tests/input/unpacker_test.cpp.
#include "input/unpacker.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/escape.h"
#include "base/hash.h"
#include "input/container_budget.h"
#include "input/decode.h"
#include "input/problem_codes.h"

namespace nuskha {
namespace {

/// A stream whose beginning can be looked at before it is read.
class PeekedStream : public ByteStream {
 public:
  explicit PeekedStream(std::unique_ptr<ByteStream> source) : source_(std::move(source)) {
    head_.resize(first_look);
    fill();
    if (head_.size() == first_look) {
      head_.resize(decode_head_bytes);
      fill(first_look);
    }
  }

  std::string_view head() const { return head_; }

  std::size_t read(char* data, std::size_t size) override {
    if (taken_ == head_.size()) return source_->read(data, size);
    const std::size_t part = head_.copy(data, size, taken_);
    taken_ += part;
    return part;
  }
  const StreamError& error() const override { return source_->error(); }
  std::uint64_t source_bytes() const override { return source_->source_bytes(); }

 private:
  static constexpr std::size_t first_look = 8 << 10;

  void fill(std::size_t size = 0) {
    while (size < head_.size()) {
      const std::size_t got = source_->read(head_.data() + size, head_.size() - size);
      if (got == 0) break;
      size += got;
    }
    head_.resize(size);
  }

  std::unique_ptr<ByteStream> source_;
  std::string head_;
  std::size_t taken_ = 0;
};

/// Bytes in memory as a stream.
class BytesStream : public ByteStream {
 public:
  explicit BytesStream(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(char* data, std::size_t size) override {
    const std::size_t got = bytes_.copy(data, size, at_);
    at_ += got;
    return got;
  }
  const StreamError& error() const override { return none_; }
  std::uint64_t source_bytes() const override { return bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
  StreamError none_;
};

struct Ending {
  std::string_view name;
  Compression compression;
};
constexpr Ending endings[] = {{".gz", Compression::gzip}, {".zst", Compression::zstandard},
                              {".xz", Compression::xz},   {".bz2", Compression::bzip2},
                              {".lz4", Compression::lz4}, {".lz", Compression::lzip}};

Compression compression_by_name(std::string_view name) {
  for (const Ending& ending : endings)
    if (has_ending(name, ending.name)) return ending.compression;
  return Compression::none;
}

bool is_json_lines(std::string_view name) { return has_ending(name, ".jsonl") || has_ending(name, ".ndjson"); }

/// Content decides. A name does where there is too little content to tell, or where what is there is damaged: the
/// reader then says that it isn't what the name says.
Compression choose_compression(std::string_view head, std::string_view name) {
  const Compression by_name = compression_by_name(name);
  const Compression by_content = compression_of(head);
  if (by_content != Compression::none || by_name == Compression::none) return by_content;
  constexpr std::size_t longest_signature = 10;
  if (head.size() < longest_signature) return by_name;
  return find_format(head, without_compression(name)) == nullptr && is_surely_binary(head) ? by_name
                                                                                           : Compression::none;
}

/// True for "a/.b/c": what a walk of folders passes over unless told otherwise.
bool is_hidden(std::string_view name) {
  if (name.find("://") != name.npos) return false;  // an address
  for (std::size_t begin = 0; begin < name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.starts_with('.') && part != "." && part != "..") return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

std::string_view without_compression(std::string_view name) {
  for (const Ending& ending : endings)
    if (has_ending(name, ending.name)) return name.substr(0, name.size() - ending.name.size());
  return name;
}

bool needs_unpacking(std::string_view head, const std::string& name) {
  const Format* format = nullptr;
  return needs_unpacking(head, name, format);
}

bool needs_unpacking(std::string_view head, const std::string& name, const Format*& format) {
  if (choose_compression(head, name) != Compression::none) return true;
  format = find_format(head, name);
  return format == nullptr ? is_json_lines(name) : format->open_container != nullptr || format->open_records != nullptr;
}

/// Something that is about to be looked into.
struct Unpacker::Opened {
  std::string name;
  std::unique_ptr<ByteStream> stream;
  std::string file = {};  ///< ContainerBytes::path
  std::string charset = {};
  std::optional<std::string> date = {};
  unsigned depth = 0;            ///< Containers and compressions around it.
  std::string_view ending = {};  ///< Member::ending
};

/// What is being taken apart: hands out either parts or things to look into.
class Unpacker::Level {
 public:
  virtual ~Level() = default;
  enum class Step : std::uint8_t { part, opened, end };
  virtual Step next(UnpackedPart& part, Opened& opened, std::vector<Problem>& problems) = 0;
};

class Unpacker::Members : public Level {
 public:
  Members(Unpacker& unpacker, std::string name, unsigned depth, std::unique_ptr<MemberReader> reader)
      : unpacker_(unpacker), name_(std::move(name)), depth_(depth), reader_(std::move(reader)) {}

  Step next(UnpackedPart&, Opened& opened, std::vector<Problem>& problems) override {
    Member member;
    while (!is_stopped_) {
      const std::size_t num_told = problems.size();
      const bool is_there = reader_->next(member, problems);
      for (std::size_t i = num_told; i < problems.size(); ++i)
        problems[i].path = name_ + "!" + escape_for_display(problems[i].path);
      if (!is_there) break;
      const InputLimits& limits = unpacker_.options_.limits;
      if (num_members_++ == limits.members) {
        stop({problem_code::too_many,
              fmt::format(
                  "It holds more than {} files; the rest of it was not read. Raise --max-members if that is meant.",
                  limits.members)});
        break;
      }
      if (!unpacker_.options_.hidden && is_hidden(member.name)) continue;
      std::string full = name_ + "!" + unique(escape_for_display(member.name));
      if (unpacker_.wanted_ != nullptr && !unpacker_.wanted_->may_hold(full)) continue;
      opened = {std::move(full),
                std::make_unique<Stream>(*this),
                {},
                std::move(member.charset),
                std::move(member.date),
                depth_,
                member.ending};
      return Step::opened;
    }
    if (!is_stopped_ && reader_->error().code != nullptr) {
      stop(reader_->error());
      if (num_members_ > 0) error_.message += " What stands before that was read.";
    }
    if (error_.code != nullptr) problems.push_back({name_, error_.code, error_.message});
    return Step::end;
  }

 private:
  /// The bytes of the member that the reader stands at. They count towards what the container may unpack to.
  class Stream : public ByteStream {
   public:
    explicit Stream(Members& members) : members_(members) {}

    std::size_t read(char* data, std::size_t size) override {
      if (limit_.code != nullptr) return 0;
      const std::size_t got = members_.reader_->read(data, size);
      members_.unpacker_.unpacked_bytes_ += got;
      if (members_.unpacker_.unpacked_bytes_ <= members_.unpacker_.most_container_bytes()) return got;
      limit_ = {problem_code::too_large,
                "With it the container unpacks to more than the limits allow. If that is meant, raise --max-expansion "
                "or --max-document, or unpack it and name the result."};
      members_.stop({problem_code::too_large,
                     fmt::format("It unpacks to more than {} MiB, {} times its size or more; the rest of it was not "
                                 "read. If that is meant, raise --max-expansion, or unpack it and name the result.",
                                 members_.unpacker_.unpacked_bytes_ >> 20,
                                 members_.unpacker_.unpacked_bytes_ /
                                     std::max<std::uint64_t>(members_.unpacker_.stored_bytes_, 1))});
      return 0;
    }
    const StreamError& error() const override {
      return limit_.code != nullptr ? limit_ : members_.reader_->member_error();
    }
    std::uint64_t source_bytes() const override { return members_.unpacker_.stored_bytes_; }

   private:
    Members& members_;
    StreamError limit_;
  };

  void stop(StreamError error) {
    is_stopped_ = true;
    error_ = std::move(error);
  }

  /// Of members of one name the second is "name~2". Names are taken as reports show them, so that a person can name a
  /// document whose name isn't Unicode.
  std::string unique(std::string name) {
    const std::uint64_t count = ++seen_[hash64(name)];
    if (count == 1) return name;
    return unique(fmt::format("{}~{}", name, count));
  }

  Unpacker& unpacker_;
  std::string name_;
  unsigned depth_;
  std::unique_ptr<MemberReader> reader_;
  std::uint64_t num_members_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;  // names, by their hash
  bool is_stopped_ = false;
  StreamError error_;
};

class Unpacker::Lines : public Level {
 public:
  Lines(std::string name, std::unique_ptr<ByteStream> stream, std::size_t longest_line)
      : name_(std::move(name)), reader_(std::move(stream), LineReader::default_chunk_bytes, longest_line) {}

  Step next(UnpackedPart& part, Opened&, std::vector<Problem>& problems) override {
    const bool is_first = std::exchange(is_first_, false);
    if (is_stopped_) return Step::end;
    if (reader_.next(part.lines)) {
      if (!is_first || part.lines.bytes.find('\0') == std::string::npos) {
        part.kind = UnpackedPart::Kind::lines;
        part.name = name_;
        return Step::part;
      }
      problems.push_back(
          {name_, problem_code::malformed,
           "It isn't JSON Lines in UTF-8: it holds NUL bytes, as UTF-16 or binary files do. Convert it to UTF-8."});
    } else if (const StreamError& error = reader_.error(); error.code != nullptr) {
      problems.push_back(
          {name_, error.code, is_first ? error.message : error.message + " The records before that were read."});
    }
    is_stopped_ = true;
    return Step::end;
  }

 private:
  std::string name_;
  LineReader reader_;
  bool is_first_ = true;
  bool is_stopped_ = false;
};

class Unpacker::Records : public Level {
 public:
  Records(const Format& format, std::string name, std::unique_ptr<RecordReader> reader)
      : format_(format), name_(std::move(name)), reader_(std::move(reader)) {}

  Step next(UnpackedPart& part, Opened&, std::vector<Problem>& problems) override {
    part.documents.clear();
    if (!reader_->next(part.documents, problems)) return Step::end;
    for (Document& document : part.documents)
      if (document.path != name_) document.format = format_.name;  // else what is no records was read as text
    part.kind = UnpackedPart::Kind::records;
    part.name = name_;
    return Step::part;
  }

 private:
  const Format& format_;
  std::string name_;
  std::unique_ptr<RecordReader> reader_;
};

Unpacker::Unpacker(std::string path, const InputOptions& options, std::size_t longest_line, const WantedNames* wanted)
    : path_(std::move(path)), options_(options), longest_line_(longest_line), wanted_(wanted) {}

Unpacker::Unpacker(std::string path, std::string bytes, std::string charset, const InputOptions& options)
    : path_(std::move(path)),
      bytes_(std::make_unique<BytesStream>(std::move(bytes))),
      charset_(std::move(charset)),
      options_(options),
      longest_line_(LineReader::longest_line_bytes),
      wanted_(nullptr) {}

Unpacker::~Unpacker() {
  // The inner levels read from the outer ones.
  while (!levels_.empty()) levels_.pop_back();
}

bool Unpacker::next(UnpackedPart& part, std::vector<Problem>& problems) {
  if (!std::exchange(is_begun_, true)) {
    Opened file = bytes_ != nullptr ? Opened{path_, std::move(bytes_), {}, std::move(charset_)}
                                    : Opened{path_, open_stream(path_), path_};
    if (enter(std::move(file), part, problems)) return true;
  }
  while (!levels_.empty()) {
    Opened opened;
    switch (levels_.back()->next(part, opened, problems)) {
      case Level::Step::part: return true;
      case Level::Step::opened:
        if (enter(std::move(opened), part, problems)) return true;
        break;
      case Level::Step::end: levels_.pop_back(); break;
    }
  }
  return false;
}

/// Looks into something: true if it is a document, which is then in `part`; else it is a new level, or a problem.
bool Unpacker::enter(Opened what, UnpackedPart& part, std::vector<Problem>& problems) {
  const std::string name = what.name;
  try {
    const std::string typed_name = name + std::string(what.ending);
    std::string_view inner = typed_name;
    auto peeked = std::make_unique<PeekedStream>(std::move(what.stream));
    std::string_view head = peeked->head();
    if (levels_.empty()) stored_bytes_ = peeked->source_bytes();
    const auto is_too_deep = [&] {
      if (what.depth++ < options_.limits.nesting) return false;
      problems.push_back({name, problem_code::too_deep,
                          fmt::format("Containers are opened to a depth of {}, and it is beyond that: it was not read. "
                                      "Unpack it, or raise --max-nesting.",
                                      options_.limits.nesting)});
      return true;
    };
    for (Compression compression; (compression = choose_compression(head, inner)) != Compression::none;) {
      if (is_too_deep()) return false;
      peeked = std::make_unique<PeekedStream>(decompress(std::move(peeked), compression));
      head = peeked->head();
      inner = without_compression(inner);
      what.file.clear();
      if (head.empty()) break;
    }
    if (head.empty() && peeked->error().code != nullptr) {
      problems.push_back({name, peeked->error().code, peeked->error().message});
      return false;
    }
    const Format* const format = find_format(head, inner);
    if (format == nullptr && is_json_lines(inner)) {
      levels_.push_back(std::make_unique<Lines>(name, std::move(peeked), longest_line_));
      return false;
    }
    const ExtractContext context{options_, what.charset};
    if (format != nullptr && format->open_container != nullptr && format->extract == nullptr) {
      if (is_too_deep()) return false;
      std::unique_ptr<MemberReader> reader = format->open_container({std::move(peeked), std::move(what.file)}, context);
      levels_.push_back(std::make_unique<Members>(*this, name, what.depth, std::move(reader)));
      return false;
    }
    if (format != nullptr && format->open_records != nullptr) {
      levels_.push_back(
          std::make_unique<Records>(*format, name, format->open_records(std::move(peeked), name, context)));
      return false;
    }
    what.stream = std::move(peeked);
    const unsigned depth = what.depth;
    if (!read_document(what, format, head, part, problems)) return false;
    if (format != nullptr && format->open_container != nullptr) enter_attached(part, depth, problems);
    return true;
  } catch (const std::bad_alloc&) {
    problems.push_back(
        {name, problem_code::too_large,
         "There isn't enough memory for it. Split it, or run with fewer threads (--jobs) or more memory."});
    return false;
  }
}

/// Of a document that is a container as well, such as a mail: what is attached to it is next.
void Unpacker::enter_attached(const UnpackedPart& part, unsigned depth, std::vector<Problem>& problems) {
  const ExtractContext context{options_, part.charset};
  auto reader = part.format->open_container({std::make_unique<BytesStream>(part.bytes), {}}, context);
  if (depth < options_.limits.nesting) {
    levels_.push_back(std::make_unique<Members>(*this, part.name, depth + 1, std::move(reader)));
    return;
  }
  Member member;
  std::vector<Problem> ignored;
  if (reader->next(member, ignored))
    problems.push_back({part.name, problem_code::too_deep,
                        fmt::format("Containers are opened to a depth of {}, and what is attached to it is beyond "
                                    "that: it was not read. Save it as files of its own, or raise --max-nesting.",
                                    options_.limits.nesting)});
}

/// Of binary data only the head is read: what it is shows there.
bool Unpacker::read_document(Opened& what, const Format* format, std::string_view head, UnpackedPart& part,
                             std::vector<Problem>& problems) {
  part.kind = UnpackedPart::Kind::document;
  part.format = format;
  part.damage = {};
  part.bytes.clear();
  if (format == nullptr && head.size() == decode_head_bytes && is_surely_binary(head)) {
    part.bytes = head;
  } else {
    std::size_t size = 0;
    for (;;) {
      if (size == part.bytes.size()) {
        if (size > most_document_bytes()) {
          problems.push_back(
              {what.name, problem_code::too_large,
               fmt::format("It unpacks to more than {} MiB, {} times its file's size or more. If that is meant, raise "
                           "--max-document, or unpack it and name the result.",
                           size >> 20, size / std::max<std::uint64_t>(stored_bytes_, 1))});
          return false;
        }
        const std::size_t wanted =
            std::max<std::size_t>(size + std::max<std::size_t>(size / 2, 4 << 10), head.size() + 1);
        part.bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(wanted, most_document_bytes() + 1)));
      }
      const std::size_t got = what.stream->read(part.bytes.data() + size, part.bytes.size() - size);
      if (got == 0) break;
      size += got;
    }
    part.bytes.resize(size);
    part.damage = what.stream->error();
  }
  part.name = std::move(what.name);
  part.charset = std::move(what.charset);
  part.date = std::move(what.date);
  return true;
}

std::uint64_t Unpacker::most_document_bytes() const {
  return nuskha::most_document_bytes(options_.limits, stored_bytes_);
}

std::uint64_t Unpacker::most_container_bytes() const {
  return nuskha::most_container_bytes(options_.limits, stored_bytes_);
}

}  // namespace nuskha
