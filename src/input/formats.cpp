// The table of formats. Entry point: find_format. Test: tests/input/formats_test.cpp.
#include <algorithm>

#include "input/extractor.h"
#include "input/readers.h"

namespace nuskha {
namespace {

// A library that this build is without leaves the rows there, so that its files are told by what they are.
#ifdef NUSKHA_WITH_LIBARCHIVE
constexpr OpenContainer libarchive = open_with_libarchive;
constexpr std::string_view no_libarchive;
#else
constexpr OpenContainer libarchive = nullptr;
constexpr std::string_view no_libarchive = "nuskha was built without libarchive";

template <const char* ending>
bool is_zip_named(std::string_view head, std::string_view name) {
  return head.starts_with("PK\x03\x04") && has_ending(name, ending);
}
constexpr char docx_ending[] = ".docx";
constexpr char odt_ending[] = ".odt";
#endif

#ifdef NUSKHA_WITH_GMIME
constexpr Extract gmime = extract_mail;
constexpr OpenContainer gmime_attachments = open_attachments;
constexpr std::string_view no_gmime;
#else
constexpr Extract gmime = nullptr;
constexpr OpenContainer gmime_attachments = nullptr;
constexpr std::string_view no_gmime = "nuskha was built without GMime";
#endif

#ifdef NUSKHA_WITH_LIBCSV
constexpr OpenRecords libcsv = open_csv;
constexpr std::string_view no_libcsv;
#else
constexpr OpenRecords libcsv = nullptr;
constexpr std::string_view no_libcsv = "nuskha was built without libcsv";
#endif

}  // namespace

const std::vector<Format>& all_formats() {
  // Signatures at the very beginning go before those farther in, these before shapes, shapes before names.
  static const std::vector<Format> formats = {
#ifdef NUSKHA_WITH_LIBARCHIVE
      {.name = "docx", .what = "a Word document (.docx)", .recognize = is_docx, .extract = extract_docx},
      {.name = "odt", .what = "an OpenDocument text (.odt)", .recognize = is_odt, .extract = extract_odt},
      {.name = "other-office",
       .what = "an office document that isn't text",
       .recognize = is_other_office,
       .extract = extract_other_office,
       .is_read = false},
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
      {.name = "ole",
       .what = "a Microsoft compound file (.doc)",
       .recognize = is_ole,
       .extract = extract_ole,
       .is_read = false},
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
      {.name = "rtf",
       .what = "a Rich Text file (.rtf)",
       .recognize = is_rtf,
       .missing = "nuskha doesn't read that: convert it, for example with: soffice --headless --convert-to docx",
       .is_read = false},
      {.name = "parquet",
       .what = "a Parquet table",
       .recognize = is_parquet,
       .missing = "nuskha doesn't read that: export it as JSON Lines or CSV",
       .is_read = false},
      {.name = "warc", .what = "a web archive (WARC)", .recognize = is_warc, .open_container = open_warc},
      {.name = "tar",
       .what = "a tar archive",
       .recognize = is_tar,
       .open_container = libarchive,
       .missing = no_libarchive},
      // What zip and tar hold may begin within the bytes that are looked at.
      {.name = "pdf",
       .what = "a PDF file",
       .recognize = is_pdf,
       .extract = extract_pdf,
       .missing_here = pdf_missing_here},
      {.name = "html", .what = "an HTML page", .recognize = is_html, .extract = extract_html},
      {.name = "mbox", .what = "a mailbox (mbox)", .recognize = is_mbox, .open_container = open_mbox},
      {.name = "mail",
       .what = "a mail",
       .recognize = is_mail,
       .extract = gmime,
       .open_container = gmime_attachments,
       .missing = no_gmime},
      {.name = "json", .what = "a JSON file", .recognize = is_json, .open_records = open_json},
      {.name = "csv", .what = "a table (CSV)", .recognize = is_csv, .open_records = libcsv, .missing = no_libcsv},
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
