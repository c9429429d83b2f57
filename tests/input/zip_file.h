// Zip files in memory, as tests want them.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha_test {

struct ZipEntry {
  std::string name;
  std::string data;
  bool deflated = true;
  bool streamed = false;      ///< Sizes stand behind the data only, as writers to a pipe leave them.
  std::uint16_t flags = 0;    ///< More general purpose flags: 1 is "encrypted".
  std::uint16_t method = 0;   ///< Another method than stored and deflated, if not 0; the data is stored as it is.
  std::uint16_t time = 0;     ///< As MS-DOS has it.
  std::uint16_t date = 0x21;  ///< Likewise: 1 January 1980.
  bool is_unicode = true;     ///< The name is marked as UTF-8.
};

inline std::string raw_deflate(std::string_view data) {
  z_stream stream{};
  deflateInit2(&stream, data.size() > 1000000 ? Z_BEST_SPEED : Z_BEST_COMPRESSION, Z_DEFLATED, -15, 8,
               Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, data.size()) + 16, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// A zip file of these entries, in this order; `with_directory` false leaves out what stands at its end.
inline std::string zip_file(const std::vector<ZipEntry>& entries, bool with_directory = true) {
  const auto put = [](std::string& to, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i) & 0xFF);
  };
  std::string out;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    const bool deflates = entry.deflated && entry.method == 0;
    const std::string data = deflates ? raw_deflate(entry.data) : entry.data;
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(entry.data.data()), static_cast<uInt>(entry.data.size()));
    const auto put_common = [&](std::string& to, bool sizes) {
      put(to, 20, 2);
      put(to, static_cast<std::uint64_t>(entry.flags | (entry.streamed ? 8 : 0) | (entry.is_unicode ? 0x800 : 0)), 2);
      put(to, entry.method != 0 ? entry.method : deflates ? 8 : 0, 2);
      put(to, entry.time, 2);
      put(to, entry.date, 2);
      put(to, sizes ? crc : 0, 4);
      put(to, sizes ? data.size() : 0, 4);
      put(to, sizes ? entry.data.size() : 0, 4);
      put(to, entry.name.size(), 2);
      put(to, 0, 2);  // extra
    };
    const std::size_t offset = out.size();
    out += "PK\x03\x04";
    put_common(out, !entry.streamed);
    out += entry.name + data;
    if (entry.streamed) {
      out += "PK\x07\x08";
      put(out, crc, 4);
      put(out, data.size(), 4);
      put(out, entry.data.size(), 4);
    }
    directory += "PK\x01\x02";
    put(directory, 20, 2);
    put_common(directory, true);
    put(directory, 0, 2);  // comment
    put(directory, 0, 2);  // disk
    put(directory, 0, 2);  // internal attributes
    put(directory, 0, 4);  // external attributes
    put(directory, offset, 4);
    directory += entry.name;
  }
  if (!with_directory) return out;
  const std::size_t offset = out.size();
  out += directory + "PK\x05\x06";
  put(out, 0, 4);
  put(out, entries.size(), 2);
  put(out, entries.size(), 2);
  put(out, directory.size(), 4);
  put(out, offset, 4);
  put(out, 0, 2);
  return out;
}

}  // namespace nuskha_test
