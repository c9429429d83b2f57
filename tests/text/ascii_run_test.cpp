// What is done many bytes at a time against its plain forms: every byte at every place of a block, and random bytes.
#include "text/ascii_run.h"

#include <array>
#include <random>
#include <string>

#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

bool agrees(const char* source) {
  const AsciiBlock block = read_ascii_block(source);
  const AsciiBlock plain = read_ascii_block_plain(source);
  if (block.words != plain.words || block.spaces != plain.spaces || block.stops != plain.stops) return false;
  std::array<char, 16> lower{};
  std::array<char, 16> lower_plain{};
  copy_ascii_lower(source, lower.data());
  copy_ascii_lower_plain(source, lower_plain.data());
  return lower == lower_plain;
}

}  // namespace

TEST_CASE("a block of 64 bytes is what its bytes are one by one") {
  for (const char around : {'a', ' ', '\n', '\x80', '\xFF', '\0'}) {
    for (int byte = 0; byte < 256; ++byte) {
      for (std::size_t at = 0; at < AsciiBlock::size; ++at) {
        std::string source(AsciiBlock::size, around);
        source[at] = static_cast<char>(byte);
        if (!agrees(source.data())) FAIL("byte " << byte << " at " << at);
      }
    }
  }
  std::mt19937_64 random(41);
  for (int i = 0; i < reference::trials(20000); ++i) {
    std::string source(AsciiBlock::size, ' ');
    for (char& c : source) c = static_cast<char>(random());
    if (!agrees(source.data())) FAIL("random bytes");
  }
}

TEST_CASE("the plain form of a block says what stands there") {
  const AsciiBlock block =
      read_ascii_block_plain("aZ9 \t\n.\xC3                                                        ");
  CHECK(block.words == 0b111);
  CHECK((block.spaces & 0xFF) == 0b1000);
  CHECK(block.stops == 0b10110000);
  std::array<char, 16> out{};
  copy_ascii_lower_plain("aZ@[`{A\xC3 09zDEFG", out.data());
  CHECK(std::string(out.data(), out.size()) == "az@[`{a\xC3 09zdefg");
}

TEST_CASE("a run of letters and digits ends at the first other byte") {
  for (std::size_t length = 0; length < 40; ++length) {
    for (int byte = 0; byte < 256; ++byte) {
      if (ascii_word[static_cast<std::size_t>(byte)] != 0) continue;
      std::string source(length, 'Q');
      source += static_cast<char>(byte);
      source += "abc";
      std::string out(source.size() + 8, '\0');
      if (copy_ascii_run(source.data(), source.size(), out.data()) != length ||
          out.substr(0, length) != std::string(length, 'q'))
        FAIL("byte " << byte << " after " << length);
    }
  }
}

TEST_CASE("a run copied to two places ends where its plain form does") {
  const auto agree = [](const std::string& source) {
    std::array<std::string, 4> out;
    out.fill(std::string(16, '\0'));
    const std::size_t length = copy_ascii_run_twice(source.data(), out[0].data(), out[1].data());
    if (copy_ascii_run_twice_plain(source.data(), out[2].data(), out[3].data()) != length) return false;
    for (std::string& copy : out) copy.resize(length);
    return out[0] == out[2] && out[1] == out[2] && out[3] == out[2];
  };
  CHECK(copy_ascii_run_twice_plain("aZ09xyABCDEFghi.", std::string(24, ' ').data(), std::string(24, ' ').data()) == 15);
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < 16; ++at) {
      std::string source = "aBcDeFgHiJkLm0N9";
      source[at] = static_cast<char>(byte);
      if (!agree(source)) FAIL("byte " << byte << " at " << at);
    }
  }
  std::mt19937_64 random(44);
  for (int i = 0; i < reference::trials(20000); ++i) {
    std::string source(16, ' ');
    for (char& c : source) c = static_cast<char>(random());
    if (!agree(source)) FAIL("random bytes");
  }
}
