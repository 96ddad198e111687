// What the rules engine needs from a C library when it runs as WebAssembly: memory, a few byte and number functions.
// There are no imports: the engine gets time, zone and randomness as data.
#include <stddef.h>
#include <stdint.h>

// The linker puts the stack first, so that an overflow runs below address 0 and traps; the heap begins here.
extern uint8_t __heap_base;

uintptr_t __stack_chk_guard = 0x2B992DDF;
_Noreturn void __stack_chk_fail(void) { __builtin_trap(); }

// MARK: Memory

// Blocks of sixteen bytes' steps up to 512 bytes, then four steps to each power of two. A freed block goes to the list of
// its size and is used again for that size, so a workload that repeats itself does not grow. 64 MB at most.
#define SMALL 32
#define CLASSES (SMALL + 4 * 18)
#define LIMIT (64u << 20)

typedef struct Block { struct Block *next; } Block;
// Lies directly before what the caller gets.
typedef struct { uint32_t class; uint32_t back; uint32_t used; uint32_t pad; } Header;

static Block *lists[CLASSES];
static uintptr_t top;
static uintptr_t end;

static uint32_t class_of(size_t size) {
    if (size <= 512) return (uint32_t)((size + 15) / 16) - (size > 0);
    uint32_t power = 31 - (uint32_t)__builtin_clz((uint32_t)(size - 1));
    uint32_t step = (uint32_t)((size - 1) >> (power - 2)) & 3;
    return SMALL + (power - 9) * 4 + step;
}

static size_t size_of(uint32_t class) {
    if (class < SMALL) return (class + 1) * 16;
    uint32_t power = 9 + (class - SMALL) / 4;
    uint32_t step = (class - SMALL) % 4;
    return ((size_t)1 << power) + ((size_t)(step + 1) << (power - 2));
}

static void *fresh(size_t size) {
    if (top == 0) {
        top = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
        end = (uintptr_t)__builtin_wasm_memory_size(0) << 16;
    }
    if (size > LIMIT || top + size > LIMIT) return NULL;
    if (top + size > end) {
        size_t pages = (top + size - end + 0xFFFF) >> 16;
        // In steps of a megabyte, so that growing is rare.
        size_t generous = (pages + 15) & ~(size_t)15;
        if (__builtin_wasm_memory_grow(0, generous) == (size_t)-1) {
            if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return NULL;
            generous = pages;
        }
        end += generous << 16;
    }
    void *block = (void *)top;
    top += size;
    return block;
}

void *malloc(size_t size) {
    if (size == 0) size = 1;
    if (size > LIMIT / 2) return NULL;
    uint32_t class = class_of(size);
    Block *block = lists[class];
    if (block) {
        lists[class] = block->next;
    } else {
        uint8_t *raw = fresh(size_of(class) + sizeof(Header));
        if (!raw) return NULL;
        block = (Block *)(raw + sizeof(Header));
    }
    Header *header = (Header *)block - 1;
    header->class = class;
    header->back = 0;
    header->used = 1;
    return block;
}

void free(void *pointer) {
    if (!pointer) return;
    Header *header = (Header *)pointer - 1;
    if (header->back) {
        pointer = (uint8_t *)pointer - header->back;
        header = (Header *)pointer - 1;
    }
    // A block freed twice would be given to two owners.
    if (!header->used) __builtin_trap();
    header->used = 0;
    Block *block = pointer;
    block->next = lists[header->class];
    lists[header->class] = block;
}

int posix_memalign(void **out, size_t alignment, size_t size) {
    if (alignment <= 16) {
        *out = malloc(size);
        return *out ? 0 : 12;
    }
    uint8_t *raw = malloc(size + alignment + sizeof(Header));
    if (!raw) return 12;
    uint8_t *aligned = (uint8_t *)(((uintptr_t)raw + sizeof(Header) + alignment - 1) & ~(uintptr_t)(alignment - 1));
    ((Header *)aligned - 1)->back = (uint32_t)(aligned - raw);
    *out = aligned;
    return 0;
}

// Hashing starts from a constant: the engine's answers must not depend on chance.
void arc4random_buf(void *buffer, size_t count) {
    uint8_t *bytes = buffer;
    for (size_t i = 0; i < count; i++) bytes[i] = (uint8_t)(i * 151 + 43);
}

// MARK: Bytes

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    uint8_t *t = to;
    const uint8_t *f = from;
    for (; count >= 8; count -= 8, t += 8, f += 8) {
        uint64_t word;
        __builtin_memcpy_inline(&word, f, 8);
        __builtin_memcpy_inline(t, &word, 8);
    }
    while (count--) *t++ = *f++;
    return to;
}

void *memmove(void *to, const void *from, size_t count) {
    uint8_t *t = to;
    const uint8_t *f = from;
    if (t == f || count == 0) return to;
    if (t < f || t >= f + count) return memcpy(to, from, count);
    while (count--) t[count] = f[count];
    return to;
}

void *memset(void *to, int value, size_t count) {
    uint8_t *t = to;
    while (count--) *t++ = (uint8_t)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t count) {
    const uint8_t *x = a, *y = b;
    for (; count--; x++, y++) if (*x != *y) return *x < *y ? -1 : 1;
    return 0;
}

int putchar(int character) { return character; }

// MARK: Numbers

// The exact remainder, by long division of the significands.
double fmod(double x, double y) {
    union { double value; uint64_t bits; } a = { x }, b = { y };
    uint64_t sign = a.bits >> 63 << 63;
    int64_t ea = (int64_t)(a.bits >> 52 & 0x7FF), eb = (int64_t)(b.bits >> 52 & 0x7FF);
    if (y == 0 || y != y || x != x || ea == 0x7FF) return (x * y) / (x * y);
    if (eb == 0x7FF) return x;
    uint64_t ma = a.bits & 0xFFFFFFFFFFFFFull, mb = b.bits & 0xFFFFFFFFFFFFFull;
    if (ea) ma |= 1ull << 52; else ea = 1;
    if (eb) mb |= 1ull << 52; else eb = 1;
    if (ea < eb) return x;
    if (ea == eb) ma %= mb;
    for (; ea > eb && ma; ea--) { if (ea == eb) break; ma = (ma % mb) << 1; }
    ma %= mb;
    // Whatever exponent is left over when the remainder became zero does not matter.
    a.bits = sign;
    if (!ma) return a.value;
    int64_t e = eb;
    while (!(ma >> 52) && e > 1) { ma <<= 1; e--; }
    a.bits = sign | (ma >> 52 ? (uint64_t)e << 52 : 0) | (ma & 0xFFFFFFFFFFFFFull);
    return a.value;
}

// Half away from zero.
double round(double x) {
    double whole = __builtin_trunc(x);
    double rest = x - whole;
    if (rest >= 0.5) return whole + 1;
    if (rest <= -0.5) return whole - 1;
    return __builtin_copysign(whole, x);
}

// 128-bit multiplication, which the compiler leaves to a library.
__int128 __multi3(__int128 a, __int128 b) {
    uint64_t al = (uint64_t)a, ah = (uint64_t)((unsigned __int128)a >> 64);
    uint64_t bl = (uint64_t)b, bh = (uint64_t)((unsigned __int128)b >> 64);
    uint64_t a0 = al & 0xFFFFFFFF, a1 = al >> 32, b0 = bl & 0xFFFFFFFF, b1 = bl >> 32;
    uint64_t low = a0 * b0, mid = a1 * b0 + (low >> 32), mid2 = a0 * b1 + (mid & 0xFFFFFFFF);
    uint64_t result_low = (mid2 << 32) | (low & 0xFFFFFFFF);
    uint64_t result_high = a1 * b1 + (mid >> 32) + (mid2 >> 32) + al * bh + ah * bl;
    union { struct { uint64_t low, high; } parts; __int128 whole; } out = { { result_low, result_high } };
    return out.whole;
}

// How much memory is taken from the browser, for tests that it stays flat.
__attribute__((export_name("kinbox_memory"))) uint32_t kinbox_memory(void) {
    return (uint32_t)(__builtin_wasm_memory_size(0) << 16);
}
__attribute__((export_name("kinbox_heap"))) uint32_t kinbox_heap(void) { return (uint32_t)top; }
