// Loaded into a viewer by a test: a disk that takes its time. Whatever is shown before it is written is then
// on the screen long enough to be seen without a record.
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" ssize_t write(int descriptor, const void* data, size_t size_bytes) {
  constexpr useconds_t kDelayUs = 40'000;
  struct stat status {};
  if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) usleep(kDelayUs);
  return syscall(SYS_write, descriptor, data, size_bytes);
}
