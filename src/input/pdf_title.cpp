// Entry point: useful_pdf_title. Test: tests/input/pdf_test.cpp.
#include "input/pdf_title.h"

#include <algorithm>

#include "base/unicode.h"
#include "input/front_matter.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr string_view endings[] = {".doc", ".docx", ".docm", ".dot",  ".odt", ".rtf",  ".txt", ".pdf",
                                   ".tex", ".dvi",  ".ps",   ".indd", ".qxd", ".pub",  ".ppt", ".pptx",
                                   ".xls", ".xlsx", ".html", ".htm",  ".php", ".aspx", ".md",  ".pages",
                                   ".fm",  ".p65",  ".wpd",  ".fodt", ".cdr", ".ai"};

// What programs call a file that nobody has named.
constexpr string_view placeholders[] = {"untitled",    "no title",   "notitle",
                                        "document",    "title",      "print",
                                        "about:blank", "slide",      "powerpoint presentation",
                                        "بدون عنوان",  "مستند",      "ללא שם",
                                        "無題",        "名称未設定", "sans titre",
                                        "sin título",  "unbenannt"};

std::string lower(string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    append_utf8(to_lower(c.value), out);
    text.remove_prefix(c.length);
  }
  return out;
}

/// "press_release-2021": one word of ASCII with signs that titles don't have.
bool is_like_file_name(string_view title) {
  const bool is_ascii_word = std::ranges::all_of(title, [](char c) { return c > ' ' && c < 127; });
  return is_ascii_word && title.find_first_of("_/\\0123456789") != title.npos;
}

}  // namespace

std::optional<std::string> useful_pdf_title(string_view title) {
  std::string line = to_one_line(title);
  const std::string name = lower(line);
  if (name.empty() || name.starts_with("microsoft word - ") || name.starts_with("microsoft powerpoint - ") ||
      name.find("://") != name.npos || is_like_file_name(name))
    return {};
  if (std::ranges::any_of(endings, [&](string_view ending) { return name.ends_with(ending); })) return {};
  // "Untitled-1", "Document 2"
  const std::size_t end = name.find_last_not_of("0123456789- ().");
  const string_view stem = string_view(name).substr(0, end == name.npos ? 0 : end + 1);
  if (stem.empty() || std::ranges::find(placeholders, stem) != std::end(placeholders)) return {};
  return line;
}

}  // namespace nuskha
