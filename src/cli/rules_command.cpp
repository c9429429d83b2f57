// nuskha rules: the table of rules, in words or as JSON. Covered by tests/cli/rules_test.cpp.
#include "cli/rules_command.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "cli/arguments.h"
#include "cli/command_line.h"
#include "cli/exit_code.h"
#include "cli/job_options.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "nuskha/finding.h"
#include "report/display.h"
#include "report/json_record.h"

namespace nuskha::cli {
namespace {

enum class Format : std::uint8_t { text, json };

constexpr std::array<std::pair<std::string_view, Format>, 2> formats{{{"text", Format::text}, {"json", Format::json}}};

/// Appends words to a page whose lines begin with `indent` columns, where the cursor stands, and end before `width`.
void append_wrapped(std::string_view text, std::size_t indent, std::size_t width, std::string& out) {
  std::size_t column = indent;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const std::size_t columns = display_width(word);
    if (column > indent && column + 1 + columns > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += columns;
  }
  out += '\n';
}

std::string to_page(const std::vector<Rule>& rules, std::size_t width) {
  constexpr std::size_t gap = 2;
  constexpr std::size_t least_columns = 24;  // for the sentence; narrower pages are too narrow
  std::size_t name_columns = 0;
  std::size_t severity_columns = 0;
  for (const Rule& rule : rules) {
    name_columns = std::max(name_columns, rule.name.size() + gap);
    severity_columns = std::max(severity_columns, to_string(rule.severity).size() + gap);
  }
  const std::size_t indent = name_columns + severity_columns;
  std::string out;
  for (const Rule& rule : rules) {
    out += pad_to_width(std::string(rule.name), name_columns);
    out += pad_to_width(std::string(to_string(rule.severity)), severity_columns);
    append_wrapped(rule.summary, indent, std::max(width, indent + least_columns), out);
  }
  return out;
}

std::string to_json(const std::vector<Rule>& rules) {
  std::string out = "{\"rules\":[";
  for (std::size_t i = 0; i < rules.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    JsonRecord(out, "rule")
        .string("name", rules[i].name)
        .string("severity", to_string(rules[i].severity))
        .string("summary", rules[i].summary)
        .string("fix", rules[i].fix)
        .end();
  }
  return out + "\n]}\n";
}

int run_rules(const RulesArguments& arguments, const Context& context) {
  const Result<Format> format = choose<Format>("--format", arguments.format, formats);
  if (!format) return print_usage_error(context.command, format.error());
  const std::vector<Rule> rules = all_rules();
  return print_result(*format == Format::json ? to_json(rules) : to_page(rules, page_width(STDOUT_FILENO)));
}

}  // namespace

void add_rules_command(Command& program, RulesArguments& arguments) {
  Command& command = program.add_subcommand("rules", "List what a check looks for, with the severity of each rule");
  command.add(group::printed, "--format", arguments.format, "FORMAT", "text (for people) or json. [text]",
              {.check = one_of(formats)});
  command.set_footer(
      "A note leaves the exit status of a check at 0; warnings and errors make it 1. docs/rules.md explains each "
      "rule.\n");
  command.set_run([&arguments](const Context& context) { return run_rules(arguments, context); });
}

}  // namespace nuskha::cli
