// Options as Python sets them: attributes of the library's structs. Checked by the library where it uses them, and by
// nuskha/_options.py.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <string_view>

#include "module.h"
#include "nuskha/index.h"
#include "nuskha/input.h"
#include "nuskha/scan.h"
#include "strings.h"

namespace nuskha::python {

Level level_of(std::string_view name) {
  const std::optional<Level> level = parse_level(name);
  if (!level) throw Failure{{ErrorCode::invalid_argument, "level", "\"" + std::string(name) + "\" is no level"}};
  return *level;
}

std::string_view name_of(Join join) { return join == Join::exact ? "exact" : join == Join::lsh ? "lsh" : "auto"; }

Join join_of(std::string_view name) {
  for (const Join join : {Join::automatic, Join::lsh, Join::exact})
    if (name_of(join) == name) return join;
  throw Failure{{ErrorCode::invalid_argument, "join", "\"" + std::string(name) + "\" is not auto, lsh or exact"}};
}

void bind_options(nb::module_& module) {
  nb::class_<ScanOptions>(module, "ScanOptions", "What a scan is to find, and how much of the machine it takes.")
      .def(nb::init<>())
      .def_rw("threshold", &ScanOptions::threshold)
      .def_rw("miss_rate", &ScanOptions::miss_rate)
      .def_prop_rw(
          "join", [](const ScanOptions& o) { return std::string(name_of(o.join)); },
          [](ScanOptions& o, const std::string& name) { o.join = join_of(name); })
      .def_prop_rw(
          "level", [](const ScanOptions& o) { return std::string(to_string(o.level)); },
          [](ScanOptions& o, const std::string& name) { o.level = level_of(name); })
      .def_rw("keep_boilerplate", &ScanOptions::keep_boilerplate)
      .def_rw("boilerplate_places", &ScanOptions::boilerplate_places)
      .def_rw("jobs", &ScanOptions::jobs)
      .def_rw("memory_bytes", &ScanOptions::memory_bytes)
      .def_prop_rw(
          "temp_dir", [](const ScanOptions& o) { return to_bytes(o.temp_dir); },
          [](ScanOptions& o, const nb::bytes& folder) { o.temp_dir = to_string(folder); })
      .def_prop_rw(
          "work_dir", [](const ScanOptions& o) { return to_bytes(o.work_dir); },
          [](ScanOptions& o, const nb::bytes& folder) { o.work_dir = to_string(folder); })
      .def_rw("timing", &ScanOptions::timing);
  nb::class_<InputLimits>(module, "InputLimits", "What reading one file may take.")
      .def(nb::init<>())
      .def_rw("document_bytes", &InputLimits::document_bytes)
      .def_rw("expansion", &InputLimits::expansion)
      .def_rw("nesting", &InputLimits::nesting)
      .def_rw("members", &InputLimits::members)
      .def_rw("pdf_seconds", &InputLimits::pdf_seconds)
      .def_rw("pdf_memory", &InputLimits::pdf_memory);
  nb::class_<InputOptions>(module, "InputOptions", "Which files are read, and how.")
      .def(nb::init<>())
      .def_rw("include", &InputOptions::include)
      .def_rw("exclude", &InputOptions::exclude)
      .def_rw("hidden", &InputOptions::hidden)
      .def_rw("ignore_files", &InputOptions::ignore_files)
      .def_rw("follow_links", &InputOptions::follow_links)
      .def_rw("file_times", &InputOptions::file_times)
      .def_rw("text_field", &InputOptions::text_field)
      .def_rw("id_field", &InputOptions::id_field)
      .def_rw("limits", &InputOptions::limits);
}

}  // namespace nuskha::python
