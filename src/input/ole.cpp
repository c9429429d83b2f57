// Microsoft's compound files ("OLE"): old Word, Excel and PowerPoint documents, Outlook messages, and new documents
// that are encrypted. None is read; which it is tell the names in its directory. Entry points: is_ole, extract_ole.
// Test: tests/input/ole_test.cpp.
#include <string>
#include <string_view>

#include "input/problem_codes.h"
#include "input/readers.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr string_view signature = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

struct Kind {
  string_view stream;  // a name in the directory
  string_view what;
  string_view convert_to;  // format of soffice --convert-to whose text nuskha reads
};

// In the order in which they are asked: a document may hold others.
constexpr Kind kinds[] = {
    {"__properties_version1.0", "an Outlook message (.msg)", {}},
    {"PowerPoint Document", "an old presentation (.ppt)", "pdf"},
    {"WordDocument", "an old Word document (.doc)", "docx"},
    {"Workbook", "an old spreadsheet (.xls)", "csv"},
    {"Book", "an old spreadsheet (.xls)", "csv"},
    {"FileHeader", "a Hangul document (.hwp)", {}},
};

/// Whether the directory has an entry of this name: UTF-16, at the beginning of an entry of 128 bytes.
bool has_stream(string_view bytes, string_view name) {
  std::string wide;
  for (const char c : name) {
    wide += c;
    wide += '\0';
  }
  wide.append(2, '\0');
  constexpr std::size_t entry_bytes = 128;
  for (std::size_t at = bytes.find(wide); at != bytes.npos; at = bytes.find(wide, at + 1))
    if (at % entry_bytes == 0) return true;
  return false;
}

}  // namespace

bool is_ole(string_view head, string_view) { return head.starts_with(signature); }

bool extract_ole(std::string bytes, const ExtractContext&, Document& document, std::vector<Problem>& problems) {
  if (has_stream(bytes, "EncryptedPackage")) {
    problems.push_back({document.path, problem_code::encrypted,
                        "This office document is encrypted. Save it without a password to have it read."});
    return false;
  }
  for (const Kind& kind : kinds) {
    if (!has_stream(bytes, kind.stream)) continue;
    const std::string advice = kind.convert_to.empty()
                                   ? "save it as .docx, PDF or .eml in the program that made it"
                                   : "convert it (soffice --headless --convert-to " + std::string(kind.convert_to) +
                                         " FILE) and read the result";
    problems.push_back({document.path, problem_code::unsupported,
                        "This is " + std::string(kind.what) + ", which nuskha doesn't read. To compare its text, " +
                            advice + "; else leave it out (--exclude)."});
    return false;
  }
  problems.push_back({document.path, problem_code::unsupported,
                      "This is a Microsoft compound file (OLE) of a kind that nuskha doesn't know. Save its text in "
                      "another format, or leave it out (--exclude)."});
  return false;
}

}  // namespace nuskha
