// SQLite as the archive uses it: one connection, cached statements, failures as exceptions that stay in this layer.
#pragma once

#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "nuskha/hash.h"
#include "nuskha/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace nuskha {

/// A failure on its way to the API, where `guarded` turns it into a Result. Never leaves the library.
struct DatabaseFailure : std::exception {
  explicit DatabaseFailure(Error failure) : error(std::move(failure)) {}
  const char* what() const noexcept override { return error.what.c_str(); }
  Error error;
};

[[noreturn]] void throw_failure(ErrorCode code, std::string where, std::string what);

/// Calls `work` and turns what it throws into an Error.
template <class Work>
auto guarded(Work&& work) -> Result<decltype(work())> {
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (DatabaseFailure& failure) {
    return tl::unexpected(std::move(failure.error));
  }
}

/// A number of any bits as one that SQLite can hold, and back.
inline std::int64_t to_signed(std::uint64_t value) { return static_cast<std::int64_t>(value); }
inline std::uint64_t to_unsigned(std::int64_t value) { return static_cast<std::uint64_t>(value); }

/// The rows of one statement, or its effect. Ends with its life; one at a time of the same SQL.
class Query {
 public:
  Query(sqlite3_stmt* statement, const std::string& path) : statement_(statement), path_(&path) {}
  ~Query();
  Query(Query&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)), path_(other.path_) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Parameters, in order.
  void bind(std::int64_t value);
  void bind(std::uint64_t value) { bind(to_signed(value)); }
  void bind(int value) { bind(std::int64_t{value}); }
  void bind(unsigned value) { bind(std::int64_t{value}); }
  void bind(bool value) { bind(std::int64_t{value}); }
  void bind(double value);
  void bind(std::string_view text);  ///< Any bytes. Must live until the query ends.
  void bind(const std::string& text) { bind(std::string_view(text)); }
  void bind(const char* text) { bind(std::string_view(text)); }
  void bind(const Hash128& hash);          ///< 16 bytes, in the order of its hexadecimal digits.
  void bind_blob(std::string_view bytes);  ///< Must live until the query ends.
  void bind_null();
  template <class T>
  void bind(const std::optional<T>& value) {
    if (value) {
      bind(*value);
    } else {
      bind_null();
    }
  }

  /// The next row; false: there is none.
  bool step();

  // Columns of the row, from 0.
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view bytes(int column) const;  ///< Text or blob; until the next step.
  std::string text(int column) const { return std::string(bytes(column)); }
  Hash128 hash(int column) const;
  std::optional<std::string> optional_text(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<double> optional_real(int column) const;
  /// Appends all columns as row_hash takes them (archive/checksum.h).
  void append_to(std::string& out) const;

 private:
  sqlite3_stmt* statement_;
  const std::string* path_;
  int next_parameter_ = 1;
};

/// Bytes as a blob and not as text, in Database::query.
struct Blob {
  std::string_view bytes;
};

/// One connection. Not thread-safe.
class Database {
 public:
  enum class Mode { read, write, create };

  /// Opens the file; says nothing yet of what is in it. Throws not_found, unreadable or write_failed.
  Database(const std::string& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& path() const { return path_; }

  /// Several statements without parameters or rows.
  void run(const char* sql);
  /// A statement with its parameters. `sql` must be a literal, or live as long as the database.
  template <class... Arguments>
  Query query(const char* sql, const Arguments&... arguments) {
    Query out(prepare(sql), path_);
    (bind(out, arguments), ...);
    return out;
  }
  /// The same, run to its end.
  template <class... Arguments>
  void run(const char* sql, const Arguments&... arguments) requires(sizeof...(Arguments) > 0) {
    Query all = query(sql, arguments...);
    while (all.step()) {
    }
  }
  /// The one number that a query gives.
  template <class... Arguments>
  std::int64_t number(const char* sql, const Arguments&... arguments) {
    Query one = query(sql, arguments...);
    return one.step() ? one.integer(0) : 0;
  }
  std::int64_t last_id() const;
  bool in_transaction() const;
  void roll_back() noexcept;
  void set_wait(int milliseconds);

 private:
  struct Closer {
    void operator()(sqlite3* database) const;
  };
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  template <class T>
  static void bind(Query& query, const T& value) {
    if constexpr (std::is_same_v<T, Blob>) {
      query.bind_blob(value.bytes);
    } else {
      query.bind(value);
    }
  }
  sqlite3_stmt* prepare(const char* sql);
  void open(const std::string& name, int flags);

  std::string path_;
  std::unique_ptr<sqlite3, Closer> database_;
  std::map<const char*, std::unique_ptr<sqlite3_stmt, Finalizer>> statements_;
};

}  // namespace nuskha
