// HTTP answers as crawlers keep them. Servers and crawlers take liberties: what the header says of the body is checked
// by its first bytes. Entry points: HeaderFields, join_chunks, undo_content_encoding. Test:
// tests/input/http_message_test.cpp.
#include "input/http_message.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "input/problem_codes.h"
#include "input/stream_head.h"

namespace nuskha {
namespace {

using std::string_view;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_ascii_text(char c) { return is_blank(c) || (c >= ' ' && c <= '~'); }

string_view trimmed(string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower_case(string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equal_letters(string_view a, string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// Number of bytes of the chunk whose size line this is; nothing if it is none.
std::optional<std::uint64_t> chunk_size(string_view line) {
  line = trimmed(line);
  std::uint64_t size = 0;
  std::size_t i = 0;
  for (; i < line.size() && hex_digit(line[i]) >= 0; ++i) {
    if (i == 15) return std::nullopt;
    size = size * 16 + static_cast<std::uint64_t>(hex_digit(line[i]));
  }
  if (i == 0) return std::nullopt;
  const string_view rest = trimmed(line.substr(i));
  if (!rest.empty() && rest.front() != ';') return std::nullopt;
  return size;
}

class ChunkedStream : public ByteStream {
 public:
  explicit ChunkedStream(std::unique_ptr<ByteStream> body) : body_(std::move(body)) {}

  std::size_t read(char* data, std::size_t size) override {
    while (!is_done_ && size > 0) {
      if (left_ > 0) {
        const std::size_t got = take(data, static_cast<std::size_t>(std::min<std::uint64_t>(left_, size)));
        left_ -= got;
        if (got == 0) end_early();
        if (left_ == 0) is_after_chunk_ = true;
        if (got > 0) return got;
        continue;
      }
      next_chunk();
    }
    return 0;
  }
  const StreamError& error() const override { return error_; }
  std::uint64_t source_bytes() const override { return body_->source_bytes(); }

 private:
  static constexpr std::size_t longest_line = 4 << 10;

  void next_chunk() {
    std::string line;
    if (std::exchange(is_after_chunk_, false) && (!read_line(line) || !trimmed(line).empty())) return damaged();
    line.clear();
    if (!read_line(line)) return end_early();
    const auto size = chunk_size(line);
    if (!size) return damaged();
    left_ = *size;
    if (left_ == 0) is_done_ = true;  // trailer fields follow, which say nothing about the text
  }

  bool read_line(std::string& line) {
    for (char c = 0; line.size() < longest_line && take(&c, 1) == 1;) {
      if (c == '\n') return true;
      line += c;
    }
    return false;
  }

  std::size_t take(char* data, std::size_t size) {
    if (begin_ == end_) {
      begin_ = 0;
      end_ = body_->read(buffer_.data(), buffer_.size());
    }
    const std::size_t part = std::min(size, end_ - begin_);
    std::copy_n(buffer_.data() + begin_, part, data);
    begin_ += part;
    return part;
  }

  void end_early() {
    is_done_ = true;
    error_ = body_->error();
    if (error_.code == nullptr) damaged();
  }
  void damaged() {
    is_done_ = true;
    error_ = {problem_code::malformed,
              "The page is damaged or cut short: a piece of it (chunk) isn't where it should be. Fetch it again."};
  }

  std::unique_ptr<ByteStream> body_;
  std::array<char, 16 << 10> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t left_ = 0;
  bool is_after_chunk_ = false;
  bool is_done_ = false;
  StreamError error_;
};

}  // namespace

void HeaderFields::parse(string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (!line.empty() && (line[0] == ' ' || line[0] == '\t')) {
      const string_view more = trimmed(line);
      if (fields_.empty() || more.empty()) continue;
      std::string& value = fields_.back().second;
      if (!value.empty()) value += ' ';
      value += more;
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == line.npos) continue;
    fields_.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
}

string_view HeaderFields::get(string_view name) const {
  for (const auto& [key, value] : fields_)
    if (equal_letters(key, name)) return value;
  return {};
}

std::string media_type(string_view content_type) {
  return lower_case(trimmed(content_type.substr(0, content_type.find(';'))));
}

std::string charset_of(string_view content_type) {
  for (std::size_t at = content_type.find(';'); at != content_type.npos; at = content_type.find(';')) {
    content_type.remove_prefix(at + 1);
    const string_view parameter = content_type.substr(0, content_type.find(';'));
    const std::size_t equals = parameter.find('=');
    if (equals == parameter.npos || !equal_letters(trimmed(parameter.substr(0, equals)), "charset")) continue;
    string_view value = trimmed(parameter.substr(equals + 1));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
      value = value.substr(1, value.size() - 2);
    return std::string(trimmed(value));
  }
  return {};
}

std::size_t head_size(string_view bytes) {
  for (std::size_t at = bytes.find('\n'); at != bytes.npos; at = bytes.find('\n', at + 1)) {
    const string_view rest = bytes.substr(at + 1);
    if (rest.starts_with('\n')) return at + 2;
    if (rest.starts_with("\r\n")) return at + 3;
  }
  return bytes.npos;
}

std::optional<int> http_status(string_view line) {
  if (!line.starts_with("HTTP/")) return std::nullopt;
  line.remove_prefix(std::min(line.find(' '), line.size()));
  while (line.starts_with(' ')) line.remove_prefix(1);
  if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

std::unique_ptr<ByteStream> join_chunks(std::unique_ptr<ByteStream> body) {
  constexpr std::size_t longest_size_line = 128;
  std::string head = read_head(*body, longest_size_line);
  const std::size_t end = std::min(head.find('\n'), head.size());
  const bool is_chunked = end < longest_size_line && chunk_size(string_view(head).substr(0, end)).has_value();
  auto whole = put_back(std::move(head), std::move(body));
  if (!is_chunked) return whole;
  return std::make_unique<ChunkedStream>(std::move(whole));
}

std::unique_ptr<ByteStream> undo_content_encoding(std::unique_ptr<ByteStream> body, string_view encodings) {
  constexpr int most_encodings = 4;
  // The last was applied last.
  for (int i = 0; !trimmed(encodings).empty(); ++i) {
    const std::size_t comma = encodings.rfind(',');
    const std::string encoding = lower_case(trimmed(encodings.substr(comma == encodings.npos ? 0 : comma + 1)));
    encodings = encodings.substr(0, comma == encodings.npos ? 0 : comma);
    Compression compression = Compression::none;
    if (encoding == "gzip" || encoding == "x-gzip") {
      compression = Compression::gzip;
    } else if (encoding == "zstd") {
      compression = Compression::zstandard;
    } else if (encoding == "deflate") {
      compression = Compression::deflate;
    } else if (!encoding.empty() && encoding != "identity" && encoding != "none" && encoding != "utf-8") {
      return nullptr;
    }
    if (compression == Compression::none) continue;
    if (i >= most_encodings) return nullptr;
    std::string head = read_head(*body, 16);
    // Deflate has no signature, but never begins with a line of text.
    const bool is_so = compression == Compression::deflate ? !std::all_of(head.begin(), head.end(), is_ascii_text)
                                                           : compression_of(head) == compression;
    body = put_back(std::move(head), std::move(body));
    if (is_so) body = decompress(std::move(body), compression);
  }
  return body;
}

}  // namespace nuskha
