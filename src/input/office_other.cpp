// Zipped office documents that aren't text: told by name, not unpacked as a container of XML. Entry points:
// is_other_office, extract_other_office. Test: tests/input/office_test.cpp.
#include <string>
#include <string_view>

#include "input/decode.h"
#include "input/office.h"
#include "input/problem_codes.h"
#include "input/readers.h"

namespace nuskha {

bool is_other_office(std::string_view head, std::string_view name) {
  return office_type(head, name).kind == OfficeKind::other;
}

bool extract_other_office(std::string bytes, const ExtractContext&, Document& document,
                          std::vector<Problem>& problems) {
  const OfficeType type = office_type(std::string_view(bytes).substr(0, decode_head_bytes), document.path);
  const std::string advice = type.convert_to.empty() ? "save it as .docx or PDF in the program that made it"
                                                     : "convert it (soffice --headless --convert-to " +
                                                           std::string(type.convert_to) + " FILE) and read the result";
  problems.push_back({document.path, problem_code::unsupported,
                      "This is " + std::string(type.what) + ", which nuskha doesn't read. To compare its text, " +
                          advice + "; else leave it out (--exclude)."});
  return false;
}

}  // namespace nuskha
