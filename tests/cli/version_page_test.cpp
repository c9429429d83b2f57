// nuskha --version: what this build and this machine can read.
#include "cli/version_page.h"

#include <vector>

#include "nuskha/version.h"
#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha;

namespace {

Format format(std::string_view name, std::string_view missing = {}, std::string (*missing_here)() = nullptr) {
  Format out{};
  out.name = name;
  out.missing = missing;
  out.missing_here = missing_here;
  return out;
}

}  // namespace

TEST_CASE("formats that can be read are one line, others one line a reason") {
  const std::vector<Format> formats = {
      format("html"),
      format("docx", "nuskha was built without libarchive"),
      format("pdf", {}, [] { return std::string("pdftotext isn't installed: install poppler-utils"); }),
      format("mail", {}, [] { return std::string(); }),
      format("zip", "nuskha was built without libarchive"),
  };
  CHECK(cli::version_page("1.2.3", formats) ==
        "nuskha 1.2.3\n"
        "reads: text, markdown, jsonl, html, mail\n"
        "can't read: docx, zip (nuskha was built without libarchive)\n"
        "can't read: pdf (pdftotext isn't installed: install poppler-utils)");
}

TEST_CASE("a build without any other format reads text, and a name is said once") {
  CHECK(cli::version_page("1.2.3", {}) == "nuskha 1.2.3\nreads: text, markdown, jsonl");
  const std::vector<Format> formats = {format("jsonl"), format("html"), format("html")};
  CHECK(cli::version_page("1.2.3", formats) == "nuskha 1.2.3\nreads: text, markdown, jsonl, html");
}

TEST_CASE("option --version prints the version on a line of its own, then the formats of this build") {
  const testing::TemporaryFolder folder;
  const testing::ProgramResult result = testing::run_nuskha(folder, {"--version"});
  CHECK(result.exit_code == 0);
  CHECK(result.err.empty());
  CHECK(result.out.starts_with(std::string("nuskha ") + version() + "\nreads: text, "));
  CHECK(result.out.ends_with('\n'));
  for (const Format& one : all_formats()) CHECK(result.out.find(one.name) != result.out.npos);
}
