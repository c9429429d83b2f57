#include "base/stream_decoder.h"

#include <string>

#include "base/unicode.h"
#include "support/catch.h"

TEST_CASE("decoding by pieces gives what decoding at once gives") {
  const std::string utf16("\x3D\xD8\x00\xDE\x39\x06\x00\xDC\x41\x00\x3D\xD8", 12);  // a pair, a letter, two lone halves
  const std::string shift_jis = "\x90\x85\x93\xB9|\x83|\xFF\x8B";
  for (const auto& [bytes, encoding] : {std::pair{utf16, "UTF-16LE"}, std::pair{shift_jis, "Shift_JIS"},
                                        std::pair{std::string("caf\xE9"), "windows-1252"}}) {
    CAPTURE(encoding);
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
      const auto decoder = nuskha::StreamDecoder::open(encoding);
      REQUIRE(decoder != nullptr);
      std::string out;
      for (std::size_t at = 0; at < bytes.size(); at += piece)
        decoder->decode(std::string_view(bytes).substr(at, piece), at + piece >= bytes.size(), out);
      CHECK(out == nuskha::decode_from(bytes, encoding)->text);
    }
  }
}

TEST_CASE("an encoding that doesn't exist has no decoder") {
  CHECK(nuskha::StreamDecoder::open("no-such-encoding") == nullptr);
}
