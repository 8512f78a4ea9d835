// Compiling a hot loop for several x86-64 levels at once; the loader picks one when the program starts.
#pragma once

// Sanitizers start after ifunc resolvers would run, and other processors have one level.
#if defined(__x86_64__) && !defined(SPOOR_NO_MULTIVERSION)
#define SPOOR_MULTIVERSION __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define SPOOR_MULTIVERSION
#endif
