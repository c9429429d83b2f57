// The table of formats. Entry point: find_format. Test: tests/input/formats_test.cpp.
#include <algorithm>

#include "input/extractor.h"
#include "input/readers.h"

namespace nuskha {

const std::vector<Format>& all_formats() {
  // Signatures go before shapes, shapes before names.
  static const std::vector<Format> formats = {
      {"mbox", "a mailbox (mbox)", &is_mbox, nullptr, &open_mbox},
#ifdef NUSKHA_WITH_GMIME
      {"mail", "a mail", &is_mail, &extract_mail, &open_attachments},
#else
      {.name = "mail", .what = "a mail", .recognize = &is_mail, .missing = "nuskha was built without GMime"},
#endif
      {"json", "a JSON file", &is_json, nullptr, nullptr, &open_json},
#ifdef NUSKHA_WITH_LIBCSV
      {"csv", "a table (CSV)", &is_csv, nullptr, nullptr, &open_csv},
#else
      {.name = "csv", .what = "a table (CSV)", .recognize = &is_csv, .missing = "nuskha was built without libcsv"},
#endif
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
