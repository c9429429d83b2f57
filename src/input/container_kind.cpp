// Telling containers by their first bytes; in every build, so that one without libarchive can say what it lacks. Entry
// points: is_zip, is_tar, is_seven_zip. Test: tests/input/libarchive_reader_test.cpp.
#include <algorithm>
#include <cstddef>
#include <string_view>

#include "input/readers.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr std::size_t tar_block_bytes = 512;

struct TarField {
  std::size_t begin;
  std::size_t size;
};
constexpr TarField tar_name = {0, 100};
constexpr TarField tar_checksum = {148, 8};
constexpr TarField tar_numbers[] = {{100, 8}, {108, 8}, {116, 8}, {124, 12}, {136, 12}};  // mode, uid, gid, size, mtime

string_view field(string_view block, TarField where) { return block.substr(where.begin, where.size); }

/// Octal digits among blanks and NULs, or the binary form that GNU tar gives large numbers.
bool is_tar_number(string_view text) {
  if ((text[0] & 0x80) != 0) return true;
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\0' || (c >= '0' && c <= '7'); });
}

/// The checksum is the sum of the block's bytes with the field itself taken as blanks; some old programs added signed
/// bytes.
bool has_tar_checksum(string_view block) {
  const string_view stored = field(block, tar_checksum);
  if (!is_tar_number(stored) || stored.find_first_of("01234567") == stored.npos) return false;
  long expected = 0;
  for (std::size_t i = stored.find_first_of("01234567"); i < stored.size() && stored[i] >= '0' && stored[i] <= '7'; ++i)
    expected = expected * 8 + (stored[i] - '0');
  long sum = 0;
  long signed_sum = 0;
  for (std::size_t i = 0; i < tar_block_bytes; ++i) {
    const bool is_inside = i >= tar_checksum.begin && i < tar_checksum.begin + tar_checksum.size;
    sum += is_inside ? ' ' : static_cast<unsigned char>(block[i]);
    signed_sum += is_inside ? ' ' : static_cast<signed char>(block[i]);
  }
  return sum == expected || signed_sum == expected;
}

}  // namespace

/// A member, an empty archive, or the mark of one in parts.
bool is_zip(string_view head, string_view) {
  return head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06") || head.starts_with("PK\x07\x08PK\x03\x04") ||
         head.starts_with("PK00PK\x03\x04");
}

/// With a magic number since 1988, before that by the checksum alone. One with a magic number and a wrong checksum is
/// damaged.
bool is_tar(string_view head, string_view) {
  if (head.size() < tar_block_bytes) return false;
  const string_view magic = head.substr(257, 8);
  if (magic.starts_with(string_view("ustar\0", 6)) || magic == string_view("ustar  \0", 8)) return true;
  if (field(head, tar_name)[0] == '\0') return false;
  return std::all_of(std::begin(tar_numbers), std::end(tar_numbers),
                     [&](TarField number) { return is_tar_number(field(head, number)); }) &&
         has_tar_checksum(head.substr(0, tar_block_bytes));
}

bool is_seven_zip(string_view head, string_view) { return head.starts_with("7z\xBC\xAF\x27\x1C"); }

}  // namespace nuskha
