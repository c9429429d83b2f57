#include "text/blocks.h"

#include <string>
#include <vector>

#include "nuskha/text.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

std::vector<std::string> blocks_of(const std::string& source, Level level = Level::spelling) {
  Analyzer analyzer(level);
  Analysis analysis;
  analyzer.analyze(source, analysis);
  std::vector<std::string> out;
  for (const Block& block : analysis.blocks)
    out.push_back(source.substr(block.source_begin, block.source_end - block.source_begin));
  return out;
}

using Texts = std::vector<std::string>;

const std::string line40(40, 'a');
const std::string line39(39, 'a');
const std::string line100(100, 'a');
const std::string line101(101, 'a');

}  // namespace

TEST_CASE("a text without words has no blocks") {
  CHECK(blocks_of("") == Texts{});
  CHECK(blocks_of("\n\n") == Texts{});
  CHECK(blocks_of("...\n---\n") == Texts{});
}

TEST_CASE("short lines are blocks of their own") {
  CHECK(blocks_of("one") == Texts{"one"});
  CHECK(blocks_of("one two\nthree\n") == Texts{"one two", "three"});
  CHECK(blocks_of("one\n\ntwo\n\n\nthree") == Texts{"one", "two", "three"});
}

TEST_CASE("wrapped lines are one block, up to a blank line") {
  CHECK(blocks_of(line40 + "\nend") == Texts{line40 + "\nend"});
  CHECK(blocks_of(line100 + "\n" + line40 + "\nend.\n\nnext") == Texts{line100 + "\n" + line40 + "\nend.", "next"});
  CHECK(blocks_of(line40 + "\n" + line40 + "\n \t \nnext") == Texts{line40 + "\n" + line40, "next"});
}

TEST_CASE("one line outside the width of wrapped text parts all lines of its group") {
  CHECK(blocks_of(line39 + "\nend") == Texts{line39, "end"});
  CHECK(blocks_of(line101 + "\nend") == Texts{line101, "end"});
  CHECK(blocks_of(line40 + "\n" + line39 + "\nend") == Texts{line40, line39, "end"});
  CHECK(blocks_of(line40 + "\nend\n" + line40) == Texts{line40, "end", line40});
}

TEST_CASE("the last line of a wrapped paragraph may have any length") {
  CHECK(blocks_of(line40 + "\n" + line101).size() == 1);
  CHECK(blocks_of(line40 + "\na").size() == 1);
}

TEST_CASE("width is counted in characters, not bytes") {
  std::string arabic;
  for (int i = 0; i < 8; ++i) arabic += "كلمة ";  // 40 characters, 72 bytes
  CHECK(blocks_of(arabic + "\nنهاية").size() == 1);
  std::string short_arabic;
  for (int i = 0; i < 7; ++i) short_arabic += "كلمة ";  // 35 characters, 63 bytes
  CHECK(blocks_of(short_arabic + "\nنهاية").size() == 2);
}

TEST_CASE("all line ends end a line once") {
  for (const char* end : {"\n", "\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"}) {
    CAPTURE(end);
    std::vector<std::string> blocks = blocks_of("one" + std::string(end) + "two");
    for (std::string& block : blocks)
      while (!block.empty() && block.back() == '\r') block.pop_back();
    CHECK(blocks == Texts{"one", "two"});
  }
  CHECK(blocks_of(line40 + "\r\nend\r\n\r\nnext").size() == 2);
  CHECK(blocks_of(line40 + "\n\nend").size() == 2);
}

TEST_CASE("a line of punctuation parts nothing and belongs to no block of its own") {
  CHECK(blocks_of("one\n***\ntwo") == Texts{"one", "two"});
  CHECK(blocks_of("***\n" + line40) == Texts{line40});
}

TEST_CASE("blocks are the same at every level where the words are") {
  const std::string source = "Title\n\n" + line40 + "\n" + line40 + "\nend\n\nFooter";
  CHECK(blocks_of(source, Level::layout) == blocks_of(source, Level::spelling));
  CHECK(blocks_of(source, Level::text) == blocks_of(source, Level::spelling));
}

TEST_CASE("a builder replaces what was there, and begins anew with each text") {
  std::vector<Block> blocks(3);
  BlockBuilder builder;
  for (const std::string source : {"ab cd\nef", "gh ij\nkl"}) {
    builder.start(source, blocks);
    builder.add_line(5, 6, 2);
    builder.add_line(8, 8, 3);
    builder.finish();
    REQUIRE(blocks.size() == 2);
    CHECK(blocks[0].source_end == 5);
    CHECK(blocks[0].word_end == 2);
    CHECK(blocks[1].source_begin == 6);
    CHECK(blocks[1].word_begin == 2);
    CHECK(blocks[1].word_end == 3);
  }
}
