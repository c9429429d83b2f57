// A disk that fails: a layer of SQLite's file system that counts changes and, at one of them, ends the process or says
// that there is no room.
#pragma once

#include <sqlite3.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace nuskha::test {

enum class DiskFailure { none, kill, kill_torn, full };

/// What the disk does; for a process that is about to end.
struct FailingDisk {
  static inline std::int64_t changes_left = 0;  ///< Until it fails.
  static inline std::int64_t num_changes = 0;
  static inline DiskFailure failure = DiskFailure::none;

  /// Makes it the file system of every database that is opened from now on.
  static void install(DiskFailure kind, std::int64_t at_change) {
    failure = kind;
    changes_left = at_change;
    num_changes = 0;
    sqlite3_vfs* const real = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs disk = *real;
    disk.zName = "failing";
    disk.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
    disk.pAppData = real;
    disk.xOpen = &open;
    sqlite3_vfs_register(&disk, 1);
  }

 private:
  struct File {
    sqlite3_file base;
    sqlite3_file* real;
  };
  static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

  /// True if this change must fail.
  static bool is_time() {
    ++num_changes;
    return failure != DiskFailure::none && --changes_left <= 0;
  }
  static int fail() {
    if (failure == DiskFailure::full) return SQLITE_FULL;
    std::raise(SIGKILL);
    return SQLITE_IOERR;
  }

  static int open(sqlite3_vfs* disk, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    static const sqlite3_io_methods methods = {
        3,
        [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
        [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), to, n, at); },
        [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
          if (is_time()) {
            if (failure == DiskFailure::kill_torn) real(f)->pMethods->xWrite(real(f), from, n / 2, at);
            return fail();
          }
          return real(f)->pMethods->xWrite(real(f), from, n, at);
        },
        [](sqlite3_file* f, sqlite3_int64 size) {
          if (is_time() && failure != DiskFailure::full) return fail();
          return real(f)->pMethods->xTruncate(real(f), size);
        },
        [](sqlite3_file* f, int sync_flags) {
          if (is_time() && failure != DiskFailure::full) return fail();
          return real(f)->pMethods->xSync(real(f), sync_flags);
        },
        [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
        [](sqlite3_file* f, int lock) { return real(f)->pMethods->xLock(real(f), lock); },
        [](sqlite3_file* f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); },
        [](sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); },
        [](sqlite3_file* f, int op, void* argument) { return real(f)->pMethods->xFileControl(real(f), op, argument); },
        [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
        [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
        [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
          return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
        },
        [](sqlite3_file* f, int offset, int n, int shm_flags) {
          return real(f)->pMethods->xShmLock(real(f), offset, n, shm_flags);
        },
        [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
        [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); },
        [](sqlite3_file*, sqlite3_int64, int, void** out) {
          *out = nullptr;
          return SQLITE_OK;
        },
        [](sqlite3_file*, sqlite3_int64, void*) { return SQLITE_OK; },
    };
    auto* const own = reinterpret_cast<File*>(file);
    own->real = reinterpret_cast<sqlite3_file*>(own + 1);
    auto* const below = static_cast<sqlite3_vfs*>(disk->pAppData);
    const int code = below->xOpen(below, name, own->real, flags, out_flags);
    own->base.pMethods = code == SQLITE_OK ? &methods : nullptr;
    return code;
  }
};

}  // namespace nuskha::test
