// The one file that includes SQLite. What may be ignored at first: opening for reading where nothing can be written.
// Test: tests/archive/database_test.cpp.
#include "archive/database.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

namespace nuskha {
namespace {

constexpr int wait_milliseconds = 10'000;  // for another one who writes

/// What a failure means to whoever called.
Error error_of(int code, const std::string& path, const std::string& detail) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::write_failed, path,
              "Another process is writing to the archive. Nothing was changed; try again when it has ended."};
    case SQLITE_FULL:
      return {ErrorCode::write_failed, path,
              "There is no room left for the archive. It is as it was before; make room and try again."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::write_failed, path,
              "The archive can't be written: the file or its folder is read-only. It is as it was before."};
    case SQLITE_IOERR:
      return {ErrorCode::write_failed, path,
              fmt::format("The archive can't be read or written ({}). It is as it was before; look after the disk.",
                          detail)};
    case SQLITE_NOTADB:
      return {ErrorCode::malformed, path, "It is not a nuskha archive. Name a file that nuskha index add has made."};
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
    case SQLITE_ERROR:       // a table is missing
    case SQLITE_CONSTRAINT:  // two rows that can't both be
    case SQLITE_MISMATCH:
      return {ErrorCode::malformed, path,
              fmt::format("The archive is damaged ({}). Restore a copy, or make it again with nuskha index add; nuskha "
                          "index verify says more.",
                          detail)};
    default:
      return {
          ErrorCode::unreadable, path,
          fmt::format("The archive can't be opened ({}). Check the permissions of the file and its folder.", detail)};
  }
}

[[noreturn]] void throw_error(int code, const std::string& path, const std::string& detail) {
  if ((code & 0xFF) == SQLITE_NOMEM) throw std::bad_alloc();
  throw DatabaseFailure(error_of(code, path, detail));
}

[[noreturn]] void throw_error(sqlite3* database, const std::string& path) {
  throw_error(sqlite3_extended_errcode(database), path, sqlite3_errmsg(database));
}

/// A file name as a URI that means exactly this file.
std::string immutable_uri(const std::string& path) {
  std::string out = "file:";
  // What begins with a slash or two would be taken for an authority.
  if (path.starts_with('/')) out += "//";
  for (const char c : path) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' ||
        c == '-' || c == '_') {
      out += c;
    } else {
      out += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    }
  }
  return out + "?immutable=1";
}

/// ":memory:" and "" are special names to SQLite.
std::string plain_name(const std::string& path) { return path.starts_with('/') ? path : "./" + path; }

}  // namespace

void throw_failure(ErrorCode code, std::string where, std::string what) {
  throw DatabaseFailure(Error{code, std::move(where), std::move(what)});
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Query::bind(std::int64_t value) { sqlite3_bind_int64(statement_, next_parameter_++, value); }
void Query::bind(double value) { sqlite3_bind_double(statement_, next_parameter_++, value); }
void Query::bind(std::string_view text) {
  sqlite3_bind_text64(statement_, next_parameter_++, text.data() == nullptr ? "" : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
}
void Query::bind_blob(std::string_view bytes) {
  sqlite3_bind_blob64(statement_, next_parameter_++, bytes.data() == nullptr ? "" : bytes.data(), bytes.size(),
                      SQLITE_STATIC);
}
void Query::bind_null() { sqlite3_bind_null(statement_, next_parameter_++); }

void Query::bind(const Hash128& hash) {
  char bytes[16];
  const std::uint64_t high = __builtin_bswap64(hash.high);
  const std::uint64_t low = __builtin_bswap64(hash.low);
  std::memcpy(bytes, &high, 8);
  std::memcpy(bytes + 8, &low, 8);
  sqlite3_bind_blob64(statement_, next_parameter_++, bytes, sizeof bytes, SQLITE_TRANSIENT);
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw_error(sqlite3_db_handle(statement_), *path_);
}

bool Query::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t Query::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Query::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view Query::bytes(int column) const {
  const void* const data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  if (data == nullptr && size > 0) throw std::bad_alloc();
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Hash128 Query::hash(int column) const {
  const std::string_view stored = bytes(column);
  if (stored.size() != 16) throw_error(SQLITE_CORRUPT, *path_, "a hash isn't 16 bytes long");
  Hash128 out;
  std::memcpy(&out.high, stored.data(), 8);
  std::memcpy(&out.low, stored.data() + 8, 8);
  out.high = __builtin_bswap64(out.high);
  out.low = __builtin_bswap64(out.low);
  return out;
}

std::optional<std::string> Query::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}
std::optional<std::int64_t> Query::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}
std::optional<double> Query::optional_real(int column) const {
  if (is_null(column)) return std::nullopt;
  return real(column);
}

void Query::append_to(std::string& out) const {
  const auto append = [&](char type, const void* data, std::size_t size) {
    out += type;
    const std::uint64_t length = size;
    out.append(reinterpret_cast<const char*>(&length), sizeof length);
    if (size > 0) out.append(static_cast<const char*>(data), size);
  };
  const int num_columns = sqlite3_column_count(statement_);
  for (int column = 0; column < num_columns; ++column) {
    switch (sqlite3_column_type(statement_, column)) {
      case SQLITE_NULL: append(0, nullptr, 0); break;
      case SQLITE_INTEGER: {
        const std::int64_t value = integer(column);
        append(1, &value, sizeof value);
        break;
      }
      case SQLITE_FLOAT: {
        const double value = real(column);
        append(2, &value, sizeof value);
        break;
      }
      case SQLITE_TEXT: append(3, bytes(column).data(), bytes(column).size()); break;
      default: append(4, bytes(column).data(), bytes(column).size()); break;
    }
  }
}

void Database::Closer::operator()(sqlite3* database) const { sqlite3_close_v2(database); }
void Database::Finalizer::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Database::open(const std::string& name, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  statements_.clear();
  database_.reset(opened);
  if (opened == nullptr) throw std::bad_alloc();
  if (code != SQLITE_OK) throw_error(opened, path_);
  sqlite3_busy_timeout(opened, wait_milliseconds);
  // A damaged file must not be able to do more than give wrong rows.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
}

Database::Database(const std::string& path, Mode mode) : path_(path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) {
    if (errno != ENOENT && errno != ENOTDIR)
      throw_failure(ErrorCode::unreadable, path,
                    fmt::format("The archive can't be reached ({}).", std::generic_category().message(errno)));
    if (mode != Mode::create)
      throw_failure(ErrorCode::not_found, path, "There is no such archive. nuskha index add makes one.");
  } else if (!S_ISREG(info.st_mode)) {
    throw_failure(ErrorCode::malformed, path, "It is not a nuskha archive, which is a file.");
  }
  if (mode != Mode::read) {
    if (info.st_nlink > 0 && access(path.c_str(), W_OK) != 0) throw_error(SQLITE_READONLY, path, "");
    open(plain_name(path), SQLITE_OPEN_READWRITE | (mode == Mode::create ? SQLITE_OPEN_CREATE : 0));
    return;
  }
  // For writing where that is allowed, so that the last one who closes the archive merges and removes the WAL, whoever
  // it is; but nothing is changed.
  open(plain_name(path), SQLITE_OPEN_READWRITE);
  // Readers of a WAL keep an index beside it. Where that can't be made, and nobody can have written either, the file
  // is read as it stands.
  sqlite3_stmt* probe = nullptr;
  int code = sqlite3_prepare_v2(database_.get(), "SELECT count(*) FROM sqlite_schema", -1, &probe, nullptr);
  if (code == SQLITE_OK) code = sqlite3_step(probe);
  sqlite3_finalize(probe);
  if (code == SQLITE_ROW) {
    run("PRAGMA query_only = ON");
    return;
  }
  struct stat wal {};
  const bool has_wal = stat((path + "-wal").c_str(), &wal) == 0 && wal.st_size > 0;
  const bool cannot_write = (code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY;
  if (cannot_write && !has_wal) {
    open(immutable_uri(plain_name(path)), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  } else if (cannot_write) {
    throw_failure(ErrorCode::unreadable, path,
                  "The archive was not closed by whoever wrote it last, and its folder is read-only, so that its last "
                  "state can't be read. Copy it, with the file beside it that ends in -wal, to where you may write.");
  } else {
    throw_error(database_.get(), path_);
  }
}

Database::~Database() = default;

void Database::run(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw_error(database_.get(), path_);
}

sqlite3_stmt* Database::prepare(const char* sql) {
  std::unique_ptr<sqlite3_stmt, Finalizer>& statement = statements_[sql];
  if (!statement) {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) != SQLITE_OK)
      throw_error(database_.get(), path_);
    statement.reset(made);
  }
  return statement.get();
}

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(database_.get()); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }
void Database::roll_back() noexcept {
  if (in_transaction()) sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}
void Database::set_wait(int milliseconds) { sqlite3_busy_timeout(database_.get(), milliseconds); }

}  // namespace nuskha
