// The table of formats. Entry point: find_format. Test: tests/input/formats_test.cpp.
#include <algorithm>

#include "input/extractor.h"
#include "input/readers.h"

namespace nuskha {
namespace {

#ifndef NUSKHA_WITH_LIBARCHIVE
constexpr std::string_view no_libarchive = "nuskha was built without libarchive";

template <const char* ending>
bool is_zip_named(std::string_view head, std::string_view name) {
  return head.starts_with("PK\x03\x04") && has_ending(name, ending);
}
constexpr char docx_ending[] = ".docx";
constexpr char odt_ending[] = ".odt";
#endif

}  // namespace

const std::vector<Format>& all_formats() {
  // Signatures go before shapes, shapes before names.
  static const std::vector<Format> formats = {
#ifdef NUSKHA_WITH_LIBARCHIVE
      {"docx", "a Word document (.docx)", is_docx, extract_docx},
      {"odt", "an OpenDocument text (.odt)", is_odt, extract_odt},
      {"other-office", "an office document that isn't text", is_other_office, extract_other_office},
#else
      {.name = "docx",
       .what = "a Word document (.docx)",
       .recognize = is_zip_named<docx_ending>,
       .missing = no_libarchive},
      {.name = "odt",
       .what = "an OpenDocument text (.odt)",
       .recognize = is_zip_named<odt_ending>,
       .missing = no_libarchive},
#endif
      {"ole", "a Microsoft compound file (.doc)", is_ole, extract_ole},
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
