// Mailboxes of the mbox family, as a stream: mails parted by lines "From …", lines of their text that begin so quoted
// by '>' (RFC 4155; "mboxrd" and "mboxo"). Entry point: open_mbox. Test: tests/input/mbox_test.cpp.
#include <algorithm>
#include <cstring>
#include <utility>

#include "input/message_headers.h"
#include "input/readers.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr std::size_t buffer_bytes = 64 << 10;
constexpr std::size_t longest_from_line = 1000;

class MboxReader : public MemberReader {
 public:
  explicit MboxReader(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

  bool next(Member& member, std::vector<Problem>&) override {
    while (is_in_member_) advance();
    if (!begin_member()) return false;
    member = {};
    member.name = std::to_string(++number_);
    member.ending = ".eml";
    return true;
  }

  std::size_t read(char* data, std::size_t size) override {
    while (piece_.empty() && is_in_member_) advance();
    const std::size_t got = piece_.copy(data, size);
    piece_.remove_prefix(got);
    return got;
  }

  /// What breaks the stream off breaks the mail off that is read.
  const StreamError& member_error() const override { return is_at_end_ ? stream_->error() : none_; }
  const StreamError& error() const override { return is_at_end_ ? stream_->error() : none_; }

 private:
  /// Makes sure that `size` bytes are in the buffer from at_ on, or all that there are.
  void fill(std::size_t size) {
    if (buffer_.size() - at_ >= size || is_at_end_) return;
    buffer_.erase(0, std::exchange(at_, 0));
    std::size_t filled = buffer_.size();
    buffer_.resize(std::max(buffer_bytes, size));
    while (filled < buffer_.size()) {
      const std::size_t got = stream_->read(buffer_.data() + filled, buffer_.size() - filled);
      is_at_end_ = got == 0;
      if (is_at_end_) break;
      filled += got;
    }
    buffer_.resize(filled);
  }

  /// The next line with its end, or as much of it as is in the buffer.
  string_view line() {
    fill(longest_from_line + 2);
    const string_view rest = string_view(buffer_).substr(at_);
    const std::size_t newline = rest.find('\n');
    return newline == rest.npos ? rest : rest.substr(0, newline + 1);
  }

  static string_view without_end(string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  /// Takes the line that a mail begins with; false at the end.
  bool begin_member() {
    if (number_ == 0) {
      fill(3);
      if (buffer_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    }
    const string_view from = line();
    if (from.empty()) return false;
    at_ += from.size();
    is_in_member_ = true;
    is_line_begin_ = true;
    after_blank_ = false;
    held_ = piece_ = pending_ = {};
    return true;
  }

  /// Makes the next piece of the mail, which may be empty, or ends it. A blank line is held back until it is known that
  /// it isn't the one that the format puts after each mail.
  void advance() {
    if (!pending_.empty()) {
      piece_ = std::exchange(pending_, {});
      return;
    }
    string_view found = line();
    if (found.empty() || (is_line_begin_ && after_blank_ && is_from_line(without_end(found)))) {
      is_in_member_ = false;
      piece_ = {};
      return;
    }
    at_ += found.size();
    const bool is_blank = is_line_begin_ && without_end(found).empty();
    if (is_line_begin_) found.remove_prefix(quoting_of(found));
    is_line_begin_ = found.ends_with('\n');
    after_blank_ = is_blank;
    piece_ = std::exchange(held_, {});
    if (is_blank) {
      held_ = found.size() == 2 ? string_view("\r\n") : string_view("\n");
    } else if (piece_.empty()) {
      piece_ = found;
    } else {
      pending_ = found;
    }
  }

  /// 1 for ">From ", ">>From " …: one '>' was put before it. No line is quoted hundreds of times.
  static std::size_t quoting_of(string_view line) {
    const std::size_t marks = std::min(line.find_first_not_of('>'), line.size());
    return marks > 0 && marks < longest_from_line && line.substr(marks).starts_with("From ") ? 1 : 0;
  }

  std::unique_ptr<ByteStream> stream_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool is_at_end_ = false;
  StreamError none_;

  std::uint64_t number_ = 0;
  bool is_in_member_ = false;
  bool is_line_begin_ = true;  // the next byte begins a line
  bool after_blank_ = false;   // the line before was empty
  string_view held_;           // that line; a constant
  string_view piece_;          // to be handed out: into the buffer, or a constant
  string_view pending_;        // to be handed out after it
};

}  // namespace

std::unique_ptr<MemberReader> open_mbox(ContainerBytes bytes, const ExtractContext&) {
  return std::make_unique<MboxReader>(std::move(bytes.stream));
}

}  // namespace nuskha
