// scan and check, of paths and of (id, text), and changes of an archive.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "input/source.h"
#include "input/walk.h"
#include "job.h"
#include "module.h"
#include "nuskha/nuskha.h"
#include "records.h"
#include "report/json.h"
#include "scan/check_target.h"
#include "scan/relate.h"
#include "strings.h"

namespace nuskha::python {
namespace {

/// What a job gave, as the lines that the program prints.
nb::bytes lines_of(const std::function<void(std::ostream&)>& write) {
  std::ostringstream out;
  {
    const WithoutGil released;
    write(out);
  }
  return to_bytes(out.view());
}

nb::bytes lines_of(const Report& report, unsigned jobs) {
  return lines_of([&](std::ostream& out) { write_jsonl(report, out, num_threads(jobs)); });
}

/// Of documents that come by `feed`.
template <class T>
T run_fed(const nb::iterator& records, const std::string& temp_dir, const nb::object& progress,
          const std::function<Result<T>(DocumentSource&, ScanProgress&)>& work) {
  FeedOptions options;
  options.temp_dir = temp_dir;
  const std::unique_ptr<DocumentFeed> feed = open_feed(options);
  return run_job<T>(
      progress, [&](ScanProgress& shown) { return work(*feed, shown); },
      [&](Watch& watch) { feed_records(records, *feed, watch); }, [&] { feed->end(); });
}

nb::bytes scan_paths(const std::vector<nb::bytes>& paths, const InputOptions& input, const ScanOptions& options,
                     const nb::object& progress) {
  const std::vector<std::string> names = to_strings(paths);
  const Report report = run_job<Report>(progress, [&](ScanProgress& shown) -> Result<Report> {
    const Result<std::unique_ptr<DocumentSource>> source = open_paths(names, input);
    if (!source) return tl::unexpected(source.error());
    if (const Result<DiskNeed> need = estimate_disk(expected_bytes(**source), options); !need)
      return tl::unexpected(need.error());
    return scan(**source, options, &shown);
  });
  return lines_of(report, options.jobs);
}

nb::bytes scan_records(const nb::iterator& records, const ScanOptions& options, const nb::object& progress) {
  take(check_options(options));  // before the iterator is asked for anything
  const Report report =
      run_fed<Report>(records, options.temp_dir, progress,
                      [&](DocumentSource& source, ScanProgress& shown) { return scan(source, options, &shown); });
  return lines_of(report, options.jobs);
}

nb::bytes lines_of(const CheckReport& report) {
  return lines_of([&](std::ostream& out) { write_check_jsonl(report, out); });
}

Result<CheckReport> check_source(DocumentSource& source, const std::string& against,
                                 const std::vector<std::string>& files, const InputOptions& input,
                                 const ScanOptions& options, ScanProgress& shown) {
  const Result<CheckTarget> target = CheckTarget::open(against, files, input, options, &shown);
  if (!target) return tl::unexpected(target.error());
  Result<CheckReport> report = check(source, target->archive(), {options.jobs, options.timing}, &shown);
  if (!report) return report;
  std::vector<Problem> unread;
  std::copy_if(target->problems().begin(), target->problems().end(), std::back_inserter(unread), is_unread);
  add_problems(std::move(unread), *report);
  return report;
}

nb::bytes check_paths(const std::vector<nb::bytes>& paths, const nb::bytes& against, const InputOptions& input,
                      const ScanOptions& options, const nb::object& progress) {
  const std::vector<std::string> names = to_strings(paths);
  const std::string archive = to_string(against);
  const CheckReport report = run_job<CheckReport>(progress, [&](ScanProgress& shown) -> Result<CheckReport> {
    Result<FileList> listed = list_files(names, input);
    if (!listed) return tl::unexpected(listed.error());
    const Result<std::unique_ptr<DocumentSource>> source = open_paths(listed->files, input);
    if (!source) return tl::unexpected(source.error());
    Result<CheckReport> checked = check_source(**source, archive, listed->files, input, options, shown);
    if (checked) add_problems(std::move(listed->problems), *checked);
    return checked;
  });
  return lines_of(report);
}

nb::bytes check_records(const nb::iterator& records, const nb::bytes& against, const InputOptions& input,
                        const ScanOptions& options, const nb::object& progress) {
  const std::string archive = to_string(against);
  const CheckReport report =
      run_fed<CheckReport>(records, options.temp_dir, progress, [&](DocumentSource& source, ScanProgress& shown) {
        return check_source(source, archive, {}, input, options, shown);
      });
  return lines_of(report);
}

nb::dict outcome_of(const IndexOutcome& outcome) {
  nb::list problems;
  for (const Problem& problem : outcome.problems) {
    nb::dict one;
    one["path"] = name_str(problem.path);
    one["code"] = problem.code;
    one["message"] = name_str(problem.message);
    problems.append(one);
  }
  nb::dict out;
  out["files_read"] = outcome.files_read;
  out["files_unchanged"] = outcome.files_unchanged;
  out["documents_added"] = outcome.documents_added;
  out["documents_removed"] = outcome.documents_removed;
  out["documents"] = outcome.documents;
  out["waiting"] = outcome.waiting;
  out["related"] = outcome.related;
  out["problems"] = problems;
  return out;
}

/// `settings` holds what is told of them, under the names of ArchiveSettings.
WantedSettings wanted_settings(const nb::dict& settings) {
  WantedSettings out;
  const auto set = [&]<class T>(const char* name, std::optional<T>& field) {
    if (settings.contains(name)) field = nb::cast<T>(settings[name]);
  };
  set("threshold", out.threshold);
  set("miss_rate", out.miss_rate);
  set("keep_boilerplate", out.keep_boilerplate);
  set("file_times", out.file_times);
  set("text_field", out.text_field);
  set("id_field", out.id_field);
  set("store_text", out.store_text);
  if (settings.contains("join")) out.join = join_of(nb::cast<std::string>(settings["join"]));
  if (settings.contains("level")) out.level = level_of(nb::cast<std::string>(settings["level"]));
  return out;
}

nb::dict change_archive(const std::string& action, const nb::bytes& archive, const std::vector<nb::bytes>& paths,
                        const nb::dict& settings, const InputOptions& input, bool defer, unsigned jobs,
                        const nb::object& progress) {
  const std::string file = to_string(archive);
  const std::vector<std::string> names = to_strings(paths);
  IndexOptions options;
  options.settings = wanted_settings(settings);
  options.input = input;
  options.defer = defer;
  options.jobs = jobs;
  return outcome_of(run_job<IndexOutcome>(progress, [&](ScanProgress& shown) {
    if (action == "add") return index_add(file, names, options, &shown);
    if (action == "remove") return index_remove(file, names, options, &shown);
    return index_update(file, names, options, &shown);
  }));
}

nb::bytes archive_report(const nb::bytes& archive, unsigned jobs) {
  const std::string file = to_string(archive);
  const Report report = run_job<Report>(nb::none(), [&](ScanProgress&) {
    return Archive::open(file).and_then([](const Archive& opened) { return opened.report(); });
  });
  return lines_of(report, jobs);
}

}  // namespace

void bind_jobs(nb::module_& module) {
  using nb::arg;
  module.def("scan_paths", &scan_paths, arg("paths"), arg("input"), arg("options"), arg("progress").none(),
             "Scans files and folders; gives the records as JSON Lines.");
  module.def("scan_records", &scan_records, arg("records"), arg("options"), arg("progress").none(),
             "Scans pairs (id, text); gives the records as JSON Lines.");
  module.def("check_paths", &check_paths, arg("paths"), arg("against"), arg("input"), arg("options"),
             arg("progress").none(), "Checks files and folders; gives the records as JSON Lines.");
  module.def("check_records", &check_records, arg("records"), arg("against"), arg("input"), arg("options"),
             arg("progress").none(), "Checks pairs (id, text); gives the records as JSON Lines.");
  module.def(
      "is_archive", [](const nb::bytes& path) { return is_archive(to_string(path)); }, arg("path"),
      "True if a file begins as an archive does.");
  module.def("change_archive", &change_archive, arg("action"), arg("archive"), arg("paths"), arg("settings"),
             arg("input"), arg("defer"), arg("jobs"), arg("progress").none(),
             "Adds to an archive, updates it or removes from it; gives what was done.");
  module.def("archive_report", &archive_report, arg("archive"), arg("jobs"),
             "What a scan of an archive's documents reports, as JSON Lines.");
}

}  // namespace nuskha::python
