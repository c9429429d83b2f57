#include "input/line_reader.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "support/catch.h"

using nuskha::LineChunk;
using nuskha::LineReader;

namespace {

// Delivers at most `step` bytes a read.
class StringStream : public nuskha::ByteStream {
 public:
  StringStream(std::string bytes, std::size_t step) : bytes_(std::move(bytes)), step_(step) {}
  std::size_t read(char* data, std::size_t size) override {
    const std::size_t n = std::min({size, step_, bytes_.size() - at_});
    bytes_.copy(data, n, at_);
    at_ += n;
    return n;
  }
  const nuskha::StreamError& error() const override { return error_; }

 private:
  std::string bytes_;
  std::size_t step_;
  std::size_t at_ = 0;
  nuskha::StreamError error_;
};

LineReader reader_of(const std::string& text, std::size_t step, std::size_t chunk, std::size_t longest = 1 << 20) {
  return LineReader(std::make_unique<StringStream>(text, step), chunk, longest);
}

}  // namespace

TEST_CASE("chunks hold whole lines, in order and complete, for every size of chunk and read") {
  for (const std::string text : {"", "\n", "a", "a\n", "a\nbb\n\nccc", "one long line without an end", "\n\n\n",
                                 "a\nbbbbbbbbbbbbbbbbbbbbbbbb\nc\n"}) {
    for (std::size_t chunk_bytes = 1; chunk_bytes < 12; ++chunk_bytes) {
      for (std::size_t step = 1; step < 5; ++step) {
        LineReader reader = reader_of(text, step, chunk_bytes);
        std::string all;
        LineChunk chunk;
        while (reader.next(chunk)) {
          REQUIRE_FALSE(chunk.bytes.empty());
          CHECK(chunk.first_line == 1 + static_cast<std::uint64_t>(std::count(all.begin(), all.end(), '\n')));
          CHECK((all.empty() || all.back() == '\n'));
          CHECK(chunk.bytes.capacity() >= chunk.bytes.size() + LineReader::padding);
          all += chunk.bytes;
        }
        CHECK(all == text);
      }
    }
  }
}

TEST_CASE("a line beyond the limit is skipped and told by its number, and the next are read") {
  const std::string text = "a\n" + std::string(100, 'x') + "\nb\nc\n";
  LineReader reader = reader_of(text, 7, 4, 20);
  LineChunk chunk;
  std::string lines;
  std::uint64_t too_long = 0;
  std::uint64_t last = 0;
  while (reader.next(chunk)) {
    if (chunk.was_too_long) too_long = chunk.first_line;
    lines += chunk.bytes;
    last = chunk.first_line;
  }
  CHECK(too_long == 2);
  CHECK(lines == "a\nb\nc\n");
  CHECK(last >= 3);
}
