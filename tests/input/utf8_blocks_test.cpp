#include "input/utf8_blocks.h"

#include <string>

#include "input/encode.h"
#include "input/memory_stream.h"
#include "support/catch.h"

namespace {

struct Read {
  std::string text;
  std::string encoding;
};

Read read(const std::string& bytes, std::size_t block_bytes) {
  nuskha::Utf8Blocks blocks(nuskha_test::memory_stream(bytes, 7), block_bytes);
  Read out;
  std::string block;
  while (blocks.next(block)) out.text += block;
  out.encoding = blocks.encoding();
  return out;
}

}  // namespace

TEST_CASE("a text in any encoding comes out as UTF-8, whatever the size of blocks") {
  const std::string text = "id,text\n1,أعلنت وزارة المياه اليوم عن افتتاح محطة جديدة\n2,😀 في مدينة الرملة\n";
  for (const std::size_t size : {64u, 100u, 1u << 20}) {
    CAPTURE(size);
    CHECK(read(text, size).text == text);
    CHECK(read("\xEF\xBB\xBF" + text, size).text == text);
    CHECK(read("\xFF\xFE" + nuskha_test::encode(text, "UTF-16LE"), size).text == text);
    CHECK(read("\xFE\xFF" + nuskha_test::encode(text, "UTF-16BE"), size).text == text);
    CHECK(read(nuskha_test::encode(text, "UTF-32LE").insert(0, std::string("\xFF\xFE\0\0", 4)), size).text == text);
    CHECK(read(nuskha_test::encode(text, "UTF-16LE"), size).encoding == "UTF-16LE");
  }
}

TEST_CASE("encodings from before Unicode are decided on the first block with letters of theirs") {
  const std::string text = "id,text\n" + std::string(1000, 'a') +
                           "\n1,أعلنت وزارة المياه اليوم عن افتتاح محطة جديدة في مدينة الرملة الكبرى\n";
  const Read out = read(nuskha_test::encode(text, "windows-1256"), 200);
  CHECK(out.text == text);
  CHECK(out.encoding == "windows-1256");
}

TEST_CASE("nothing comes out of nothing") {
  CHECK(read("", 64).text.empty());
  CHECK(read("\xEF\xBB\xBF", 64).text.empty());
}
