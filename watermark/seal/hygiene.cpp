#include "watermark/seal/hygiene.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

namespace spoor::seal {

void harden_process() noexcept {
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::umask(S_IRWXG | S_IRWXO);
  std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace spoor::seal
