// Uses nuskha as an installed library: its version, its normalization and its words. Exit status 0 if all is as it
// should be.
#include <nuskha/nuskha.h>

#include <cstdio>
#include <string>

int main() {
  int failures = 0;
  const auto expect = [&](bool holds, const char* what) {
    if (!holds) {
      std::fprintf(stderr, "consumer: failed: %s\n", what);
      ++failures;
    }
  };

  expect(std::string(nuskha::version()) == NUSKHA_VERSION, "the library is of the version of its headers");
  expect(nuskha::normalize("نُسْخَة  ٢٠٢١", nuskha::Level::spelling) == "نسخه 2021",
         "marks, teh marbuta and digits are folded");

  nuskha::Analyzer analyzer;
  nuskha::Analysis analysis;
  analyzer.analyze("Second edition, 2021.\n\nNext paragraph.\n", analysis);
  expect(analysis.words.size() == 5, "five words");
  expect(analysis.blocks.size() == 2, "two blocks");
  expect(analysis.words.size() == 5 && nuskha::is_number(analysis.words[2]), "the third word is a number");
  return failures == 0 ? 0 : 1;
}
