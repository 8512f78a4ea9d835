// The heap of spoor-view: whatever is given back is overwritten first, so that no text of the vendor's lies
// about in memory that was freed. It replaces the allocation functions of C++ (ISO C++20, 17.6.3); what C
// libraries allocate is theirs.
#include <malloc.h>

#include <cstdlib>
#include <new>

#include "watermark/seal/secret.hpp"

namespace {

void give_back(void* memory) noexcept {
  if (memory == nullptr) return;
  spoor::seal::wipe(memory, malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

void operator delete(void* memory) noexcept {
  give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  give_back(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  give_back(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  give_back(memory);
}
void operator delete[](void* memory) noexcept {
  give_back(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  give_back(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  give_back(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  give_back(memory);
}

void* operator new(std::size_t size_bytes) {
  while (true) {
    if (void* memory = std::malloc(size_bytes == 0 ? 1 : size_bytes); memory != nullptr) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}
