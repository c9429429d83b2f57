// nuskha serve. Options, check and run as in scan_command.cpp. Covered by tests/serve/server_test.cpp.
#include "cli/serve_command.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "cli/arguments.h"
#include "cli/byte_size.h"
#include "cli/command_line.h"
#include "cli/config.h"
#include "cli/exit_code.h"
#include "cli/job_options.h"
#include "cli/messages.h"
#include "cli/policy.h"
#include "cli/today.h"
#include "serve/desk.h"

namespace nuskha::cli {
namespace {

constexpr const char* group_served = "What is served";
constexpr const char* group_access = "Who may ask";
constexpr std::uint64_t most_draft_bytes = 1u << 30;
constexpr std::uint64_t most_bodies = 8;  // of full size at a time

Result<std::uint64_t> parse_number_of(const char* option, std::string_view typed, std::uint64_t least,
                                      std::uint64_t most) {
  const auto number = parse_number<std::uint64_t>(typed);
  if (!number || *number < least || *number > most)
    return refuse(option, fmt::format("\"{}\" is not a whole number from {} to {}", typed, least, most));
  return *number;
}

Result<std::uint64_t> parse_port(std::string_view typed) { return parse_number_of("--port", typed, 0, 65535); }
Result<std::uint64_t> parse_timeout(std::string_view typed) {
  return parse_number_of("--check-timeout", typed, 1, 86400);
}
Result<std::uint64_t> parse_max_draft(std::string_view typed) {
  const auto size = parse_byte_size(typed);
  if (!size || *size > most_draft_bytes)
    return refuse("--max-draft", fmt::format("\"{}\" is not a size such as 10M, at most 1G", typed));
  return *size;
}

/// The token, if there is one: of the file, or else of the environment.
Result<std::optional<std::string>> read_token(const ServeArguments& arguments) {
  if (arguments.token_file) {
    std::ifstream file(*arguments.token_file, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file) return fail(ErrorCode::unreadable, *arguments.token_file, "the token can't be read");
    return serve::clean_token(bytes.str(), *arguments.token_file).map([](std::string token) {
      return std::optional(std::move(token));
    });
  }
  const char* const given = std::getenv("NUSKHA_TOKEN");  // NOLINT(concurrency-mt-unsafe): nothing of ours sets variables
  if (given == nullptr || *given == '\0') return std::optional<std::string>();
  return serve::clean_token(given, "NUSKHA_TOKEN").map([](std::string token) {
    return std::optional(std::move(token));
  });
}

struct ServeJob {
  serve::DeskOptions desk;
  serve::ServerLimits limits;
  std::string address;
  std::uint16_t port = 0;
  std::optional<std::string> token;
};

Result<ServeJob> set_up(const ServeArguments& arguments, const Context& context) {
  ServeJob job;
  if (arguments.archive.empty()) return refuse("--archive", "it must name the archive; nuskha index add makes one");
  const Result<std::uint64_t> port = parse_port(arguments.port);
  if (!port) return tl::unexpected(port.error());
  const Result<std::uint64_t> max_draft = parse_max_draft(arguments.max_draft);
  if (!max_draft) return tl::unexpected(max_draft.error());
  const Result<std::uint64_t> timeout = parse_timeout(arguments.check_timeout);
  if (!timeout) return tl::unexpected(timeout.error());
  const Result<InputLimits> limits = parse_limits(arguments.limits);
  if (!limits) return tl::unexpected(limits.error());
  Result<std::optional<std::string>> token = read_token(arguments);
  if (!token) return tl::unexpected(token.error());
  Result<std::string> address = serve::parse_address(arguments.bind);
  if (!address) return tl::unexpected(address.error());
  if (!serve::is_loopback(*address) && !*token)
    return refuse("--bind",
                  fmt::format("others could reach {}: that needs a token, by --token-file or NUSKHA_TOKEN", *address));
  for (const std::string& host : arguments.host)
    if (const auto name = serve::parse_host(host); !name) return tl::unexpected(name.error());
  if (arguments.jobs) {
    const Result<std::uint64_t> jobs = parse_number_of("--jobs", *arguments.jobs, 1, 1024);
    if (!jobs) return tl::unexpected(jobs.error());
    job.desk.jobs = static_cast<unsigned>(*jobs);
  }
  job.address = *std::move(address);
  job.port = static_cast<std::uint16_t>(*port);
  job.token = *std::move(token);
  job.desk.archive = arguments.archive;
  job.desk.baseline = arguments.baseline;
  job.desk.max_draft = *max_draft;
  job.desk.input.limits = *limits;
  job.desk.apply_policy = [&policy = context.config.policy](CheckReport& report) {
    apply_policy(report, policy, today());
  };
  job.limits.body_bytes = *max_draft;
  job.limits.all_body_bytes = *max_draft * most_bodies;
  job.limits.work_time = std::chrono::seconds(*timeout);
  return job;
}

int run_serve(const ServeArguments& arguments, const Context& context) {
  Result<ServeJob> job = set_up(arguments, context);
  if (!job) {
    if (job.error().code == ErrorCode::invalid_argument) return print_usage_error(context.command, job.error());
    print_error(job.error());
    return exit_error;
  }
  const auto server = serve::HttpServer::listen(job->address, job->port, job->limits);
  if (!server) {
    print_error(server.error());
    return exit_error;
  }
  // After the server: its destructor waits for the work that holds connections.
  const auto desk = serve::Desk::open(std::move(job->desk));
  if (!desk) {
    print_error(desk.error());
    return exit_error;
  }
  const std::uint16_t port = (*server)->port();
  const serve::AccessRules rules = serve::access_rules(job->address, port, arguments.host, std::move(job->token));
  print_message("", fmt::format("listening on http://{}:{}/", rules.hosts.front(), port));
  (*server)->run([&](const serve::RequestHead& head) { return (*desk)->plan(rules, head); });
  return exit_done;
}

}  // namespace

void add_serve_command(Command& program, ServeArguments& arguments) {
  Command& command = program.add_subcommand("serve", "Open a page on which drafts are checked against an archive");
  command.add(
      group_served, "--archive", arguments.archive, "ARCHIVE",
      "What drafts are checked against: an archive that nuskha index has\nmade. What is added to it meanwhile is "
      "seen at once.",
      {.is_path = true});
  command.add(group_served, "--baseline", arguments.baseline, "FILE",
              "Findings can be accepted, and are listed in this file.", {.is_path = true});
  command.add(group_access, "--bind", arguments.bind, "ADDRESS",
              "Listen on this address; one that others can reach needs a token.\n[127.0.0.1]");
  command.add(group_access, "--port", arguments.port, "PORT", "0 is any that is free. [8737]",
              {.is_number = true, .check = refused_by(parse_port)});
  command.add(
      group_access, "--host", arguments.host, "NAME",
      "A further name by which browsers may call the page, such as that\nof a proxy before it. May be given more "
      "than once.");
  command.add(group_access, "--token-file", arguments.token_file, "FILE",
              "Answer only who shows this file's token (or that of the variable\nNUSKHA_TOKEN).", {.is_path = true});
  command.add(group::machine, "--max-draft", arguments.max_draft, "SIZE", "Of a draft as it is sent. [10M]",
              {.check = refused_by(parse_max_draft)});
  command.add(group::machine, "--check-timeout", arguments.check_timeout, "SECONDS",
              "After which a check is given up. [30]", {.is_number = true, .check = refused_by(parse_timeout)});
  command.add(group::machine, "--jobs", arguments.jobs, "N", "Checks at a time. [one a core]", {.is_number = true});
  add_limits(command, arguments.limits);
  command.set_footer(
      "Examples:\n"
      "  nuskha serve --archive releases.nuskha                      then open http://127.0.0.1:8737/\n"
      "  nuskha serve --archive releases.nuskha --baseline accepted.json\n"
      "  nuskha serve --archive releases.nuskha --bind 0.0.0.0 --token-file token.txt --host desk.example.org\n"
      "\n"
      "It ends with Ctrl-C. docs/desk.md says what the page and its API do, and how they are kept safe.\n"
      "Exit status: 0 ended by a signal; 2 error.\n");
  command.set_run([&arguments](const Context& context) { return run_serve(arguments, context); });
}

}  // namespace nuskha::cli
