// Prints src/base/month_names.inc: `./dev tables`.
#include <unicode/uvernum.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "support/icu_month_names.h"

namespace {

void print_table(const char* name, const std::string& lines) {
  std::printf("\nconstexpr std::string_view %s =", name);
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin);
    std::string literal;
    for (const char c : lines.substr(begin, end - begin)) literal += c == '\t' ? std::string("\\t") : std::string(1, c);
    std::printf("\n    \"%s\\n\"", literal.c_str());
    begin = end + 1;
  }
  std::printf(";\n");
}

}  // namespace

int main() {
  const nuskha::test::MonthNameTables tables = nuskha::test::make_month_name_tables();
  std::printf(
      "// Made by `./dev tables` from ICU's locale data (Unicode CLDR, under the Unicode license). Don't edit.\n");
  std::printf("constexpr std::string_view icu_version = \"%s\";\n", U_ICU_VERSION);
  print_table("name_lines", tables.names);
  print_table("connector_lines", tables.connectors);
}
