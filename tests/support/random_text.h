// Seeded random strings of many scripts, for comparing fast code with slow code.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>

#include "base/unicode.h"

namespace nuskha::test {

/// A string of `length` code points, mixing runs of one script with spaces, marks, controls and rare characters.
inline std::string random_text(std::mt19937_64& random, std::size_t length) {
  struct Range {
    char32_t first, last;
  };
  static constexpr std::array<Range, 34> ranges = {{
      {0x20, 0x7E},     {0x61, 0x7A},     {0x61, 0x7A},     {0x00, 0x1F},       {0xA0, 0xFF},     {0x100, 0x24F},
      {0x2B0, 0x2FF},   {0x300, 0x36F},   {0x370, 0x3FF},   {0x400, 0x45F},     {0x590, 0x5F4},   {0x610, 0x61A},
      {0x621, 0x64A},   {0x621, 0x64A},   {0x64B, 0x65F},   {0x660, 0x6FF},     {0x730, 0x74A},   {0x900, 0x97F},
      {0xE01, 0xE5B},   {0xE31, 0xE4E},   {0xEB0, 0xECD},   {0x1000, 0x109F},   {0x1780, 0x17DD}, {0x1E00, 0x1FFF},
      {0x2000, 0x206F}, {0x20D0, 0x20F0}, {0x3000, 0x30FF}, {0x3040, 0x309F},   {0x3099, 0x309A}, {0x4E00, 0x4EFF},
      {0xAC00, 0xACFF}, {0xFB50, 0xFDFF}, {0xFE70, 0xFFEF}, {0x1F600, 0x1F64F},
  }};
  std::string out;
  const Range* range = &ranges[0];
  for (std::size_t i = 0; i < length; ++i) {
    if (random() % 4 == 0) range = &ranges[random() % ranges.size()];
    const std::uint64_t dice = random() % 16;
    char32_t c = range->first + static_cast<char32_t>(random() % (range->last - range->first + 1));
    if (dice == 0) c = U' ';
    if (dice == 1) c = U'\n';
    if (dice == 2) c = 0x0300 + static_cast<char32_t>(random() % 0x70);
    if (dice == 3 && random() % 8 == 0) c = static_cast<char32_t>(random() % 0x110000);
    if (c >= 0xD800 && c <= 0xDFFF) c = 0xFFFD;
    append_utf8(c, out);
  }
  return out;
}

}  // namespace nuskha::test
