// docs/ci.md and .pre-commit-hooks.yaml do what they say: the shell lines of the GitHub example are run on a repository
// made here.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "input/run_program.h"
#include "support/catch.h"
#include "support/git_repository.h"
#include "support/run_program.h"

using namespace nuskha;
using namespace nuskha::testing;

namespace {

std::string read_source(const std::string& name) {
  std::ifstream in(std::string(NUSKHA_SOURCE_DIR) + "/" + name, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The first block of a language below a heading.
std::string block_below(const std::string& page, const std::string& heading, const std::string& language) {
  const std::size_t section = page.find("\n" + heading + "\n");
  REQUIRE(section != std::string::npos);
  const std::string fence = "```" + language + "\n";
  const std::size_t begin = page.find(fence, section);
  REQUIRE(begin != std::string::npos);
  const std::size_t end = page.find("\n```\n", begin);
  REQUIRE(end != std::string::npos);
  return page.substr(begin + fence.size(), end + 1 - begin - fence.size());
}

/// The lines below `run: |` of the step of a name, without their indentation.
std::string lines_of_step(const std::string& workflow, const std::string& name) {
  std::istringstream in(workflow);
  std::string line;
  std::string lines;
  bool is_step = false;
  bool is_run = false;
  while (std::getline(in, line)) {
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == std::string::npos) continue;
    if (line.substr(indent, 2) == "- ") is_step = line.substr(indent) == "- name: " + name;
    if (is_run && indent >= 10) lines += line.substr(10) + '\n';
    if (indent < 10) is_run = is_step && line.substr(indent) == "run: |";
  }
  REQUIRE(!lines.empty());
  return lines;
}

constexpr const char* old_release =
    "GENEVA, 5 May 2021 - The office sent twenty tons of rice to the north after the storm destroyed the harvest.\n\n"
    "Lorries will leave the port of the capital every morning until the end of the month, the director said, and\n"
    "families in four districts will be given food for ten weeks. Water tanks and tents follow by sea.\n";

/// A repository as CI would have it: one release on the main branch, and what a change adds.
class Checkout {
 public:
  Checkout() {
    repository_.folder().write("content/old.txt", old_release);
    repository_.folder().write("content/other.txt",
                               "The museum opens its new hall of maps on Friday, with free entry for schools.\n");
    repository_.commit_all("base");
    base_ = repository_.git({"rev-parse", "HEAD"}).substr(0, 40);
    std::filesystem::create_symlink(NUSKHA_BINARY, programs_.path() / "nuskha");
  }

  const TemporaryFolder& folder() const { return repository_.folder(); }
  const GitRepository& repository() const { return repository_; }

  /// As GitHub runs the lines of a step: by bash, up to the first that fails.
  ProgramRun run(const std::string& lines, std::string base = "") const {
    if (base.empty()) base = base_;
    return run_program({"env", "-C", folder().path().string(), "BASE=" + base,
                        "PATH=" + programs_.path().string() + ":/usr/bin:/bin", "bash", "--noprofile", "--norc", "-e",
                        "-o", "pipefail", "-c", lines});
  }

 private:
  GitRepository repository_;
  TemporaryFolder programs_;
  std::string base_;
};

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the GitHub example annotates a new document that repeats an old one, and fails") {
  const std::string workflow = block_below(read_source("docs/ci.md"), "## GitHub", "yaml");
  const Checkout checkout;
  checkout.folder().write("content/new.txt", old_release);
  checkout.repository().commit_all("a new document");
  const ProgramRun run = checkout.run(lines_of_step(workflow, "Annotate"));
  INFO(run.out << run.err);
  CHECK(run.exit_code == 1);
  CHECK(contains(run.out, "::error file=content/new.txt,"));
  CHECK(contains(run.out, "content/old.txt"));
  CHECK(!contains(run.out, "file=content/old.txt"));
  CHECK(!contains(run.out, "content/other.txt"));
}

TEST_CASE("the GitHub example's report is SARIF, and its step doesn't fail for findings") {
  const std::string workflow = block_below(read_source("docs/ci.md"), "## GitHub", "yaml");
  const Checkout checkout;
  checkout.folder().write("content/new.txt", old_release);
  checkout.repository().commit_all("a new document");
  const ProgramRun run = checkout.run(lines_of_step(workflow, "Report"));
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  const nlohmann::json report = nlohmann::json::parse(checkout.folder().read("nuskha.sarif"));
  CHECK(report["version"] == "2.1.0");
  REQUIRE(report["runs"][0]["results"].size() == 1);
  const nlohmann::json& result = report["runs"][0]["results"][0];
  CHECK(result["ruleId"] == "identical");
  CHECK(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "content/new.txt");
}

TEST_CASE("the GitHub example passes a change that brings nothing known, and one without documents") {
  const std::string workflow = block_below(read_source("docs/ci.md"), "## GitHub", "yaml");
  const Checkout checkout;
  checkout.folder().write("README", "no document of content\n");
  checkout.repository().commit_all("no document");
  CHECK(checkout.run(lines_of_step(workflow, "Annotate")).exit_code == 0);
  checkout.folder().write("content/new.txt",
                          "Schools in the valley begin a week later this year, as the bridge is being repaired.\n");
  checkout.repository().commit_all("a new document");
  const ProgramRun run = checkout.run(lines_of_step(workflow, "Annotate"));
  INFO(run.out << run.err);
  CHECK(run.exit_code == 0);
  CHECK(checkout.run(lines_of_step(workflow, "Report")).exit_code == 0);
}

TEST_CASE("the GitHub example fails in both steps if it can't check") {
  const std::string workflow = block_below(read_source("docs/ci.md"), "## GitHub", "yaml");
  const Checkout checkout;
  const std::string unknown(40, '1');
  const ProgramRun annotate = checkout.run(lines_of_step(workflow, "Annotate"), unknown);
  CHECK(annotate.exit_code == 2);
  CHECK(contains(annotate.err, "--changed-since"));
  CHECK(checkout.run(lines_of_step(workflow, "Report"), unknown).exit_code != 0);
}

TEST_CASE("the configuration of docs/ci.md and the baseline's lines work") {
  const std::string page = read_source("docs/ci.md");
  const Checkout checkout;
  checkout.folder().write("content/new.txt", old_release);
  checkout.folder().write(".nuskha.toml", block_below(page, "## Accepting what there is", "toml"));
  const auto indented = [&](const std::string& option) {
    const std::size_t at = page.find(option + " .nuskha-baseline.json\n");
    REQUIRE(at != std::string::npos);
    const std::size_t begin = page.rfind('\n', at) + 1;
    return page.substr(begin, page.find('\n', at) + 1 - begin);
  };
  CHECK(checkout.run(indented("--write-baseline")).exit_code != 2);
  CHECK(checkout.folder().exists(".nuskha-baseline.json"));
  const ProgramRun accepted = checkout.run(indented("--baseline"));
  INFO(accepted.out << accepted.err);
  CHECK(accepted.exit_code == 0);
  CHECK(checkout.run("nuskha check content/old.txt").exit_code == 0);  // all else is in .nuskha.toml
  checkout.folder().write("content/copy.txt", old_release);
  CHECK(checkout.run(indented("--baseline")).exit_code == 1);
}

TEST_CASE("every pre-commit hook calls a command that there is") {
  std::istringstream hooks(read_source(".pre-commit-hooks.yaml"));
  const Checkout checkout;
  std::string line;
  int num_hooks = 0;
  while (std::getline(hooks, line)) {
    const std::size_t entry = line.find("entry: ");
    if (entry == std::string::npos) continue;
    ++num_hooks;
    INFO(line);
    const std::string command = line.substr(entry + 7);
    CHECK(contains(checkout.run(command + " --help").out, "Usage: " + command + " "));
  }
  CHECK(num_hooks == 2);
}
