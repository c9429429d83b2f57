// Web archives (ISO 28500): the answers of servers that a crawler kept, each with the address that it came from. Entry
// points: is_warc, open_warc. What may be ignored at first: which records are no documents. libarchive's reader isn't
// used, docs/decisions/input-warc.md says why. Test: tests/input/warc_test.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "input/container_budget.h"
#include "input/front_matter.h"
#include "input/http_message.h"
#include "input/problem_codes.h"
#include "input/readers.h"
#include "input/stream_head.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr std::size_t longest_head_bytes = 1 << 20;
constexpr std::size_t look_bytes = 8 << 10;

/// A stream that can be looked ahead in.
class Window {
 public:
  Window(std::unique_ptr<ByteStream> stream, const InputLimits& limits) : stream_(std::move(stream)), limits_(limits) {}

  /// What lies ahead: at least `size` bytes, unless the stream ends before that.
  string_view look(std::size_t size) {
    while (buffer_.size() - begin_ < size && !is_at_end_) {
      buffer_.erase(0, std::exchange(begin_, 0));
      const std::size_t old = buffer_.size();
      buffer_.resize(std::max(size, old) + piece_bytes);
      const std::size_t got = stream_->read(buffer_.data() + old, buffer_.size() - old);
      buffer_.resize(old + got);
      taken_ += got;
      is_at_end_ = got == 0;
      if (taken_ > most_container_bytes(limits_, stream_->source_bytes())) grew_too_large();
    }
    return string_view(buffer_).substr(begin_);
  }
  void pass(std::size_t size) {
    begin_ += size;
    offset_ += size;
  }
  /// Where the stream stands: bytes from its beginning.
  std::uint64_t offset() const { return offset_; }
  const StreamError& error() const { return too_large_.code != nullptr ? too_large_ : stream_->error(); }
  std::uint64_t source_bytes() const { return stream_->source_bytes(); }

 private:
  static constexpr std::size_t piece_bytes = 64 << 10;

  void grew_too_large() {
    is_at_end_ = true;
    too_large_ = {problem_code::too_large,
                  fmt::format("It unpacks to more than {} MiB; the rest of it was not read. If that is meant, raise "
                              "--max-expansion, or unpack it and name the result.",
                              taken_ >> 20)};
  }

  std::unique_ptr<ByteStream> stream_;
  InputLimits limits_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t taken_ = 0;
  bool is_at_end_ = false;
  StreamError too_large_;
};

/// The content of one record.
class BlockStream : public ByteStream {
 public:
  /// `left` is counted down to what of the block lies ahead in the window.
  BlockStream(Window& window, std::uint64_t& left) : window_(window), left_(left) {}

  std::size_t read(char* data, std::size_t size) override {
    if (left_ == 0 || size == 0) return 0;
    const string_view ahead = window_.look(1);
    if (ahead.empty()) {
      error_ = window_.error();
      if (error_.code == nullptr)
        error_ = {problem_code::malformed, "The web archive ends within this record. Copy or fetch it again."};
      return 0;
    }
    const auto part = static_cast<std::size_t>(std::min<std::uint64_t>({left_, size, ahead.size()}));
    ahead.copy(data, part);
    window_.pass(part);
    left_ -= part;
    return part;
  }
  const StreamError& error() const override { return error_; }
  std::uint64_t source_bytes() const override { return window_.source_bytes(); }

 private:
  Window& window_;
  std::uint64_t& left_;
  StreamError error_;
};

/// What pages are made of besides their text.
bool is_furniture(string_view type) {
  constexpr std::array<string_view, 5> kinds = {"image/", "video/", "audio/", "font/", "application/font"};
  constexpr std::array<string_view, 12> types = {
      "text/css",
      "text/javascript",
      "text/ecmascript",
      "text/x-javascript",
      "application/javascript",
      "application/x-javascript",
      "application/ecmascript",
      "application/wasm",
      "application/vnd.ms-fontobject",
      "application/x-font-ttf",
      "application/x-font-woff",
      "application/x-shockwave-flash",
  };
  return std::any_of(kinds.begin(), kinds.end(), [&](string_view kind) { return type.starts_with(kind); }) ||
         std::find(types.begin(), types.end(), type) != types.end();
}

/// The content of a record of these is written by the crawler, not by the site: its log, its settings, what it found
/// of names.
bool is_of_crawler(string_view address) {
  return address.starts_with("dns:") || address.starts_with("whois:") || address.starts_with("metadata:") ||
         address.starts_with("urn:");
}

std::string address_of(const HeaderFields& fields) {
  string_view address = fields.get("WARC-Target-URI");
  if (address.size() >= 2 && address.front() == '<' && address.back() == '>')
    address = address.substr(1, address.size() - 2);
  return std::string(address.empty() ? fields.get("WARC-Record-ID") : address);
}

bool begins_record(string_view bytes) {
  return bytes.size() >= 6 && bytes.starts_with("WARC/") && bytes[5] >= '0' && bytes[5] <= '9';
}

class WarcReader : public MemberReader {
 public:
  WarcReader(std::unique_ptr<ByteStream> stream, const InputLimits& limits) : window_(std::move(stream), limits) {}

  bool next(Member& member, std::vector<Problem>& problems) override {
    body_.reset();
    HeaderFields fields;
    while (pass_over_block() && next_record(fields)) {
      const string_view type = fields.get("WARC-Type");
      if (block_left_ > 0 && (type == "response" || type == "resource" || type == "conversion") &&
          open_body(fields, member, problems))
        return true;
      body_.reset();
    }
    tell_damage();
    return false;
  }

  std::size_t read(char* data, std::size_t size) override { return body_ ? body_->read(data, size) : 0; }
  const StreamError& member_error() const override { return body_ ? body_->error() : no_error_; }
  const StreamError& error() const override { return error_; }

 private:
  /// False if the file ends within the record.
  bool pass_over_block() {
    while (block_left_ > 0) {
      const string_view ahead = window_.look(1);
      if (ahead.empty()) {
        block_left_ = 0;
        note_damage("the last record is cut short");
        return false;
      }
      const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(block_left_, ahead.size()));
      window_.pass(part);
      block_left_ -= part;
    }
    return true;
  }

  /// Reads the header of the next record, wherever it begins; false at the end.
  bool next_record(HeaderFields& fields) {
    for (;;) {
      string_view ahead = window_.look(6);
      while (!ahead.empty() && (ahead[0] == '\r' || ahead[0] == '\n')) {
        window_.pass(1);
        ahead = window_.look(6);
      }
      if (ahead.empty()) return false;
      if (!begins_record(ahead)) {
        note_damage("no record begins there");
        if (!find_record()) return false;
        continue;
      }
      const std::size_t size = find_head();
      if (size == string_view::npos) {
        note_damage("a record's header has no end");
        window_.pass(6);
        continue;
      }
      fields = {};
      fields.parse(window_.look(size).substr(0, size));
      const string_view length = fields.get("Content-Length");
      const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), block_left_);
      if (!length.empty() && error == std::errc() && end == length.data() + length.size()) {
        window_.pass(size);
        return true;
      }
      block_left_ = 0;
      note_damage("a record doesn't tell its length");
      window_.pass(6);
    }
  }

  /// Length of the header that lies ahead; npos if it has no end.
  std::size_t find_head() {
    for (std::size_t size = look_bytes;; size *= 4) {
      const string_view ahead = window_.look(size);
      const std::size_t found = head_size(ahead.substr(0, std::min(ahead.size(), longest_head_bytes)));
      if (found != ahead.npos || ahead.size() < size || size >= longest_head_bytes) return found;
    }
  }

  /// Goes to the next line that begins a record; false if there is none.
  bool find_record() {
    constexpr string_view mark = "\nWARC/";
    for (;;) {
      const string_view ahead = window_.look(mark.size() + 1);
      if (ahead.size() <= mark.size()) {
        window_.pass(ahead.size());
        return false;
      }
      const std::size_t found = ahead.find(mark);
      if (found == ahead.npos) {
        window_.pass(ahead.size() - mark.size());
      } else if (found + mark.size() == ahead.size()) {
        window_.pass(found);  // the digit lies behind what can be seen
      } else {
        window_.pass(found + 1);
        if (begins_record(ahead.substr(found + 1))) return true;
      }
    }
  }

  /// Makes a member of the record, if it is a document.
  bool open_body(const HeaderFields& fields, Member& member, std::vector<Problem>& problems) {
    member.name = address_of(fields);
    if (is_of_crawler(member.name)) return false;
    string_view content_type = fields.get("Content-Type");
    HeaderFields http;
    const bool is_http = fields.get("WARC-Type") == "response" &&
                         (media_type(content_type) == "application/http" || window_.look(5).starts_with("HTTP/"));
    bool is_part = false;
    if (is_http) {
      const std::optional<int> status = read_http_head(http);
      if (!status) {
        problems.push_back({member.name, problem_code::malformed,
                            "It isn't an HTTP answer, or its header has no end, and was not read. Fetch it again."});
        return false;
      }
      if (*status < 200 || *status > 299 || block_left_ == 0) return false;
      is_part = *status == 206;
      content_type = http.get("Content-Type");
    }
    body_ = std::make_unique<BlockStream>(window_, block_left_);
    if (is_http && !undo_codings(http, member.name, problems)) return false;
    if (is_furniture(media_type(content_type)) && !is_document_after_all()) return false;
    member.charset = charset_of(content_type);
    member.date = parse_iso_date(fields.get("WARC-Date"));
    tell_parts(fields, is_part, member.name, problems);
    return true;
  }

  /// The status, and the fields; nothing if there is no such head.
  std::optional<int> read_http_head(HeaderFields& http) {
    const std::size_t found = find_head();
    // A head without a body may lack its empty line.
    const std::size_t size = found == string_view::npos || found > block_left_ ? block_left_ : found;
    if (size > longest_head_bytes) return std::nullopt;
    const string_view head = window_.look(size).substr(0, size);
    const std::optional<int> status = http_status(head.substr(0, head.find('\n')));
    http.parse(head.substr(std::min(head.find('\n'), head.size())));
    window_.pass(head.size());
    block_left_ -= head.size();
    return status;
  }

  bool undo_codings(const HeaderFields& http, const std::string& name, std::vector<Problem>& problems) {
    if (media_type(http.get("Transfer-Encoding")).find("chunked") != std::string::npos)
      body_ = join_chunks(std::move(body_));
    const string_view encoding = http.get("Content-Encoding");
    body_ = undo_content_encoding(std::move(body_), encoding);
    if (body_) return true;
    if (!is_furniture(media_type(http.get("Content-Type"))))
      problems.push_back({name, problem_code::unsupported,
                          fmt::format("Its content is compressed as \"{}\", which nuskha doesn't read. Fetch it again "
                                      "with \"Accept-Encoding: gzip\".",
                                      to_one_line(encoding))});
    return false;
  }

  /// Servers name types wrongly. Shapes that scripts and styles have, too, don't count.
  bool is_document_after_all() {
    std::string head = read_head(*body_, look_bytes);
    const Format* const format = find_format(head, {});
    body_ = put_back(std::move(head), std::move(body_));
    return format != nullptr && format->open_records == nullptr;
  }

  static void tell_parts(const HeaderFields& fields, bool is_part, const std::string& name,
                         std::vector<Problem>& problems) {
    const string_view reason = fields.get("WARC-Truncated");
    std::string why;
    if (!reason.empty()) {
      why = fmt::format("the crawler cut it off ({})", to_one_line(reason));
    } else if (!fields.get("WARC-Segment-Number").empty()) {
      why = "the rest of it is in other records";
    } else if (is_part) {
      why = "the server gave only a part of it";
    } else {
      return;
    }
    problems.push_back(
        {name, problem_code::malformed,
         fmt::format("It isn't whole: {}. What is there was read. Fetch it again if the rest matters.", why)});
  }

  void note_damage(const char* why) {
    if (num_damages_++ > 0) return;
    first_damage_ = why;
    first_damage_at_ = window_.offset();
  }

  void tell_damage() {
    if (window_.error().code != nullptr) {
      error_ = window_.error();
    } else if (num_damages_ > 0) {
      error_ = {
          problem_code::malformed,
          fmt::format("The web archive is damaged at byte {}{} ({}). Records after that were read where they "
                      "could be found. Copy or fetch it again.",
                      first_damage_at_, num_damages_ > 1 ? fmt::format(" and in {} more places", num_damages_ - 1) : "",
                      first_damage_)};
    }
  }

  Window window_;
  std::uint64_t block_left_ = 0;  // bytes of the record's content that lie ahead
  std::unique_ptr<ByteStream> body_;
  std::uint64_t num_damages_ = 0;
  std::uint64_t first_damage_at_ = 0;
  const char* first_damage_ = "";
  const StreamError no_error_;
  StreamError error_;
};

}  // namespace

bool is_warc(string_view head, string_view) { return begins_record(head); }

std::unique_ptr<MemberReader> open_warc(ContainerBytes bytes, const ExtractContext& context) {
  return std::make_unique<WarcReader>(std::move(bytes.stream), context.options.limits);
}

}  // namespace nuskha
