// Prints src/base/weekday_names.inc: `./dev tables`.
#include <cstdio>
#include <string>

#include "support/icu_weekday_names.h"

int main() {
  std::printf(
      "// Made by `./dev tables` from ICU's locale data (Unicode CLDR, under the Unicode license). Don't edit.\n"
      "constexpr std::string_view name_lines =");
  const std::string lines = nuskha::test::make_weekday_name_table();
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = lines.find('\n', begin);
    std::string line = lines.substr(begin, end - begin);
    line.replace(line.find('\t'), 1, "\\t");
    std::printf("\n    \"%s\\n\"", line.c_str());
    begin = end + 1;
  }
  std::printf(";\n");
}
