// Archives for tests, made by libarchive's writer.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace nuskha_test {

struct ArchivedFile {
  std::string name;
  std::string bytes;
  mode_t type = AE_IFREG;
  std::string link = {};  ///< Target of a symbolic link, or of a hard link if `type` is that of a file.
};

/// `format`: as archive_write_set_format_by_name has it ("zip", "pax", "ustar", "v7tar", "gnutar", "7zip").
/// `options`: as archive_write_set_options ("zip:encryption=aes256", "7zip:compression=lzma2").
inline std::string make_archive(const std::vector<ArchivedFile>& files, const char* format,
                                const char* options = nullptr, const char* password = nullptr) {
  const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  const locale_t old = uselocale(utf8);
  archive* const writer = archive_write_new();
  if (archive_write_set_format_by_name(writer, format) != ARCHIVE_OK) std::abort();
  if (options != nullptr && archive_write_set_options(writer, options) != ARCHIVE_OK) std::abort();
  if (password != nullptr) archive_write_set_passphrase(writer, password);
  archive_write_set_bytes_per_block(writer, 0);
  std::size_t room = 1 << 20;
  for (const ArchivedFile& file : files) room += file.bytes.size() + 4096;
  std::string out(room, '\0');
  std::size_t used = 0;
  if (archive_write_open_memory(writer, out.data(), out.size(), &used) != ARCHIVE_OK) std::abort();
  for (const ArchivedFile& file : files) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.name.c_str());
    archive_entry_set_filetype(entry, file.type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 1'600'000'000, 0);
    archive_entry_set_size(entry, static_cast<la_int64_t>(file.bytes.size()));
    if (!file.link.empty() && file.type == AE_IFLNK) archive_entry_set_symlink(entry, file.link.c_str());
    if (!file.link.empty() && file.type == AE_IFREG) archive_entry_set_hardlink(entry, file.link.c_str());
    if (archive_write_header(writer, entry) < ARCHIVE_WARN) std::abort();
    if (!file.bytes.empty() && file.link.empty() &&
        archive_write_data(writer, file.bytes.data(), file.bytes.size()) != static_cast<la_ssize_t>(file.bytes.size()))
      std::abort();
    archive_entry_free(entry);
  }
  if (archive_write_close(writer) != ARCHIVE_OK) std::abort();
  archive_write_free(writer);
  uselocale(old);
  freelocale(utf8);
  out.resize(used);
  return out;
}

}  // namespace nuskha_test
