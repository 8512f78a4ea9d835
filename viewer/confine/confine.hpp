// What the reader's process gives up once its window is there, so that neither a flaw in a parser nor a
// driver carries the source away: no network, no other program, no look into other processes.
#pragma once

namespace spoor::confine {

/// Keeps the OpenGL drivers from writing caches to disk. Before any context is made and any thread started.
void keep_drivers_off_disk() noexcept;

/// Installs a seccomp filter in all threads, for good: sockets but local ones, running a program, tracing or
/// reading other processes, and the ways around a filter (io_uring, another personality) fail with EPERM.
/// Local sockets stay: the display server is behind one. False: this kernel has no such filter.
[[nodiscard]] bool give_up_network_and_programs() noexcept;

}  // namespace spoor::confine
