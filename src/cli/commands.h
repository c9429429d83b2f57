// All commands of the program, with what each is to be filled with.
#pragma once

#include "cli/boilerplate_command.h"
#include "cli/check_command.h"
#include "cli/command.h"
#include "cli/config_command.h"
#include "cli/diff_command.h"
#include "cli/explain_command.h"
#include "cli/extract_command.h"
#include "cli/index_command.h"
#include "cli/rules_command.h"
#include "cli/scan_command.h"
#include "cli/serve_command.h"

namespace nuskha::cli {

/// Declares every command; must outlive the program that it is added to, and stay in its place.
class Commands {
 public:
  /// `rules` are those that a configuration may name.
  explicit Commands(std::span<const Rule> rules) : rules_(rules) {}
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  void add_to(Command& program);

  ConfigChoice config_choice;

 private:
  std::span<const Rule> rules_;
  ScanArguments scan_;
  BoilerplateArguments boilerplate_;
  DiffArguments diff_;
  ExplainArguments explain_;
  ExtractArguments extract_;
  IndexArguments index_;
  CheckArguments check_;
  ServeArguments serve_;
  RulesArguments rules_command_;
  ConfigArguments config_;
};

}  // namespace nuskha::cli
