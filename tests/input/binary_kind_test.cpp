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
