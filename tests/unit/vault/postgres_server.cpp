#include "tests/unit/vault/postgres_server.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

namespace spoor::vault_test {
namespace {

namespace fs = std::filesystem;

/// PostgreSQL refuses to run as root.
const passwd* server_user() {
  if (::getuid() != 0) return nullptr;
  const passwd* user = ::getpwnam("nobody");
  if (user == nullptr) throw std::runtime_error("there is no user nobody to run PostgreSQL as");
  return user;
}

/// Becomes the tool; ends with the process that started it.
[[noreturn]] void become(std::vector<std::string> words, const std::string& directory, const passwd* user) {
  ::prctl(PR_SET_PDEATHSIG, SIGINT);
  const int log = ::open((directory + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  const bool changed = user == nullptr || (::setgroups(0, nullptr) == 0 && ::setgid(user->pw_gid) == 0 &&
                                           ::setuid(user->pw_uid) == 0);
  if (!changed || ::chdir(directory.c_str()) != 0) ::_exit(126);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

pid_t launch(const std::vector<std::string>& words, const std::string& directory) {
  const passwd* user = server_user();
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) become(words, directory, user);
  return child;
}

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Finish>;

}  // namespace

PostgresServer::PostgresServer(Durability durability) {
  // Short: a socket's path has 107 characters at most.
  std::string pattern = (fs::temp_directory_path() / "spoor-pg-XXXXXX").native();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no scratch directory");
  directory_ = pattern;
  if (const passwd* user = server_user(); user != nullptr) {
    if (::chown(directory_.c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error("cannot chown");
  }
  settings_ = {"-k", directory_, "-c", "listen_addresses=", "-c", "max_connections=40"};
  if (durability == Durability::none) settings_.insert(settings_.end(), {"-c", "fsync=off"});
  run_tool({SPOOR_POSTGRES_BIN "/initdb", "-D", directory_ + "/data", "-U", "spoor", "--auth=trust",
            "--no-sync", "--encoding=UTF8", "--no-locale"});
  std::ofstream(directory_ + "/data/pg_hba.conf") << "local all locked scram-sha-256\nlocal all all trust\n";
  start();
  run_sql("postgres", "CREATE ROLE locked LOGIN PASSWORD 'let me in'");
}

PostgresServer::~PostgresServer() {
  stop();
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

void PostgresServer::run_tool(const std::vector<std::string>& arguments) const {
  const pid_t child = launch(arguments, directory_);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (status != 0) {
    std::ifstream log(directory_ + "/log");
    throw std::runtime_error(
        arguments[0] +
        " failed: " + std::string(std::istreambuf_iterator<char>(log), std::istreambuf_iterator<char>()));
  }
}

void PostgresServer::start() {
  std::vector<std::string> words = {SPOOR_POSTGRES_BIN "/postgres", "-D", directory_ + "/data"};
  words.insert(words.end(), settings_.begin(), settings_.end());
  server_ = launch(words, directory_);
  const std::string place = uri("postgres", "spoor");
  for (int tries = 0; tries < 600; ++tries) {
    if (PQping(place.c_str()) == PQPING_OK) return;
    if (::waitpid(server_, nullptr, WNOHANG) == server_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  throw std::runtime_error("PostgreSQL does not start; see " + directory_ + "/log");
}

void PostgresServer::stop() {
  if (server_ <= 0) return;
  ::kill(server_, SIGINT);
  ::waitpid(server_, nullptr, 0);
  server_ = -1;
}

void PostgresServer::run_sql(const std::string& database, const std::string& sql) const {
  const Connection connection(PQconnectdb(uri(database, "spoor").c_str()));
  PGresult* answer = PQexec(connection.get(), sql.c_str());
  const bool done = PQresultStatus(answer) == PGRES_COMMAND_OK;
  PQclear(answer);
  if (!done) throw std::runtime_error(PQerrorMessage(connection.get()));
}

std::string PostgresServer::uri(const std::string& database, const std::string& user) const {
  return "postgresql://" + user + "@/" + database + "?host=" + directory_;
}

std::string PostgresServer::new_database() {
  const std::string name = "vendor" + std::to_string(++databases_);
  run_sql("postgres", "CREATE DATABASE " + name);
  return uri(name, "spoor");
}

}  // namespace spoor::vault_test
