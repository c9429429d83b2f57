// The jobs on an archive: add, update, remove. Each is one transaction; what is read is decided in index_files.cpp,
// read in index_read.cpp and related in index_relate.cpp. Test: tests/scan/index_test.cpp.
#include "nuskha/index.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "archive/writer.h"
#include "base/document_name.h"
#include "base/parallel.h"
#include "scan/index_files.h"
#include "scan/index_read.h"
#include "scan/index_relate.h"
#include "scan/stoppable.h"

namespace nuskha {
namespace {

std::string name_of(Join join) {
  switch (join) {
    case Join::automatic: return "auto";
    case Join::lsh: return "lsh";
    case Join::exact: break;
  }
  return "exact";
}

ArchiveSettings settings_for(const WantedSettings& wanted) {
  ArchiveSettings out;
  out.threshold = wanted.threshold.value_or(out.threshold);
  out.miss_rate = wanted.miss_rate.value_or(out.miss_rate);
  if (wanted.join) out.join = name_of(*wanted.join);
  out.level = wanted.level.value_or(out.level);
  out.keep_boilerplate = wanted.keep_boilerplate.value_or(out.keep_boilerplate);
  out.file_times = wanted.file_times.value_or(out.file_times);
  out.text_field = wanted.text_field.value_or(out.text_field);
  out.id_field = wanted.id_field.value_or(out.id_field);
  out.store_text = wanted.store_text.value_or(out.store_text);
  return out;
}

Result<void> check(const ArchiveSettings& settings) {
  if (!(settings.threshold > 0 && settings.threshold <= 1))
    return fail(ErrorCode::invalid_argument, "--threshold", "It must be greater than 0 and at most 1.");
  if (!(settings.miss_rate >= 1e-9 && settings.miss_rate <= 0.5))
    return fail(ErrorCode::invalid_argument, "--miss-rate", "It must be between 1e-9 and 0.5.");
  if (settings.level == Level::bytes)
    return fail(ErrorCode::invalid_argument, "--level", "Words are compared at level layout, text or spelling.");
  if (settings.text_field.empty() || settings.text_field == settings.id_field)
    return fail(ErrorCode::invalid_argument, "--text-field",
                "It must name a field, and another one than --id-field does.");
  return {};
}

/// Refuses what contradicts the archive.
class SettingsComparison {
 public:
  SettingsComparison(const std::string& archive, const ArchiveSettings& stored) : archive_(archive), stored_(stored) {}

  void compare(const WantedSettings& wanted) const {
    value("--threshold", stored_.threshold, wanted.threshold);
    value("--miss-rate", stored_.miss_rate, wanted.miss_rate);
    value("--join", stored_.join, wanted.join ? std::optional(name_of(*wanted.join)) : std::nullopt);
    value("--level", to_string(stored_.level), wanted.level ? std::optional(to_string(*wanted.level)) : std::nullopt);
    flag("--keep-boilerplate", stored_.keep_boilerplate, wanted.keep_boilerplate);
    flag("--file-times", stored_.file_times, wanted.file_times);
    value("--text-field", stored_.text_field, wanted.text_field);
    value("--id-field", stored_.id_field, wanted.id_field);
    flag("--store-text", stored_.store_text, wanted.store_text);
  }

 private:
  template <class T>
  void value(const char* option, const T& is, const std::optional<T>& asked) const {
    if (asked && *asked != is) refuse(option, fmt::format("with {}, not {}", is, *asked));
  }
  void flag(const char* option, bool is, const std::optional<bool>& asked) const {
    if (asked && *asked != is) refuse(option, is ? "with this option" : "without this option");
  }
  [[noreturn]] void refuse(const char* option, const std::string& how) const {
    throw_failure(
        ErrorCode::invalid_argument, option,
        fmt::format("The archive {} was made {}, and that can't be changed. Leave out what asks for something "
                    "else, or make another archive.",
                    archive_, how));
  }

  const std::string& archive_;
  const ArchiveSettings& stored_;
};

/// Opens an archive for a change.
class Change {
 public:
  Change(const std::string& archive, const IndexOptions& options, bool may_create, ScanProgress* progress)
      : options_(options),
        threads_(num_threads(options.jobs)),
        progress_(progress),
        writer_(archive, may_create ? std::optional(settings_for(options.settings)) : std::nullopt,
                [&](const ArchiveSettings& stored) { SettingsComparison(archive, stored).compare(options.settings); }) {
  }

  ArchiveWriter& writer() { return writer_; }
  IndexOutcome& outcome() { return outcome_; }

  void read(std::span<const std::string> files) {
    set_stage(ScanProgress::Stage::reading);
    const SortedFiles sorted = find_changes(writer_, files);
    outcome_.files_unchanged += sorted.unchanged;
    read_into(writer_, sorted.to_read, options_.input.limits, threads_, progress_, outcome_);
  }

  /// Ends the transaction.
  IndexOutcome finish() {
    outcome_.documents_added = writer_.num_added();
    outcome_.documents_removed = writer_.num_removed();
    if (!options_.defer && writer_.is_stale()) {
      relate_all(writer_, options_.input.limits, threads_, progress_);
      outcome_.related = true;
    }
    const ArchiveCounts counts = writer_.commit();
    outcome_.documents = counts.documents;
    outcome_.waiting = counts.waiting;
    std::sort(outcome_.problems.begin(), outcome_.problems.end());
    set_stage(ScanProgress::Stage::done);
    return std::move(outcome_);
  }

 private:
  void set_stage(ScanProgress::Stage stage) {
    if (progress_ != nullptr) progress_->stage.store(stage, std::memory_order_relaxed);
  }

  const IndexOptions& options_;
  unsigned threads_;
  ScanProgress* progress_;
  ArchiveWriter writer_;
  IndexOutcome outcome_;
};

std::string current_folder() {
  std::error_code error;
  return std::filesystem::current_path(error).string();
}

void put_roots(ArchiveWriter& writer, const WalkedRoots& walked, IndexOutcome& outcome) {
  for (std::size_t i = 0; i < walked.roots.size(); ++i) {
    writer.put_root(walked.roots[i], walked.problems[i]);
    outcome.problems.insert(outcome.problems.end(), walked.problems[i].begin(), walked.problems[i].end());
  }
}

bool is_there(const std::string& path) {
  struct stat info {};
  return stat(shown_path(path).c_str(), &info) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

bool same_walk(const ArchiveRoot& x, const ArchiveRoot& y) {
  const auto fields = [](const ArchiveRoot& root) {
    return std::tie(root.include, root.exclude, root.hidden, root.ignore_files, root.follow_links);
  };
  return fields(x) == fields(y);
}

/// Roots parted into those walked with one set of options.
std::vector<std::vector<ArchiveRoot>> by_options(const std::vector<ArchiveRoot>& roots) {
  std::vector<std::vector<ArchiveRoot>> out;
  for (const ArchiveRoot& root : roots) {
    const auto group =
        std::find_if(out.begin(), out.end(), [&](const auto& one) { return same_walk(one.front(), root); });
    if (group != out.end()) {
      group->push_back(root);
    } else {
      out.push_back({root});
    }
  }
  return out;
}

/// The roots to walk for an update that is restricted to what is below `paths`, if there are any.
std::vector<ArchiveRoot> roots_for(ArchiveWriter& writer, std::span<const std::string> paths) {
  std::vector<ArchiveRoot> roots = writer.roots();
  if (roots.empty())
    throw_failure(ErrorCode::no_documents, writer.database().path(),
                  "Nothing was added to the archive yet. nuskha index add ARCHIVE PATH... does that.");
  if (paths.empty()) return roots;
  const auto touches = [](const ArchiveRoot& root, const std::string& path) {
    return is_below(root.path, path) || is_below(path, root.path);
  };
  for (const std::string& path : paths)
    if (std::none_of(roots.begin(), roots.end(), [&](const ArchiveRoot& root) { return touches(root, path); }))
      throw_failure(ErrorCode::not_found, shown_path(path),
                    "It was never added to the archive. Add it with nuskha index add.");
  std::erase_if(roots, [&](const ArchiveRoot& root) {
    return std::none_of(paths.begin(), paths.end(), [&](const std::string& path) { return touches(root, path); });
  });
  return roots;
}

/// Drops roots that were single files and are gone; throws if a folder is, or everything.
std::vector<std::string> drop_gone(ArchiveWriter& writer, std::vector<ArchiveRoot>& roots) {
  std::vector<std::string> gone;
  const std::size_t num_roots = roots.size();
  for (const ArchiveRoot& root : roots) {
    if (is_there(root.path)) continue;
    if (!writer.find_file(root.path) || num_roots == gone.size() + 1)
      throw_failure(
          ErrorCode::not_found, shown_path(root.path),
          fmt::format("It was added from the folder {} and is not there any more, seen from here. Go there and "
                      "try again; or take it out of the archive with nuskha index remove.",
                      root.folder));
    gone.push_back(root.path);
  }
  std::erase_if(roots,
                [&](const ArchiveRoot& root) { return std::find(gone.begin(), gone.end(), root.path) != gone.end(); });
  return gone;
}

void update(Change& change, std::span<const std::string> paths) {
  ArchiveWriter& writer = change.writer();
  std::vector<ArchiveRoot> roots = roots_for(writer, paths);
  std::vector<std::string> walked_paths;
  for (const ArchiveRoot& root : roots) walked_paths.push_back(root.path);
  for (const std::string& path : drop_gone(writer, roots)) writer.remove_root(path);
  const auto is_meant = [&](const std::string& path) {
    return paths.empty() ||
           std::any_of(paths.begin(), paths.end(), [&](const std::string& one) { return is_below(path, one); });
  };
  std::vector<std::string> files;
  std::unordered_set<std::string> found;
  for (const std::vector<ArchiveRoot>& group : by_options(roots)) {
    Result<WalkedRoots> walked = walk_roots(group);
    if (!walked) throw DatabaseFailure(walked.error());
    put_roots(writer, *walked, change.outcome());
    for (std::string& file : walked->list.files)
      if (found.insert(file).second && is_meant(file)) files.push_back(std::move(file));
  }
  for (const StoredFile& file : writer.files()) {
    const bool was_walked = std::any_of(walked_paths.begin(), walked_paths.end(),
                                        [&](const std::string& root) { return is_below(file.path, root); });
    if (was_walked && is_meant(file.path) && !found.contains(file.path)) writer.remove_file(file.id);
  }
  change.read(files);
}

/// Takes out what goes by a name; false if nothing does.
bool remove_named(ArchiveWriter& writer, const std::string& typed) {
  const std::string name = clean_path(typed);
  bool found = false;
  for (const ArchiveRoot& root : writer.roots()) {
    if (!is_below(root.path, name)) continue;
    writer.remove_root(root.path);
    found = true;
  }
  for (const StoredFile& file : writer.files()) {
    if (!is_below(file.path, name)) continue;
    writer.remove_file(file.id);
    found = true;
  }
  if (found) return true;
  // A document in a file, or what is in a container in one.
  any_holder(name, [&](std::string_view holder) {
    const std::optional<StoredFile> file = writer.find_file(std::string(holder));
    if (!file) return false;
    for (const StoredDocument& document : writer.documents_of(file->id)) {
      const std::string& path = document.document.path;
      const bool is_in_it = path.starts_with(name) && (path.size() == name.size() || path[name.size()] == '!' ||
                                                       path[name.size()] == '#' || path[name.size()] == '/');
      if (!is_in_it) continue;
      writer.remove(document.id);
      found = true;
    }
    return found;
  });
  return found;
}

std::vector<std::string> cleaned(std::span<const std::string> paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths) out.push_back(clean_path(path));
  return out;
}

/// A change of an archive that fails as the API says, and leaves it as it was.
template <class Work>
Result<IndexOutcome> stoppable_change(const ScanProgress* progress, Work&& work) {
  return stoppable(progress, [&] { return guarded(work); });
}

}  // namespace

ScanOptions scan_options(const ArchiveSettings& settings) {
  ScanOptions out;
  out.threshold = settings.threshold;
  out.miss_rate = settings.miss_rate;
  out.join = settings.join == "exact" ? Join::exact : settings.join == "lsh" ? Join::lsh : Join::automatic;
  out.level = settings.level;
  out.keep_boilerplate = settings.keep_boilerplate;
  return out;
}

InputOptions input_options(const ArchiveSettings& settings, const InputLimits& limits) {
  InputOptions out;
  out.limits = limits;
  out.file_times = settings.file_times;
  out.text_field = settings.text_field;
  out.id_field = settings.id_field;
  return out;
}

Result<IndexOutcome> index_add(const std::string& archive, std::span<const std::string> paths,
                               const IndexOptions& options, ScanProgress* progress) {
  if (const Result<void> valid = check(settings_for(options.settings)); !valid) return tl::unexpected(valid.error());
  if (paths.empty()) return fail(ErrorCode::no_documents, "", "No path was given. Name at least one file or folder.");
  std::vector<ArchiveRoot> roots;
  const std::string folder = current_folder();
  for (const std::string& path : paths) {
    if (path.empty())
      return fail(ErrorCode::not_found, path, "An empty path was given. Use '.' for the current folder.");
    roots.push_back({clean_path(path), folder, options.input.include, options.input.exclude, options.input.hidden,
                     options.input.ignore_files, options.input.follow_links});
  }
  // Before the archive is made: nothing is left behind if there is nothing to add.
  Result<WalkedRoots> walked = walk_roots(std::move(roots));
  if (!walked) return tl::unexpected(walked.error());
  return stoppable_change(progress, [&] {
    Change change(archive, options, true, progress);
    put_roots(change.writer(), *walked, change.outcome());
    change.read(walked->list.files);
    if (change.writer().is_new() && change.writer().num_added() == 0) {
      const std::vector<Problem>& problems = change.outcome().problems;
      throw_failure(ErrorCode::no_documents, "",
                    "No document could be read" +
                        (problems.empty() ? std::string(".")
                                          : fmt::format("; the first of {} problems: {}: {}", problems.size(),
                                                        problems.front().path, problems.front().message)));
    }
    return change.finish();
  });
}

Result<IndexOutcome> index_update(const std::string& archive, std::span<const std::string> paths,
                                  const IndexOptions& options, ScanProgress* progress) {
  return stoppable_change(progress, [&] {
    Change change(archive, options, false, progress);
    update(change, cleaned(paths));
    return change.finish();
  });
}

Result<IndexOutcome> index_remove(const std::string& archive, std::span<const std::string> names,
                                  const IndexOptions& options, ScanProgress* progress) {
  if (names.empty()) return fail(ErrorCode::invalid_argument, "", "Nothing was named that is to be removed.");
  return stoppable_change(progress, [&] {
    Change change(archive, options, false, progress);
    for (const std::string& name : names)
      if (!remove_named(change.writer(), name))
        throw_failure(ErrorCode::not_found, name,
                      "Nothing in the archive goes by that name. Name it as a report does; nothing was removed.");
    return change.finish();
  });
}

Result<std::unique_ptr<DocumentSource>> open_archive_documents(const Archive& archive) {
  if (archive.settings().store_text) return archive.documents();
  return open_originals(archive.settings(), {});
}

}  // namespace nuskha
