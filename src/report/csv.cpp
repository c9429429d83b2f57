// A report as a table of pairs for spreadsheets: write_csv. RFC 4180; the columns are documented in
// docs/report_format.md. Fields that a spreadsheet would run as a formula get a leading apostrophe (OWASP, "CSV
// Injection"). Covered by tests/report/csv_test.cpp.
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/report.h"
#include "report/display.h"
#include "report/json_record.h"

namespace nuskha {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view header =
    "family,relation,level,similarity,body_similarity,jaccard,containment_a,containment_b,"
    "a,b,date_a,date_b,title_a,title_b,fuzzy_similarity\r\n";
constexpr int share_decimals = 4;

/// True if a spreadsheet may take the field for a formula: = + - @ in ASCII or full width, or white space that some
/// trim.
bool looks_like_formula(std::string_view field) {
  if (field.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(field.front()) != std::string_view::npos) return true;
  const std::string_view first = field.substr(0, 3);
  return first == "＝" || first == "＋" || first == "－" || first == "＠";
}

void append_field(std::string_view value, std::string& out) {
  std::string field = escape_invalid_bytes(value);
  if (looks_like_formula(field)) field.insert(0, 1, '\'');
  if (field.find_first_of(",\"\r\n") == std::string::npos) {
    out += field;
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

/// Family id of each document, 0 for those that stand alone.
std::vector<std::size_t> family_of_documents(const Report& report) {
  std::vector<std::size_t> family(report.documents.size(), 0);
  for (std::size_t i = 0; i < report.families.size(); ++i) {
    for (const FamilyMember& member : report.families[i].members) family[member.document] = i + 1;
  }
  return family;
}

}  // namespace

void write_csv(const Report& report, std::ostream& out) {
  out << byte_order_mark << header;
  const std::vector<std::size_t> family = family_of_documents(report);
  std::string row;
  for (const PairRecord& pair : report.pairs) {
    const DocumentRecord a = report.documents[pair.a];
    const DocumentRecord b = report.documents[pair.b];
    row.clear();
    if (family[pair.a] != 0 && family[pair.a] == family[pair.b]) row += std::to_string(family[pair.a]);
    row += ',';
    row += to_string(pair.relation);
    row += ',';
    if (pair.level) row += to_string(*pair.level);
    for (const double share :
         {pair.similarity, pair.body_similarity, pair.jaccard, pair.containment_a, pair.containment_b}) {
      row += ',';
      append_rounded(share, share_decimals, row);
    }
    for (const std::string_view text :
         {std::string_view(a.path), std::string_view(b.path), std::string_view(a.date ? *a.date : std::string_view()),
          std::string_view(b.date ? *b.date : std::string_view()),
          std::string_view(a.title ? *a.title : std::string_view()),
          std::string_view(b.title ? *b.title : std::string_view())}) {
      row += ',';
      append_field(text, row);
    }
    row += ',';
    if (pair.fuzzy_similarity) append_rounded(*pair.fuzzy_similarity, share_decimals, row);
    row += "\r\n";
    out.write(row.data(), static_cast<std::streamsize>(row.size()));
  }
}

}  // namespace nuskha
