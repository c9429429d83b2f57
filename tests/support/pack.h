// Containers for tests, by libarchive's writer.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace nuskha_test {

using PackedFile = std::pair<std::string, std::string>;  ///< Name, bytes.

/// `format` and `filter` as libarchive names them: "zip", "7zip", "pax"; "none", "gzip", "zstd", "xz", "bzip2".
inline std::string pack(const std::vector<PackedFile>& files, const std::string& format, const std::string& filter) {
  std::string out(1 << 20, '\0');
  for (const PackedFile& file : files) out.resize(out.size() + 2 * file.second.size() + 4096);
  std::size_t used = 0;
  archive* const writer = archive_write_new();
  const auto check = [](int status) {
    if (status < ARCHIVE_WARN) std::abort();
  };
  check(archive_write_set_format_by_name(writer, format.c_str()));
  if (filter != "none") check(archive_write_add_filter_by_name(writer, filter.c_str()));
  archive_write_set_bytes_in_last_block(writer, 1);
  check(archive_write_open_memory(writer, out.data(), out.size(), &used));
  for (const auto& [name, bytes] : files) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 1'700'000'000, 0);
    check(archive_write_header(writer, entry));
    if (archive_write_data(writer, bytes.data(), bytes.size()) != static_cast<la_ssize_t>(bytes.size())) std::abort();
    archive_entry_free(entry);
  }
  check(archive_write_close(writer));
  archive_write_free(writer);
  out.resize(used);
  return out;
}

}  // namespace nuskha_test
