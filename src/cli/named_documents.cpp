// Entry point: NamedDocuments::open. Covered by tests/cli/extract_test.cpp.
#include "cli/named_documents.h"

#include <filesystem>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "base/document_name.h"
#include "input/walk.h"

namespace nuskha::cli {
namespace {

/// The file that a name is in; nothing for a name that is a path, there or not.
std::optional<std::string> holder_of(const std::string& name) {
  std::optional<std::string> file;
  any_holder(name, [&](std::string_view part) {
    std::error_code error;
    if (std::filesystem::exists(part, error) && !std::filesystem::is_directory(part, error)) file = part;
    return file.has_value();
  });
  if (file == name) file.reset();
  return file;
}

}  // namespace

Result<std::unique_ptr<NamedDocuments>> NamedDocuments::open(std::span<const std::string> names,
                                                             const InputOptions& options) {
  std::unique_ptr<NamedDocuments> out(new NamedDocuments);
  std::vector<std::string> paths;
  for (const std::string& name : names) {
    if (const std::optional<std::string> holder = holder_of(name)) {
      const std::string file = clean_path(*holder);
      out->names_.insert(file + name.substr(holder->size()));
      out->holders_.insert(file);
    } else {
      paths.push_back(name);
    }
  }
  std::vector<std::string> files;
  if (!paths.empty()) {
    Result<FileList> listed = nuskha::list_files(paths, options);
    if (!listed) return tl::unexpected(listed.error());
    files = std::move(listed->files);
    out->of_walk_ = std::move(listed->problems);
    out->files_.insert(files.begin(), files.end());
  }
  for (const std::string& holder : std::set<std::string>(out->holders_.begin(), out->holders_.end()))
    if (!out->files_.contains(holder)) files.push_back(holder);
  Result<std::unique_ptr<DocumentSource>> source = open_paths(files, options);
  if (!source) return tl::unexpected(source.error());
  out->source_ = *std::move(source);
  return out;
}

bool NamedDocuments::is_wanted(std::string_view path) {
  const auto is_of = [path](const auto& set) {
    return any_holder(path, [&](std::string_view part) { return set.contains(std::string(part)); });
  };
  bool is_named = false;
  any_holder(path, [&](std::string_view part) {
    const auto name = names_.find(std::string(part));
    if (name == names_.end()) return false;
    is_named = true;
    const std::lock_guard lock(mutex_);
    met_.insert(*name);
    return false;  // a container and a document in it may both be named
  });
  return is_named || is_of(files_);
}

bool NamedDocuments::next(std::vector<Document>& documents, std::vector<Problem>& problems) {
  std::vector<Problem> met;
  const bool more = source_->next(documents, met);
  std::erase_if(documents, [this](const Document& document) { return !is_wanted(document.path); });
  std::erase_if(met, [this](const Problem& problem) {
    if (is_wanted(problem.path)) return false;
    if (!holders_.contains(problem.path)) return true;
    const std::lock_guard lock(mutex_);
    met_.insert(problem.path);
    return false;
  });
  const std::lock_guard lock(mutex_);
  std::move(met.begin(), met.end(), std::back_inserter(problems));
  std::move(of_walk_.begin(), of_walk_.end(), std::back_inserter(problems));
  of_walk_.clear();
  return more;
}

std::unique_ptr<DocumentSource> NamedDocuments::again(std::span<const std::string> names) const {
  return source_->again(names);
}

std::size_t NamedDocuments::num_files() const { return source_->num_files(); }

std::vector<std::string> NamedDocuments::missing() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> out;
  for (const std::string& name : names_)
    if (!any_holder(name, [this](std::string_view part) { return met_.contains(std::string(part)); }))
      out.push_back(name);
  return out;
}

}  // namespace nuskha::cli
