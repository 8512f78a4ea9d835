// A PostgreSQL server of the tests' own: in a scratch directory, on a Unix socket only, as a user without
// rights where the tests run as root. It ends with its owner.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace spoor::vault_test {

class PostgresServer {
 public:
  /// Durable: every commit reaches the disk, as for a vendor; tests that measure nothing can do without.
  enum class Durability { none, full };
  explicit PostgresServer(Durability durability = Durability::none);
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer();

  /// Makes an empty database and returns its URI. The user is "spoor", who needs no password.
  [[nodiscard]] std::string new_database();
  /// The same database for another user; "locked" needs the password "let me in".
  [[nodiscard]] std::string uri(const std::string& database, const std::string& user) const;
  [[nodiscard]] const std::string& directory() const { return directory_; }
  /// Stops and starts it again.
  void stop();
  void start();

 private:
  void run_tool(const std::vector<std::string>& arguments) const;
  void run_sql(const std::string& database, const std::string& sql) const;

  std::string directory_;
  std::vector<std::string> settings_;
  pid_t server_ = -1;
  int databases_ = 0;
};

}  // namespace spoor::vault_test
