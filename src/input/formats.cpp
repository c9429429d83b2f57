// The table of formats. Entry point: find_format. Test: tests/input/formats_test.cpp.
#include <algorithm>

#include "input/extractor.h"
#include "input/readers.h"

namespace nuskha {
namespace {

// A library that this build is without leaves the row there, so that its files are told by what they are.
#ifdef NUSKHA_WITH_LIBARCHIVE
constexpr OpenContainer libarchive = open_with_libarchive;
constexpr std::string_view no_libarchive;
#else
constexpr OpenContainer libarchive = nullptr;
constexpr std::string_view no_libarchive = "nuskha was built without libarchive";
#endif

}  // namespace

const std::vector<Format>& all_formats() {
  // Signatures go before shapes, shapes before names.
  static const std::vector<Format> formats = {
      // Zipped formats of other rows go before zip.
      {.name = "zip",
       .what = "a ZIP archive",
       .recognize = is_zip,
       .open_container = libarchive,
       .missing = no_libarchive},
      {.name = "7z",
       .what = "a 7z archive",
       .recognize = is_seven_zip,
       .open_container = libarchive,
       .missing = no_libarchive},
      {.name = "warc", .what = "a web archive (WARC)", .recognize = is_warc, .open_container = open_warc},
      {.name = "tar",
       .what = "a tar archive",
       .recognize = is_tar,
       .open_container = libarchive,
       .missing = no_libarchive},
  };
  return formats;
}

const Format* find_format(std::string_view head, std::string_view name) {
  for (const Format& format : all_formats())
    if (format.recognize(head, name)) return &format;
  return nullptr;
}

bool has_ending(std::string_view name, std::string_view ending) {
  return name.size() >= ending.size() &&
         std::equal(ending.begin(), ending.end(), name.end() - static_cast<std::ptrdiff_t>(ending.size()),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b); });
}

}  // namespace nuskha
