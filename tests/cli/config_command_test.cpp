// .nuskha.toml seen from the command line: where it is found, what the commands make of it, and nuskha config.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "support/catch.h"
#include "support/run_program.h"

using namespace nuskha::testing;

namespace {

using Arguments = std::vector<std::string>;

void write_copies(const TemporaryFolder& folder) {
  folder.write("d/a.txt", "one two three four five six seven\n");
  folder.write("d/b.txt", "one two three four five six seven\n");
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

ProgramResult run_in(const std::string& below, const TemporaryFolder& folder, const Arguments& arguments) {
  RunOptions options;
  options.start_in = below;
  return run_nuskha(folder, arguments, options);
}

}  // namespace

TEST_CASE("a scan obeys the configuration of its folder, and the command line goes over it") {
  const TemporaryFolder folder;
  write_copies(folder);
  folder.write(".nuskha.toml", "[scan]\nformat = \"csv\"\nno-timing = true\n");
  CHECK(run_nuskha(folder, {"scan", "d"}).out.substr(0, 10) ==
        "\xef\xbb\xbf"
        "family,");
  CHECK(run_nuskha(folder, {"scan", "d", "--format", "json"}).out.substr(0, 1) == "{");
  CHECK(run_nuskha(folder, {"scan", "d", "--no-config"}).out.substr(0, 11) == "2 documents");
  CHECK(run_nuskha(folder, {"boilerplate", "d"}).exit_code == 0);
}

TEST_CASE("the configuration of a folder above holds, up to a repository's top") {
  const TemporaryFolder folder;
  write_copies(folder);
  folder.write(".nuskha.toml", "[scan]\nformat = \"csv\"\noutput = \"out.csv\"\n");
  std::filesystem::create_directories(folder.path() / "d/sub");
  CHECK(run_in("d/sub", folder, {"scan", ".."}).exit_code == 0);
  CHECK(contains(folder.read("out.csv"), "identical"));
  CHECK(contains(run_in("d/sub", folder, {"config"}).out, "Configuration: ../../.nuskha.toml\n"));
  std::filesystem::create_directories(folder.path() / "d/.git");
  CHECK(contains(run_in("d/sub", folder, {"config"}).out, "No configuration file.\n"));
  folder.write("d/.nuskha.toml", "");
  CHECK(contains(run_in("d/sub", folder, {"config"}).out, "Configuration: ../.nuskha.toml\n"));
}

TEST_CASE("option --config names a file; it and --no-config exclude one another") {
  const TemporaryFolder folder;
  write_copies(folder);
  folder.write(".nuskha.toml", "nonsense\n");
  folder.write("other.toml", "[scan]\nformat = \"csv\"\n");
  CHECK(run_nuskha(folder, {"scan", "d", "--config", "other.toml"}).out.substr(0, 10) ==
        "\xef\xbb\xbf"
        "family,");
  const ProgramResult missing = run_nuskha(folder, {"scan", "d", "--config", "none.toml"});
  CHECK(missing.exit_code == 2);
  CHECK(missing.err == "nuskha: none.toml: The configuration can't be read: No such file or directory.\n");
  CHECK(run_nuskha(folder, {"scan", "d", "--config", "d"}).exit_code == 2);
  const ProgramResult both = run_nuskha(folder, {"scan", "d", "--config", "other.toml", "--no-config"});
  CHECK(both.exit_code == 2);
  CHECK(both.err == "nuskha: --no-config: not together with --config\n");
}

TEST_CASE("a mistake in the configuration is exit 2 with its place, for every command") {
  const TemporaryFolder folder;
  write_copies(folder);
  folder.write(".nuskha.toml", "threshold = 0.8\n[scan]\nformt = \"csv\"\n");
  for (const Arguments& arguments :
       {Arguments{"scan", "d"}, Arguments{"boilerplate", "d"}, Arguments{"config"},
        Arguments{"diff", "d/a.txt", "d/b.txt"}, Arguments{"explain", "d/a.txt", "d/b.txt"}}) {
    const ProgramResult result = run_nuskha(folder, arguments);
    CHECK(result.exit_code == 2);
    CHECK(result.out == "");
    CHECK(result.err == "nuskha: .nuskha.toml:3:1: \"formt\" is no option of scan. Did you mean format?\n");
  }
}

TEST_CASE("a value that contradicts another is refused at its place in the file") {
  const TemporaryFolder folder;
  write_copies(folder);
  folder.write(".nuskha.toml", "\nnull = true\n");
  const ProgramResult result = run_nuskha(folder, {"scan", "d"});
  CHECK(result.exit_code == 2);
  CHECK(result.err ==
        "nuskha: .nuskha.toml:2:8: null: only for a list of paths: give one with --files-from or \"-\"\n"
        "nuskha: see nuskha scan --help\n");
}

TEST_CASE("flags of the file can be turned off on the command line") {
  const TemporaryFolder folder;
  folder.write(".nuskha.toml", "hidden = true\n");
  folder.write("d/.a.txt", "one two three\n");
  CHECK(run_nuskha(folder, {"scan", "d"}).exit_code == 0);
  CHECK(run_nuskha(folder, {"scan", "d", "--hidden=false"}).exit_code == 2);
}

TEST_CASE("diff takes what it ignores from the file, and --only instead of it") {
  const TemporaryFolder folder;
  folder.write("a.txt", "One two, three.\n");
  folder.write("b.txt", "One two; three.\n");
  CHECK(run_nuskha(folder, {"diff", "a.txt", "b.txt"}).exit_code == 1);
  folder.write(".nuskha.toml", "[diff]\nignore = [\"punctuation-only\"]\n");
  CHECK(run_nuskha(folder, {"diff", "a.txt", "b.txt"}).exit_code == 0);
  CHECK(run_nuskha(folder, {"diff", "a.txt", "b.txt", "--only", "punctuation-only"}).exit_code == 1);
}

TEST_CASE("folders say which field of their records holds the text") {
  const TemporaryFolder folder;
  folder.write(".nuskha.toml",
               "[[folder]]\npath = \"d/bodies\"\ntext-field = \"body\"\n"
               "[[folder]]\npath = \"d/ids\"\ntext-field = \"id\"\n");
  folder.write("d/texts/a.jsonl", "{\"text\":\"one two three four five six seven\"}\n");
  folder.write("d/bodies/b.jsonl", "{\"body\":\"one two three four five six seven\"}\n");
  folder.write("d/ids/c.jsonl", "{\"id\":\"one two three four five six seven\"}\n");
  const ProgramResult result = run_nuskha(folder, {"scan", "d", "--format", "csv"});
  CHECK(result.err == "");
  CHECK(contains(result.out, "1,identical,bytes,1.0,1.0,1.0,1.0,1.0,d/bodies/b.jsonl#1,d/ids/c.jsonl#1,"));
  CHECK(contains(result.out, "1,identical,bytes,1.0,1.0,1.0,1.0,1.0,d/bodies/b.jsonl#1,d/texts/a.jsonl#1,"));
  CHECK(run_nuskha(folder, {"scan", "d", "--text-field", "text"}).err.find("2 malformed") != std::string::npos);
}

TEST_CASE("nuskha config shows every value with its origin") {
  const TemporaryFolder folder;
  folder.write(".nuskha.toml",
               "threshold = 0.8\n"
               "[severity]\nreissue = \"note\"\n"
               "[[ignore]]\nrule = \"reissue\"\npath = \"old\"\nreason = \"Long ago\"\nexpires = 2001-01-01\n"
               "[[ignore]]\nrule = \"reissue\"\npath = \"new\"\nreason = \"For now\"\nexpires = 9999-01-01\n");
  const ProgramResult page = run_nuskha(folder, {"config", "scan", "--jobs", "3"});
  CHECK(page.exit_code == 0);
  CHECK(page.err == "");
  for (const char* line :
       {"Configuration: .nuskha.toml\n", "\nnuskha scan\n", "  threshold         0.8       .nuskha.toml:1\n",
        "  jobs              3         command line\n", "  level             spelling  default\n",
        "note     .nuskha.toml:3\n",
        "  reissue in old  .nuskha.toml:4\n    Long ago; EXPIRED on 2001-01-01, ignores nothing\n",
        "  reissue in new  .nuskha.toml:9\n    For now; until 9999-01-01\n"}) {
    INFO(line << "---\n" << page.out);
    CHECK(contains(page.out, line));
  }
  CHECK(!contains(page.out, "nuskha diff"));
  CHECK(!contains(page.out, "no-config"));
  CHECK(contains(run_nuskha(folder, {"config"}).out, "nuskha diff"));
}

TEST_CASE("nuskha config --format json is for programs") {
  const TemporaryFolder folder;
  folder.write(".nuskha.toml",
               "exclude = [\"x/\"]\n[severity]\nreissue = \"off\"\n"
               "[[folder]]\npath = \"e\"\nid-field = \"n\"\nseverity.reissue = \"error\"\n"
               "[[ignore]]\nfingerprint = \"0123456789abcdef0123456789abcdef\"\nreason = \"r\"\n");
  const ProgramResult result = run_nuskha(folder, {"config", "--format", "json"});
  const nlohmann::json page = nlohmann::json::parse(result.out);
  CHECK(page["file"] == ".nuskha.toml");
  std::size_t num_options = 0;
  for (const auto& record : page["records"]) {
    num_options += record["type"] == "option";
    if (record["type"] == "option" && record["name"] == "exclude") {
      CHECK(record["value"] == nlohmann::json({"x/"}));
      CHECK(record["origin"] == "file");
      CHECK(record["place"] == ".nuskha.toml:1:11");
    }
    if (record["type"] == "severity" && record["rule"] == "reissue") CHECK(record["severity"] == "off");
    if (record["type"] == "folder") {
      CHECK(record["options"][0]["value"] == "n");
      CHECK(record["severities"][0]["severity"] == "error");
    }
    if (record["type"] == "ignore") {
      CHECK(record["fingerprint"] == "0123456789abcdef0123456789abcdef");
      CHECK(record["expired"] == false);
      CHECK(record["expires"].is_null());
    }
  }
  CHECK(num_options > 40);
  CHECK(nlohmann::json::parse(run_nuskha(folder, {"config", "--no-config", "--format=json"}).out)["file"].is_null());
}

TEST_CASE("nuskha config refuses what the command would refuse") {
  const TemporaryFolder folder;
  CHECK(run_nuskha(folder, {"config", "scam"}).exit_code == 2);
  CHECK(run_nuskha(folder, {"config", "scan", "--formatt", "x"}).exit_code == 2);
  CHECK(run_nuskha(folder, {"config", "config"}).exit_code == 2);
  CHECK(run_nuskha(folder, {"config", "--format", "csv"}).exit_code == 2);
  CHECK(contains(run_nuskha(folder, {"config", "--help"}).out, "what this command would obey"));
}

TEST_CASE("a configuration that another user left in a folder above is not obeyed") {
  if (geteuid() != 0) return;  // only root can give files away
  const TemporaryFolder folder;
  folder.write(".nuskha.toml", "threshold = 0.8\n");
  REQUIRE(chown((folder.path() / ".nuskha.toml").c_str(), 65534, 65534) == 0);
  const ProgramResult result = run_nuskha(folder, {"config"});
  CHECK(result.exit_code == 2);
  CHECK(contains(result.err, ".nuskha.toml: It belongs to another user."));
  CHECK(run_nuskha(folder, {"config", "--config", ".nuskha.toml"}).exit_code == 0);
  std::filesystem::create_directories(folder.path() / ".git");
  CHECK(run_nuskha(folder, {"config"}).exit_code == 0);
}

TEST_CASE("the example of docs/configuration.md is obeyed as it stands") {
  std::ifstream in(std::string(NUSKHA_SOURCE_DIR) + "/docs/configuration.md", std::ios::binary);
  const std::string page(std::istreambuf_iterator<char>(in), {});
  const std::size_t begin = page.find("```toml\n") + 8;
  const TemporaryFolder folder;
  folder.write(".nuskha.toml", page.substr(begin, page.find("```\n", begin) - begin));
  const ProgramResult result = run_nuskha(folder, {"config"});
  CHECK(result.err == "");
  CHECK(result.exit_code == 0);
  CHECK(contains(result.out, "outdated-boilerplate in releases/before-2019"));
  CHECK(contains(result.out, "Folder exports/2020"));
}
