// Known file signatures, NUL bytes and an excess of control characters. Entry point: binary_kind.
// Test: tests/input/binary_kind_test.cpp.
#include "input/binary_kind.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace nuskha {
namespace {

using std::string_view;

struct Signature {
  string_view bytes;
  const char* what;
  std::size_t offset = 0;
};

constexpr Signature signatures[] = {
    {"%PDF-", "a PDF file"},
    {"PK\x03\x04", "a ZIP archive (also used by .docx, .odt, .xlsx and .epub)"},
    {"PK\x05\x06", "an empty ZIP archive"},
    {"\x1F\x8B", "gzip data"},
    {"\x28\xB5\x2F\xFD", "Zstandard data"},
    {"\xFD"
     "7zXZ",
     "xz data"},
    {"BZh91AY&SY", "bzip2 data"},
    {"7z\xBC\xAF\x27\x1C", "a 7z archive"},
    {"Rar!\x1A\x07", "a RAR archive"},
    {"\x89PNG\r\n\x1A\n", "a PNG image"},
    {"\xFF\xD8\xFF", "a JPEG image"},
    {"GIF87a", "a GIF image"},
    {"GIF89a", "a GIF image"},
    {string_view("II*\0", 4), "a TIFF image"},
    {string_view("MM\0*", 4), "a TIFF image"},
    {"WEBP", "a WebP image", 8},
    {"WAVE", "a WAV sound file", 8},
    {"ftyp", "an MP4 or HEIC file", 4},
    {"ID3\x03", "an MP3 sound file"},
    {"ID3\x04", "an MP3 sound file"},
    {string_view("OggS\0", 5), "an Ogg file"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Microsoft Office file (.doc, .xls or .ppt)"},
    {"\x7F"
     "ELF",
     "an ELF program"},
    {string_view("MZ\x90\0", 4), "a Windows program"},
    {"\xCA\xFE\xBA\xBE", "a Java class or macOS program"},
    {string_view("\0asm", 4), "a WebAssembly module"},
    {string_view("SQLite format 3\0", 16), "an SQLite database"},
    {"ustar", "a tar archive", 257},
};

constexpr std::size_t head_bytes = 4 << 10;

bool is_odd_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  // Tab to carriage return, backspace (overstruck manual pages), SO and SI (ISO-2022-KR), ^Z (end of file in DOS) and
  // escape occur in text. No branches: each byte of a file's head is asked.
  return (byte < 0x20) & !((byte >= 0x08) & (byte <= 0x0F)) & (byte != 0x1A) & (byte != 0x1B);
}

/// Whether a signature at the beginning of a file begins so.
constexpr std::array<bool, 256> first_bytes = [] {
  std::array<bool, 256> out{};
  for (const Signature& signature : signatures)
    if (signature.offset == 0) out[static_cast<unsigned char>(signature.bytes[0])] = true;
  return out;
}();

/// Of bytes without a NUL: a signature farther in is then no sign, as letters only could stand there in a text.
std::optional<std::string> kind_by_beginning(string_view bytes) {
  if (bytes.empty() || !first_bytes[static_cast<unsigned char>(bytes[0])]) return std::nullopt;
  for (const Signature& signature : signatures)
    if (signature.offset == 0 && bytes.starts_with(signature.bytes)) return signature.what;
  return std::nullopt;
}

}  // namespace

bool has_rare_controls(string_view bytes) {
  // Without branches, and by the least of one number a byte, so that compilers vectorize it well: with 08 to 0F and 00
  // to 07 exchanged, and all lowered by 8, rare ones are 00 to 17 and none else is.
  unsigned char least = 0xFF;
  for (const char c : bytes)
    least = std::min(least, static_cast<unsigned char>((static_cast<unsigned char>(c) ^ 0x08u) - 0x08u));
  return least < 0x18;
}

std::optional<std::string> binary_kind(string_view bytes) { return binary_kind(bytes, has_rare_controls(bytes)); }

std::optional<std::string> binary_kind(string_view bytes, bool has_rare_controls) {
  if (!has_rare_controls) return kind_by_beginning(bytes);
  for (const Signature& signature : signatures) {
    if (bytes.size() >= signature.offset && bytes.substr(signature.offset).starts_with(signature.bytes)) {
      // A signature of letters only could begin a text; such a file holds NULs, a text doesn't.
      const bool plain = signature.offset > 0;
      if (!plain || bytes.find('\0') != bytes.npos) return signature.what;
    }
  }
  if (bytes.find('\0') != bytes.npos) return "binary data";
  const string_view head = bytes.substr(0, head_bytes);
  std::size_t num_odd = 0;
  for (const char c : head) num_odd += is_odd_control(c);
  if (num_odd >= 2 && num_odd * 50 > head.size()) return "binary data";
  return std::nullopt;
}

}  // namespace nuskha
