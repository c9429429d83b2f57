// Title, date of making and language. Entry point: MetadataHandler. Tests: tests/input/docx_test.cpp, odt_test.cpp.
#include "input/office_metadata.h"

#include <algorithm>
#include <iterator>

#include "base/unicode.h"
#include "input/front_matter.h"

namespace nuskha {
namespace {

using std::string_view;

// What programs call a document that nobody gave a name, with or without a number; and names of templates.
constexpr string_view made_up_titles[] = {
    "",           "document",    "doc",      "untitled",  "untitled document",
    "normal.dot", "normal.dotm", "dokument", "documento", "مستند",
    "文書",       "文档",        "문서",     "מסמך",
};

constexpr std::size_t longest_value = 4096;

}  // namespace

void MetadataHandler::start_element(const XmlName& name, const XmlAttributes&) {
  open_ = nullptr;
  if (name.space == XmlSpace::dc && name.local == "title") open_ = &title_;
  if (name.space == XmlSpace::dc && name.local == "language") open_ = &language_;
  if (name.space == XmlSpace::dc_terms && name.local == "created") open_ = &created_;
  if (name.space == XmlSpace::meta && name.local == "creation-date") open_ = &created_;
  if (open_ != nullptr) open_->clear();
}

void MetadataHandler::characters(string_view text) {
  if (open_ != nullptr && open_->size() + text.size() <= longest_value) *open_ += text;
}

void MetadataHandler::give(Document& document) const {
  document.title = useful_title(replace_invalid_utf8(title_));
  document.made_date = parse_iso_date(created_);
  document.language = to_one_line(replace_invalid_utf8(language_));
}

std::optional<std::string> useful_title(string_view title) {
  std::string out = to_one_line(title);
  string_view stem = out;
  while (!stem.empty() && (stem.back() == ' ' || (stem.back() >= '0' && stem.back() <= '9'))) stem.remove_suffix(1);
  std::string name(stem);
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (std::find(std::begin(made_up_titles), std::end(made_up_titles), name) != std::end(made_up_titles))
    return std::nullopt;
  return out;
}

}  // namespace nuskha
