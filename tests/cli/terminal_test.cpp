// What depends on a terminal: colour, isolates, width, the progress bar. Run on pseudo-terminals.
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;

namespace {

const std::string escape = "\x1b[";
const std::string clear_line = "\r\x1b[K";

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void write_copies(const TemporaryFolder& folder) {
  folder.write("d/a.txt", "one two three four five six seven\n");
  folder.write("d/ملف.txt", "one two three four five six seven\n");
}

RunOptions on_terminal() {
  RunOptions options;
  options.output_is_terminal = true;
  return options;
}

RunOptions errors_on_terminal() {
  RunOptions options;
  options.error_is_terminal = true;
  return options;
}

}  // namespace

TEST_CASE("colour is for terminals, unless asked otherwise") {
  const TemporaryFolder folder;
  write_copies(folder);
  CHECK_FALSE(holds(run_nuskha(folder, {"scan", "d"}).out, escape));
  CHECK(holds(run_nuskha(folder, {"scan", "d", "--color", "always"}).out, escape));
  CHECK(holds(run_nuskha(folder, {"scan", "d"}, on_terminal()).out, escape));
  CHECK_FALSE(holds(run_nuskha(folder, {"scan", "d", "--color", "never"}, on_terminal()).out, escape));
}

TEST_CASE("NO_COLOR and TERM=dumb turn colour off, --color always wins") {
  const TemporaryFolder folder;
  write_copies(folder);
  RunOptions no_color = on_terminal();
  no_color.environment = {{"NO_COLOR", "1"}};
  CHECK_FALSE(holds(run_nuskha(folder, {"scan", "d"}, no_color).out, escape));
  CHECK(holds(run_nuskha(folder, {"scan", "d", "--color", "always"}, no_color).out, escape));
  RunOptions dumb = on_terminal();
  dumb.environment = {{"TERM", "dumb"}};
  CHECK_FALSE(holds(run_nuskha(folder, {"scan", "d"}, dumb).out, escape));
}

TEST_CASE("colour and isolates never get into the formats for programs") {
  const TemporaryFolder folder;
  write_copies(folder);
  for (const char* format : {"json", "jsonl", "csv"}) {
    const std::string out =
        run_nuskha(folder, {"scan", "d", "--format", format, "--color", "always"}, on_terminal()).out;
    CHECK_FALSE(holds(out, "\x1b"));
    CHECK_FALSE(holds(out, "\u2068"));
  }
}

TEST_CASE("right-to-left names are isolated on a terminal only") {
  const TemporaryFolder folder;
  write_copies(folder);
  CHECK(holds(run_nuskha(folder, {"scan", "d"}, on_terminal()).out, "\u2068d/ملف.txt\u2069"));
  CHECK_FALSE(holds(run_nuskha(folder, {"scan", "d"}).out, "\u2068"));
}

TEST_CASE("titles are cut to the width of the terminal, or to COLUMNS") {
  const TemporaryFolder folder;
  const std::string title(300, 't');
  folder.write("d/r.jsonl", "{\"title\":\"" + title + "\",\"text\":\"one two three\"}\n{\"text\":\"one two three\"}\n");
  const auto longest_line = [](const std::string& out) {
    const std::size_t begin = out.find("ttt");
    const std::size_t line = out.rfind('\n', begin) + 1;
    const std::size_t end = out.find_first_of("\r\n", begin);
    return end - line - 2;  // "…" is three bytes and one column
  };
  RunOptions wide;
  wide.environment = {{"COLUMNS", "120"}};
  CHECK(longest_line(run_nuskha(folder, {"scan", "d"}, wide).out) == 120);
  CHECK(longest_line(run_nuskha(folder, {"scan", "d"}).out) == 80);
  CHECK(longest_line(run_nuskha(folder, {"scan", "d", "--color", "never"}, on_terminal()).out) == 80);
}

TEST_CASE("the progress bar is drawn on a terminal, and cleared") {
  const TemporaryFolder folder;
  write_copies(folder);
  const ProgramResult result = run_nuskha(folder, {"scan", "d"}, errors_on_terminal());
  CHECK(result.exit_code == 0);
  CHECK(result.err.substr(0, clear_line.size()) == clear_line);
  CHECK(result.err.size() > 2 * clear_line.size());
  CHECK(result.err.substr(result.err.size() - clear_line.size()) == clear_line);
  CHECK_FALSE(holds(result.out, clear_line));
}

TEST_CASE("there is no progress bar elsewhere") {
  const TemporaryFolder folder;
  write_copies(folder);
  CHECK(run_nuskha(folder, {"scan", "d"}).err == "");
  CHECK(run_nuskha(folder, {"scan", "d"}, on_terminal()).err == "");
  CHECK(run_nuskha(folder, {"scan", "d", "--progress", "never"}, errors_on_terminal()).err == "");
  RunOptions dumb = errors_on_terminal();
  dumb.environment = {{"TERM", "dumb"}};
  CHECK(run_nuskha(folder, {"scan", "d"}, dumb).err == "");
  CHECK(holds(run_nuskha(folder, {"scan", "d", "--progress", "always"}).err, clear_line));
}

TEST_CASE("the progress bar is gone before an error is printed") {
  const TemporaryFolder folder;
  folder.write("d/a.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  const ProgramResult result = run_nuskha(folder, {"scan", "d"}, errors_on_terminal());
  CHECK(result.exit_code == 2);
  CHECK(result.err.rfind(clear_line) < result.err.find("nuskha: "));
}

TEST_CASE("a page of HTML isn't written to a terminal") {
  const TemporaryFolder folder;
  write_copies(folder);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"scan", "d", "--format", "html"}, {"scan", "d", "--format", "html", "-o", "-"}}) {
    const ProgramResult result = run_nuskha(folder, arguments, on_terminal());
    CHECK(result.exit_code == 2);
    CHECK(holds(result.err, "--format: html is a page for a browser: name a file for it with --output"));
  }
  CHECK(run_nuskha(folder, {"scan", "d", "--format", "html", "-o", "r.html"}, on_terminal()).exit_code == 0);
}
