#include "input/binary_kind.h"

#include <string>

#include "support/catch.h"

using nuskha::binary_kind;

TEST_CASE("well-known files are named by what they are") {
  CHECK(binary_kind("%PDF-1.7\n%\xE2\xE3").value() == "a PDF file");
  CHECK(binary_kind("PK\x03\x04rest").value().find(".docx") != std::string::npos);
  CHECK(binary_kind("\x89PNG\r\n\x1A\n").value() == "a PNG image");
  CHECK(binary_kind("\xFF\xD8\xFF\xE0").value() == "a JPEG image");
  CHECK(binary_kind("\x1F\x8B\x08").value() == "gzip data");
}

TEST_CASE("NUL bytes and many control characters are binary data") {
  CHECK(binary_kind(std::string("a\0b", 3)) == "binary data");
  CHECK(binary_kind(std::string(100, '\x01')) == "binary data");
  CHECK(binary_kind(std::string(1 << 20, 'a') + std::string(1, '\0')) == "binary data");
}

TEST_CASE("text with tabs, form feeds, escape sequences and a stray control character is text") {
  CHECK_FALSE(binary_kind(""));
  CHECK_FALSE(binary_kind("a\tb\f\v\r\n"));
  CHECK_FALSE(binary_kind("\x1B[1mbold\x1B[0m"));
  CHECK_FALSE(binary_kind("One stray \x02 in a text that goes on for a while."));
  CHECK_FALSE(binary_kind("PK is a name. GIF too."));
}

TEST_CASE("rare control characters are found wherever they stand") {
  for (std::size_t length = 0; length < 70; ++length) {
    for (int value = 0; value < 256; ++value) {
      const bool is_rare = value < 8 || (value > 15 && value < 32);
      for (const std::size_t at : {std::size_t{0}, length / 2, length}) {
        std::string text(length, 'x');
        text.insert(at, 1, static_cast<char>(value));
        REQUIRE(nuskha::has_rare_controls(text) == is_rare);
      }
    }
  }
  CHECK_FALSE(nuskha::has_rare_controls(""));
}

TEST_CASE("a signature at the beginning needs no control character, one farther in a NUL") {
  for (const std::string& text : {std::string("BZh91AY&SY"), std::string("GIF89a"), std::string("%PDF-1.4"),
                                  std::string("\xFF\xD8\xFF\xE0"), std::string("\xCA\xFE\xBA\xBE")})
    CHECK(binary_kind(text + " and no control character").value() != "binary data");
  CHECK_FALSE(binary_kind("RIFF    WEBP is the name of a format."));
  CHECK(binary_kind(std::string("RIFF    WEBP\0", 13)) == "a WebP image");
  CHECK_FALSE(binary_kind(std::string(257, 'x') + "ustar"));
  CHECK(binary_kind(std::string(257, 'x') + std::string("ustar\0", 6)) == "a tar archive");
  CHECK(binary_kind(std::string("ustar\0", 6)) == "binary data");
}
