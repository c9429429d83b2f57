// What may stand in .nuskha.toml, and whose options it fills.
#include "cli/config.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::cli;

namespace {

using Strings = std::vector<std::string>;

const std::array<Rule, 3> rules = {Rule{"mixed-digits", Severity::note, "", ""},
                                   Rule{"outdated-boilerplate", Severity::warning, "", ""},
                                   Rule{"reissue", Severity::warning, "", ""}};

/// A program with two commands and one of two words.
struct Program {
  Command top{"nuskha", ""};
  std::string threshold = "0.7";
  std::optional<std::string> jobs;
  bool hidden = false;
  Strings include;
  std::string format = "text";
  std::string output;
  std::string text_field = "text";
  Strings ignore;
  std::string diff_format = "text";
  std::string index_threshold = "0.7";
  std::string secret;

  Program() {
    const auto nothing = [](const Context&) { return 0; };
    Command& scan = top.add_subcommand("scan", "");
    scan.add("", "--threshold", threshold, "NUMBER", "", {.is_number = true, .check = at_most_one});
    scan.add("", "--jobs", jobs, "N", "", {.is_number = true});
    scan.add_flag("", "--hidden", hidden, "");
    scan.add("", "--include", include, "GLOB", "");
    scan.add("", "--format", format, "FORMAT", "", {.check = any_of({"text", "csv"})});
    scan.add("", "-o,--output", output, "FILE", "", {.is_path = true});
    scan.add("", "--text-field", text_field, "NAME", "");
    scan.add("", "--config", secret, "FILE", "", {.is_configurable = false});
    scan.set_run(nothing);
    Command& diff = top.add_subcommand("diff", "");
    diff.add("", "--ignore", ignore, "TYPE,...", "", {.separator = ',', .yields_to = {"format"}});
    diff.add("", "--format", diff_format, "FORMAT", "", {.check = any_of({"text", "html"})});
    diff.set_run(nothing);
    Command& add = top.add_subcommand("index", "").add_subcommand("add", "");
    add.add("", "--threshold", index_threshold, "NUMBER", "", {.is_number = true, .check = at_most_one});
    add.set_run(nothing);
    Command& config = top.add_subcommand("config", "");
    config.set_unconfigured();
    config.add("", "--format", secret, "FORMAT", "");
    config.set_run(nothing);
  }

  Command& scan() { return top.subcommands()[0]; }
  Command& diff() { return top.subcommands()[1]; }
  Command& index_add() { return top.subcommands()[2].subcommands()[0]; }

  static std::optional<std::string> at_most_one(const std::string& value) {
    if (std::stod(value) <= 1) return std::nullopt;
    return "it is above 1";
  }
  static ValueCheck any_of(Strings names) {
    return [names](const std::string& value) -> std::optional<std::string> {
      for (const std::string& name : names)
        if (name == value) return std::nullopt;
      return "\"" + value + "\" is none of them";
    };
  }
};

Config parse(Program& program, const std::string& text, const std::string& file = ".nuskha.toml") {
  Result<Config> config = parse_config(text, file, program.top, rules);
  INFO((config ? "" : config.error().where + ": " + config.error().what));
  REQUIRE(config);
  return *std::move(config);
}

/// "WHERE: WHAT" of the error that a text is.
std::string refusal(const std::string& text) {
  Program program;
  const Result<Config> config = parse_config(text, "c.toml", program.top, rules);
  INFO(text);
  REQUIRE(!config);
  return config.error().where + ": " + config.error().what;
}

void check_refusal(const std::string& text, const std::string& begin) {
  const std::string error = refusal(text);
  CHECK(error.substr(0, begin.size()) == begin);
}

Option& option_of(Command& command, const std::string& key) {
  for (Option& option : command.options())
    if (option.key() == key) return option;
  throw std::logic_error(key);
}

}  // namespace

TEST_CASE("every kind of option is filled, and knows its line") {
  Program program;
  const Config config = parse(program,
                              "threshold = 0.8\n"
                              "jobs = 4\n"
                              "hidden = true\n"
                              "include = [\"*.md\", \"*.txt\"]\n"
                              "\n"
                              "output = \"r.json\"\n");
  REQUIRE(apply_config(config, program.scan()));
  CHECK(program.threshold == "0.8");
  CHECK(program.jobs == "4");
  CHECK(program.hidden);
  CHECK(program.include == Strings{"*.md", "*.txt"});
  CHECK(program.output == "r.json");
  CHECK(program.text_field == "text");
  CHECK(option_of(program.scan(), "output").origin.kind == Origin::Kind::file);
  CHECK(to_string(option_of(program.scan(), "output").origin.place) == ".nuskha.toml:6:10");
  CHECK(option_of(program.scan(), "text-field").origin.kind == Origin::Kind::builtin);
}

TEST_CASE("a section goes over the top level, and the command line over both") {
  Program program;
  const Config config =
      parse(program, "[index.add]\nthreshold = 0.3\n[scan]\nthreshold = 0.9\ninclude = []\n", ".nuskha.toml");
  const Config general = parse(
      program, "threshold = 0.5\ninclude = [\"*.md\"]\n[scan]\ninclude = [\"*.txt\"]\n[index]\nthreshold = 0.4\n");
  REQUIRE(apply_config(config, program.scan()));
  REQUIRE(apply_config(config, program.index_add()));
  CHECK(program.threshold == "0.9");
  CHECK(program.index_threshold == "0.3");
  Program other;
  option_of(other.scan(), "threshold").origin.kind = Origin::Kind::command_line;
  REQUIRE(apply_config(general, other.scan()));
  REQUIRE(apply_config(general, other.index_add()));
  CHECK(other.threshold == "0.7");
  CHECK(other.include == Strings{"*.txt"});
  CHECK(other.index_threshold == "0.4");
}

TEST_CASE("paths are relative to the file's folder") {
  Program program;
  REQUIRE(apply_config(parse(program, "output = \"out/r.json\"\n", "../../.nuskha.toml"), program.scan()));
  CHECK(program.output == "../../out/r.json");
  REQUIRE(apply_config(parse(program, "output = \"/tmp/r.json\"\n", "../.nuskha.toml"), program.scan()));
  CHECK(program.output == "/tmp/r.json");
  REQUIRE(apply_config(parse(program, "output = \"-\"\n", "/etc/n.toml"), program.scan()));
  CHECK(program.output == "-");
}

TEST_CASE("an option of the file gives way to one on the command line that contradicts it") {
  Program program;
  const Config config = parse(program, "[diff]\nignore = [\"date\"]\n");
  option_of(program.diff(), "format").origin.kind = Origin::Kind::command_line;
  REQUIRE(apply_config(config, program.diff()));
  CHECK(program.ignore.empty());
}

TEST_CASE("a value for all commands that one of them can't take is that command's error") {
  Program program;
  const Config config = parse(program, "format = \"csv\"\n");
  CHECK(apply_config(config, program.scan()));
  const Result<void> diff = apply_config(config, program.diff());
  REQUIRE(!diff);
  CHECK(diff.error().where == ".nuskha.toml:1:10");
  CHECK(diff.error().what == "format: \"csv\" is none of them. A value for one command only goes into its section.");
  CHECK(apply_config(parse(program, "format = \"csv\"\n[diff]\nformat = \"html\"\n"), program.scan()));
}

TEST_CASE("severities, folders and ignores are read with their places") {
  Program program;
  const Config config = parse(program, R"(
[severity]
reissue = "off"
mixed-digits = "error"

[[folder]]
path = "exports/*.jsonl"
text-field = "body"
[folder.severity]
reissue = "note"

[[ignore]]
rule = ["reissue", "mixed-digits"]
path = ["a", "b/"]
reason = "As agreed"
expires = 2027-01-31

[[ignore]]
fingerprint = "0123456789abcdef0123456789abcdef"
reason = "Known"
)");
  REQUIRE(config.policy.severities.size() == 2);
  CHECK(config.policy.severities[0].rule == "reissue");
  CHECK(!config.policy.severities[0].severity);
  CHECK(config.policy.severities[1].severity == Severity::error);
  REQUIRE(config.folders.size() == 1);
  CHECK(config.folders[0].settings[0].values == Strings{"body"});
  REQUIRE(config.policy.folders.size() == 1);
  CHECK(config.policy.folders[0].severities[0].severity == Severity::note);
  REQUIRE(config.policy.ignores.size() == 2);
  CHECK(config.policy.ignores[0].rules == Strings{"reissue", "mixed-digits"});
  CHECK(config.policy.ignores[0].paths.size() == 2);
  CHECK(config.policy.ignores[0].expires == "2027-01-31");
  CHECK(config.policy.ignores[0].place.line == 12);
  CHECK(config.policy.ignores[1].fingerprint == "0123456789abcdef0123456789abcdef");
  CHECK(!config.policy.ignores[1].expires);
}

TEST_CASE("a folder says how its files are read, unless the command line does") {
  Program program;
  Config config = parse(program,
                        "[[folder]]\npath = \"exports\"\ntext-field = \"body\"\n"
                        "[[folder]]\npath = \"exports/new\"\ntext-field = \"content\"\n");
  config.policy.frame = {"/site", "/site/exports"};
  const auto of_file = file_options_of(config, program.scan());
  REQUIRE(of_file);
  CHECK(of_file("a.jsonl").text_field == "body");
  CHECK(of_file("new/a.jsonl").text_field == "content");
  CHECK(!of_file("../a.jsonl").text_field);
  CHECK(!of_file("/elsewhere/exports/a.jsonl").text_field);
  CHECK(!file_options_of(config, program.diff()));  // has no such option
  option_of(program.scan(), "text-field").origin.kind = Origin::Kind::command_line;
  CHECK(!file_options_of(config, program.scan()));
}

TEST_CASE("unknown keys, sections and rules are errors that name the nearest one") {
  check_refusal("thresold = 1", "c.toml:1:1: \"thresold\" is no option, section or command. Did you mean threshold?");
  check_refusal("\n\n[scna]\n", "c.toml:3:2: \"scna\" is no option, section or command. Did you mean scan?");
  check_refusal("[scan]\nhiden = true", "c.toml:2:1: \"hiden\" is no option of scan. Did you mean hidden?");
  check_refusal("[index.ad]\nx = 1", "c.toml:1:8: \"ad\" is no option of index");
  check_refusal("[severity]\nmixed-digit = \"off\"",
                "c.toml:2:1: \"mixed-digit\" is no rule. Did you mean mixed-digits?");
  check_refusal("[severity]\nxyz = \"off\"",
                "c.toml:2:1: \"xyz\" is no rule. Known are mixed-digits, outdated-boilerplate, reissue.");
  check_refusal("[[ignore]]\nrule = \"reisue\"\n", "c.toml:2:8: \"reisue\" is no rule. Did you mean reissue?");
  check_refusal("[[ignore]]\nreasons = \"x\"\n",
                "c.toml:2:1: \"reasons\" is no key of [[ignore]]. Did you mean reason?");
  check_refusal("[[folder]]\npth = \"x\"\n", "c.toml:2:1: \"pth\" is no key of [[folder]]. Did you mean path?");
  check_refusal("config = \"x\"", "c.toml:1:1: \"config\" is no option");
  check_refusal("[config]\nformat = \"x\"", "c.toml:1:2: \"config\" is no option");
}

TEST_CASE("values of a wrong type or out of range are errors at their place") {
  check_refusal("threshold = \"0.8\"", "c.toml:1:13: threshold: it must be a number, without quotes");
  check_refusal("threshold = 2", "c.toml:1:13: threshold: it is above 1");
  check_refusal("hidden = 1", "c.toml:1:10: hidden: it must be true or false");
  check_refusal("include = \"*.md\"", "c.toml:1:11: include: it must be a list of texts");
  check_refusal("include = [\"a\", 1]", "c.toml:1:17: include: it must be a list of texts; this is a number");
  check_refusal("output = true", "c.toml:1:10: output: it must be a text, in quotes");
  check_refusal("output = 2027-01-01", "c.toml:1:10: output: it must be a value, and is a date");
  check_refusal("format = \"xml\"", "c.toml:1:10: format: \"xml\" is none of them");
  check_refusal("scan = 1", "c.toml:1:8: scan: it must be a section, [scan], and is a number");
  check_refusal("[severity]\nreissue = \"bad\"", "c.toml:2:11: reissue: it must be one of \"off\", \"note\"");
  check_refusal("severity = \"off\"", "c.toml:1:12: severity: it must be a section of rules");
  check_refusal("ignore = [\"date\"]", "c.toml:1:10: ignore: at the top level it is written as blocks, [[ignore]]");
  check_refusal("[folder]\npath = \"x\"", "c.toml:1:1: folder: at the top level it is written as blocks, [[folder]]");
}

TEST_CASE("blocks that lack what they need are errors") {
  check_refusal("[[folder]]\ntext-field = \"x\"", "c.toml:1:1: [[folder]]: it needs a path");
  check_refusal("[[folder]]\npath = \"x\"\nthreshold = 0.5", "c.toml:3:1: threshold: it holds for a whole job");
  check_refusal("[[folder]]\npath = \"[\"", "c.toml:2:8: path: the pattern \"[\" can't be used");
  check_refusal("[[ignore]]\nrule = \"reissue\"\npath = \"x\"", "c.toml:1:1: [[ignore]]: it needs a reason");
  check_refusal("[[ignore]]\nrule = \"reissue\"\npath = \"x\"\nreason = \" \"",
                "c.toml:1:1: [[ignore]]: it needs a reason");
  check_refusal("[[ignore]]\nrule = \"reissue\"\nreason = \"x\"", "c.toml:1:1: [[ignore]]: it needs a rule and a path");
  check_refusal("[[ignore]]\npath = \"x\"\nreason = \"x\"", "c.toml:1:1: [[ignore]]: it needs a rule and a path");
  check_refusal("[[ignore]]\nfingerprint = \"x\"", "c.toml:2:15: fingerprint: it must be 32 digits");
  check_refusal("[[ignore]]\nexpires = \"2027-01-31\"", "c.toml:2:11: expires: it must be a date without quotes");
  check_refusal("[[ignore]]\nexpires = 2027-01-31T00:00:00", "c.toml:2:11: expires: it must be a date without quotes");
}

TEST_CASE("what isn't TOML is an error at its place, whatever it is") {
  check_refusal("a = \n", "c.toml:1:5: It isn't TOML (https://toml.io): ");
  check_refusal("threshold = 0.8\nthreshold = 0.9\n", "c.toml:2:");
  check_refusal("expires = 2027-02-30\n", "c.toml:1:");
  check_refusal("a = \"\xff\"\n", "c.toml:1:");
  check_refusal(std::string(100'000, '['), "c.toml:1:");
  const std::string good =
      "threshold = 0.8\n[scan]\ninclude = [\"*.md\"]\n[[ignore]]\nrule = \"reissue\"\npath = \"x\"\nreason = \"r\"\n";
  Program program;
  CHECK(parse_config(good, "c.toml", program.top, rules));
  for (std::size_t size = 0; size < good.size(); ++size) {
    const Result<Config> cut = parse_config(good.substr(0, size), "c.toml", program.top, rules);
    if (!cut) CHECK(cut.error().where.substr(0, 7) == "c.toml:");
    for (const char byte : {'\0', '"', '[', '\xff'}) {
      std::string changed = good;
      changed[size] = byte;
      const Result<Config> other = parse_config(changed, "c.toml", program.top, rules);
      if (!other) CHECK(other.error().where.substr(0, 7) == "c.toml:");
    }
  }
}

TEST_CASE("the nearest name is one that a slip of the keyboard makes of it, or none") {
  const std::array<std::string_view, 3> names = {"threshold", "format", "jobs"};
  CHECK(nearest_name("treshold", names) == "threshold");
  CHECK(nearest_name("job", names) == "jobs");
  CHECK(nearest_name("fromat", names) == "format");
  CHECK(nearest_name("xyz", names).empty());
  CHECK(nearest_name("", names).empty());
  CHECK(nearest_name(std::string(1000, 't'), names).empty());
}
