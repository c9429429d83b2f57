// What there is to know of an archive as a whole.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "job.h"
#include "module.h"
#include "nuskha/archive.h"
#include "strings.h"

namespace nuskha::python {
namespace {

nb::list strs(const std::vector<std::string>& values) {
  nb::list out;
  for (const std::string& value : values) out.append(name_str(value));
  return out;
}

nb::dict root_of(const ArchiveRoot& root) {
  nb::dict out;
  out["path"] = name_str(root.path);
  out["folder"] = name_str(root.folder);
  out["include"] = strs(root.include);
  out["exclude"] = strs(root.exclude);
  out["hidden"] = root.hidden;
  out["ignore_files"] = root.ignore_files;
  out["follow_links"] = root.follow_links;
  return out;
}

/// As `nuskha index info --format json` prints it.
nb::dict archive_info(const nb::bytes& archive) {
  const std::string file = to_string(archive);
  const ArchiveInfo info = run_job<ArchiveInfo>(nb::none(), [&](ScanProgress&) {
    return Archive::open(file).and_then([](const Archive& opened) { return opened.info(); });
  });
  nb::dict out;
  out["schema_version"] = info.schema_version;
  out["created_by"] = info.created_by;
  out["generation"] = info.generation;
  out["files"] = info.files;
  out["documents"] = info.documents;
  out["waiting"] = info.waiting;
  out["removed"] = info.removed;
  out["source_bytes"] = info.source_bytes;
  out["words"] = info.words;
  out["families"] = info.families;
  out["pairs"] = info.pairs;
  out["boilerplate"] = info.boilerplate;
  out["problems"] = info.problems;
  out["first_date"] = info.first_date;
  out["last_date"] = info.last_date;
  out["file_bytes"] = info.file_bytes;
  out["text_bytes"] = info.text_bytes;
  out["threshold"] = info.settings.threshold;
  out["miss_rate"] = fmt::format("{}", info.settings.miss_rate);
  out["join"] = info.settings.join;
  out["level"] = std::string(to_string(info.settings.level));
  out["keep_boilerplate"] = info.settings.keep_boilerplate;
  out["file_times"] = info.settings.file_times;
  out["store_text"] = info.settings.store_text;
  out["text_field"] = info.settings.text_field;
  out["id_field"] = info.settings.id_field;
  nb::list roots;
  for (const ArchiveRoot& root : info.roots) roots.append(root_of(root));
  out["roots"] = roots;
  return out;
}

nb::list archive_damage(const nb::bytes& archive, unsigned jobs) {
  const std::string file = to_string(archive);
  nb::list out;
  for (const ArchiveDamage& damage :
       run_job<std::vector<ArchiveDamage>>(nb::none(), [&](ScanProgress&) { return verify_archive(file, jobs); })) {
    nb::dict one;
    one["where"] = name_str(damage.where);
    one["what"] = name_str(damage.what);
    out.append(one);
  }
  return out;
}

}  // namespace

void bind_archive(nb::module_& module) {
  module.def("archive_info", &archive_info, nb::arg("archive"), "What is in an archive.");
  module.def("archive_damage", &archive_damage, nb::arg("archive"), nb::arg("jobs"), "What is damaged in an archive.");
}

}  // namespace nuskha::python
