#include "viewer/confine/confine.hpp"

#include <seccomp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>

namespace spoor::confine {

void keep_drivers_off_disk() noexcept {
  ::setenv("MESA_SHADER_CACHE_DISABLE", "true", 1);
  ::setenv("MESA_GLSL_CACHE_DISABLE", "true", 1);  // its name before Mesa 22
  ::setenv("__GL_SHADER_DISK_CACHE", "0", 1);      // NVIDIA's
}

bool give_up_network_and_programs() noexcept {
  struct Release {
    void operator()(void* filter) const noexcept { ::seccomp_release(filter); }
  };
  const std::unique_ptr<void, Release> filter(::seccomp_init(SCMP_ACT_ALLOW));
  if (filter == nullptr) return false;
  constexpr std::uint32_t kRefuse = SCMP_ACT_ERRNO(EPERM);
  constexpr std::array kNever = {SCMP_SYS(execve),
                                 SCMP_SYS(execveat),
                                 SCMP_SYS(ptrace),
                                 SCMP_SYS(process_vm_readv),
                                 SCMP_SYS(process_vm_writev),
                                 SCMP_SYS(io_uring_setup),
                                 SCMP_SYS(bpf),
                                 SCMP_SYS(perf_event_open),
                                 SCMP_SYS(userfaultfd),
                                 SCMP_SYS(pidfd_getfd),
                                 SCMP_SYS(mount),
                                 SCMP_SYS(kexec_load),
                                 SCMP_SYS(init_module),
                                 SCMP_SYS(finit_module)};
  for (const int call : kNever)
    if (::seccomp_rule_add(filter.get(), kRefuse, call, 0) != 0) return false;
  const std::array calls = {SCMP_SYS(socket), SCMP_SYS(socketpair)};
  // SCMP_A0() is a compound literal of C, which clang refuses.
  constexpr scmp_arg_cmp kNotLocal{0, SCMP_CMP_NE, AF_UNIX, 0};
  for (const int call : calls)
    if (::seccomp_rule_add(filter.get(), kRefuse, call, 1, kNotLocal) != 0) return false;
  // Document workers run already: the filter is theirs, too.
  if (::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) != 0) return false;
  return ::seccomp_load(filter.get()) == 0;
}

}  // namespace spoor::confine
