// write_check_github: workflow commands as GitHub's runner reads them.
#include <map>
#include <vector>

#include "report/sample_check_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;

namespace {

struct Command {
  std::string name;
  std::map<std::string, std::string> properties;
  std::string message;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

std::string unescaped(std::string text) {
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"%0D", "\r"}, {"%0A", "\n"}, {"%3A", ":"}, {"%2C", ","}, {"%25", "%"}})
    text = replaced(text, from, to);
  return text;
}

/// As actions/runner reads a line (ActionCommand.TryParseV2).
Command parse(const std::string& line) {
  Command command;
  REQUIRE(line.substr(0, 2) == "::");
  const std::size_t end = line.find("::", 2);
  REQUIRE(end != line.npos);
  const std::string head = line.substr(2, end - 2);
  const std::size_t space = head.find(' ');
  command.name = head.substr(0, space);
  std::istringstream list(head.substr(space + 1));
  for (std::string pair; std::getline(list, pair, ',');) {
    const std::size_t sign = pair.find('=');
    REQUIRE(sign != pair.npos);
    command.properties[pair.substr(0, sign)] = unescaped(pair.substr(sign + 1));
  }
  command.message = unescaped(line.substr(end + 2));
  return command;
}

std::vector<Command> commands_of(const CheckReport& report) {
  std::vector<Command> commands;
  std::istringstream lines(written(report, write_check_github));
  for (std::string line; std::getline(lines, line);) commands.push_back(parse(line));
  return commands;
}

}  // namespace

TEST_CASE("findings, verdicts, problems and stale entries become annotations; what is suppressed does not") {
  CheckReport report = make_documented_check();
  const std::string fix = finding_of(report.verdicts[1])->fix;
  REQUIRE(fix.find_first_of("%\r\n") == fix.npos);
  CHECK(
      written(report, write_check_github) ==
      "::warning file=new/prices.txt,line=1,endLine=1,title=reissue::The text of news/2021-04-15.txt again, dates and "
      "boilerplate apart: 1 date, footer replaced; 96 %25 unchanged; the newest version is news/2021-04-18.txt. " +
          fix +
          "\n::warning file=new/prices.txt,line=41,endLine=43,title=outdated-boilerplate::This wording of a recurring "
          "passage was last used on 2019-02-01. Use the current one: \"للمزيد: press@example.org\".\n"
          "::error file=new/logo\\xff.png,title=binary::This is not text, so it was left out.\n"
          "::notice title=stale-baseline-entry::The baseline accepts 1 finding of rule mixed-digits in "
          "new/contact.txt that was not found any more (fedcba98765432100123456789abcdef). Write it anew.\n");
}

TEST_CASE("a note is a notice; a column is said where the finding is on one line") {
  CheckReport report;
  report.verdicts = {make_new("a.txt")};
  report.findings = {make_finding("a.txt", "mixed-digits", Severity::note),
                     make_finding("a.txt", "x", Severity::error)};
  const auto commands = commands_of(report);
  REQUIRE(commands.size() == 2);
  CHECK(commands[0].name == "notice");
  CHECK(commands[0].properties.at("col") == "7");
  CHECK(commands[1].name == "error");
}

TEST_CASE("a record of a JSON Lines file is annotated at its line of the file") {
  CheckReport report;
  report.verdicts = {make_new("in/a.jsonl#12")};
  report.findings = {make_finding("in/a.jsonl#12", "mixed-digits")};
  const auto commands = commands_of(report);
  REQUIRE(commands.size() == 1);
  CHECK(commands[0].properties ==
        std::map<std::string, std::string>{
            {"file", "in/a.jsonl"}, {"line", "12"}, {"endLine", "12"}, {"title", "mixed-digits"}});
  CHECK(commands[0].message == "in/a.jsonl#12: Something is the matter. Mend it.");
}

TEST_CASE("a problem of what is in a container is annotated at the container, by its name") {
  CheckReport report;
  report.problems = {{"a.zip!b.txt", "encrypted", "It is encrypted."}};
  const auto commands = commands_of(report);
  REQUIRE(commands.size() == 1);
  CHECK(commands[0].properties.at("file") == "a.zip");
  CHECK(commands[0].message == "a.zip!b.txt: It is encrypted.");
}

TEST_CASE("hostile names and texts make no command of their own") {
  const auto commands = commands_of(make_hostile_check());
  REQUIRE(commands.size() == 7);  // the verdict, three findings, two problems, a stale entry
  for (const Command& command : commands) {
    CHECK((command.name == "error" || command.name == "warning" || command.name == "notice"));
    for (const auto& [key, value] : command.properties)
      CHECK((key == "file" || key == "line" || key == "endLine" || key == "col" || key == "title"));
    for (const char c : command.message) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\r'));
    CHECK(command.message.find("\u202E") == std::string::npos);
  }
  // The file is named as it is, line ends and all, but for what isn't UTF-8 or would act on a terminal.
  CHECK(commands[0].properties.at("file") == "new/a\"'<&>]]>\n::error::%0A,=\\\\x1b[31m\\xff\\u{202E}\u05D0{0}.txt");
}

TEST_CASE("nothing found is nothing written") { CHECK(written({}, write_check_github).empty()); }

TEST_CASE("a paragraph stands before the message") {
  CheckReport report = make_documented_check();
  report.findings[0].place = PlaceRange{PlaceUnit::paragraph, 12, 12};
  const std::vector<Command> commands = commands_of(report);
  REQUIRE(commands.size() > 1);
  CHECK(commands[1].message.starts_with("Paragraph 12: This wording"));
}
