/* What a PKCS #11 module does by itself, as a measure for the driver: AES-256-GCM of 32 bytes, and
 * unwrap + GCM + destroy, on session objects, by one thread.
 *
 *   module_loop MODULE INIT-ARGUMENTS TOKEN MILLIS    (the PIN comes on standard input)
 *
 * prints "gcm NANOS" and "miss NANOS": processor time of one round. Processor time, because other
 * work on the machine changes it less than wall-clock time; these modules never wait.
 *
 * The few types are written out after PKCS #11 v2.40 for LP64, so that no header is needed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef unsigned long ulong;
typedef unsigned char byte;
struct mechanism { ulong type; void *parameters; ulong length; };
struct attribute { ulong type; void *value; ulong length; };
struct gcm { byte *iv; ulong ivBytes; ulong ivBits; byte *aad; ulong aadBytes; ulong tagBits; };
struct start { void *mutexes[4]; ulong flags; void *reserved; };

enum { INITIALIZE = 0, SLOT_LIST = 4, TOKEN = 6, OPEN = 12, LOGIN = 18, DESTROY = 22, ENCRYPT_INIT = 29,
       ENCRYPT = 30, GENERATE = 58, WRAP = 60, UNWRAP = 61 };
#define CALL(index, ...) ((ulong(*)())functions[index])(__VA_ARGS__)
#define MUST(index, ...) \
  do { ulong code = CALL(index, __VA_ARGS__); \
    if (code) { fprintf(stderr, "function %d: 0x%lx\n", index, code); exit(1); } } while (0)

static void **functions;
static ulong session;
static byte yes = 1, no = 0;

static double cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static ulong generate(int wraps, int leaves) {
  ulong length = 32, key = 0;
  struct mechanism how = {0x1080, 0, 0};
  struct attribute template[] = {
      {0x1, &no, 1},                      {0x2, &yes, 1},
      {0x103, &yes, 1},                   {0x162, leaves ? &yes : &no, 1},
      {0x161, &length, 8},                {wraps ? 0x106 : 0x104, &yes, 1},
      {wraps ? 0x107 : 0x105, &yes, 1}};
  MUST(GENERATE, session, &how, template, 7ul, &key);
  return key;
}

static void encrypt(ulong key) {
  static byte iv[12], in[32], out[64];
  ulong length = sizeof out;
  struct gcm parameters = {iv, 12, 96, 0, 0, 128};
  struct mechanism how = {0x1087, &parameters, sizeof parameters};
  MUST(ENCRYPT_INIT, session, &how, key);
  MUST(ENCRYPT, session, in, 32ul, out, &length);
}

static void miss(ulong kek, byte *wrapped, ulong length) {
  ulong class = 4, type = 0x1f, key = 0;
  struct mechanism how = {0x2109, 0, 0};
  /* As the driver's: every use that is not meant is forbidden by name. */
  struct attribute template[] = {
      {0x0, &class, 8},  {0x100, &type, 8}, {0x1, &no, 1},   {0x2, &yes, 1},  {0x103, &yes, 1},
      {0x162, &no, 1},   {0x104, &yes, 1},  {0x105, &yes, 1}, {0x106, &no, 1}, {0x107, &no, 1},
      {0x108, &no, 1},   {0x10a, &no, 1},   {0x10c, &no, 1}};
  MUST(UNWRAP, session, &how, kek, wrapped, length, template, 13ul, &key);
  encrypt(key);
  MUST(DESTROY, session, key);
}

int main(int count, char **args) {
  if (count != 5) return 2;
  void *library = dlopen(args[1], RTLD_NOW);
  ulong (*list)(void ***) = library ? (ulong(*)(void ***))dlsym(library, "C_GetFunctionList") : 0;
  if (!list || list(&functions)) { fprintf(stderr, "no module\n"); return 1; }
  functions++; /* the version stands before them */
  struct start start = {{0}, 2, args[2][0] ? args[2] : 0};
  MUST(INITIALIZE, &start);
  ulong slots[64], found = 64, slot = 0, there = 0;
  MUST(SLOT_LIST, yes, slots, &found);
  for (ulong i = 0; i < found; i++) {
    char token[208] = {0}, label[33];
    if (CALL(TOKEN, slots[i], token)) continue;
    snprintf(label, sizeof label, "%-32s", args[3]);
    if (!memcmp(token, label, 32)) { slot = slots[i]; there = 1; }
  }
  if (!there) { fprintf(stderr, "no such token\n"); return 1; }
  char pin[256] = {0};
  if (!fgets(pin, sizeof pin, stdin)) return 1;
  ulong pinBytes = strcspn(pin, "\n");
  MUST(OPEN, slot, 6ul, (void *)0, (void *)0, &session);
  MUST(LOGIN, session, 1ul, pin, pinBytes);
  explicit_bzero(pin, sizeof pin);

  double millis = atof(args[4]);
  ulong key = generate(0, 0), kek = generate(1, 0), cold = generate(0, 1);
  byte wrapped[64];
  ulong length = sizeof wrapped;
  struct mechanism kw = {0x2109, 0, 0};
  MUST(WRAP, session, &kw, kek, cold, wrapped, &length);
  for (int round = 0; round < 2; round++) {
    double begun = cpu();
    ulong calls = 0;
    while (cpu() - begun < millis * 1e6)
      for (int i = 0; i < 100; i++, calls++)
        if (round) miss(kek, wrapped, length); else encrypt(key);
    printf("%s %.1f\n", round ? "miss" : "gcm", (cpu() - begun) / calls);
  }
  return 0;
}
