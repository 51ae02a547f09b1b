/* A PKCS #11 module that forwards every call to another one, and goes wrong on command.
 *
 * Beside the library lie two files: NAME.so.conf, lines of "KEY VALUE" (target, env NAME=VALUE,
 * so-pin, pin, turn: a file to lock), and NAME.so.control, a `struct control` that both sides map. Only what is needed of
 * PKCS #11 v2.40 is declared here, for LP64. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long ulong_t;
typedef ulong_t rv_t;
typedef void *ptr;
typedef unsigned char byte_t;

#define EXPORT __attribute__((visibility("default")))
#define FUNCTIONS 68
#define SLOTS_MAX 64
#define TEXT_MAX 4096
#define VARIABLES_MAX 8

#define CKR_OK 0x0UL
#define CKR_SLOT_ID_INVALID 0x3UL
#define CKR_GENERAL_ERROR 0x5UL
#define CKR_DEVICE_REMOVED 0x32UL
#define CKF_RW_SERIAL_SESSION 0x6UL
#define CKU_SO 0UL
#define LABEL_BYTES 32
#define TOKEN_INFO_BYTES 208

/* Places in the function list. */
enum {
  INITIALIZE = 0, FINALIZE = 1, GET_SLOT_LIST = 4, GET_SLOT_INFO = 5, GET_TOKEN_INFO = 6,
  GET_MECHANISM_LIST = 7, GET_MECHANISM_INFO = 8, INIT_TOKEN = 9, INIT_PIN = 10,
  OPEN_SESSION = 12, CLOSE_SESSION = 13, CLOSE_ALL_SESSIONS = 14, LOGIN = 18, LOGOUT = 19,
  CREATE_OBJECT = 20, DESTROY_OBJECT = 22, GET_ATTRIBUTE_VALUE = 24, SET_ATTRIBUTE_VALUE = 25,
  FIND_OBJECTS_INIT = 26, FIND_OBJECTS = 27, FIND_OBJECTS_FINAL = 28, ENCRYPT_INIT = 29,
  ENCRYPT = 30, DECRYPT_INIT = 33, DECRYPT = 34, SIGN_INIT = 42, SIGN = 43, GENERATE_KEY = 58,
  GENERATE_KEY_PAIR = 59, WRAP_KEY = 60, UNWRAP_KEY = 61, GENERATE_RANDOM = 64
};

enum fault {
  CODE = 1,     /* the call answers `code`, the target does not see it */
  DELAY = 2,    /* the call takes `delay_ms` longer */
  HANG = 3,     /* the call does not come back until the fault is lifted */
  LOSE = 4,     /* all sessions and the login are gone */
  WIPE = 5,     /* every token is initialised anew, with the same label and PINs */
  REMOVE = 6,   /* no slot, all sessions gone, until the fault is lifted */
  FORGET = 7,   /* the target is finalised */
  STUCK = 8,    /* every call answers `code` until C_Finalize */
  CRASH = 9     /* SIGSEGV */
};

struct control {
  uint32_t armed;    /* written last; 0 lifts the fault */
  uint32_t fault;
  int32_t function;  /* place in the list; -1: every one */
  uint32_t skip;     /* calls of it that go well first */
  uint32_t times;    /* calls that are hit; 0: all until the fault is lifted */
  uint32_t delay_ms;
  uint64_t code;
  uint32_t seen;     /* calls of the function since the fault was armed */
  uint32_t hits;
  uint32_t calm;     /* C_CloseAllSessions and C_Logout wait until no other call is in the target */
  uint64_t calls[FUNCTIONS];
};

static struct {
  byte_t version[8];
  ptr f[FUNCTIONS];
} target, list;

static struct control *control;
static char so_pin[TEXT_MAX], user_pin[TEXT_MAX], turn_file[TEXT_MAX];
static struct { char name[64], value[TEXT_MAX]; } variable[VARIABLES_MAX];
static int variables;
static pthread_rwlock_t lock;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int ready;

#define TARGET(place, signature) ((rv_t(*) signature)target.f[place])

static void pause_ms(uint32_t ms) {
  struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000L};
  nanosleep(&time, NULL);
}

static int armed(enum fault fault) {
  return __atomic_load_n(&control->armed, __ATOMIC_ACQUIRE) && control->fault == fault;
}

static ulong_t slots(ulong_t *found) {
  ulong_t count = SLOTS_MAX;
  rv_t rv = TARGET(GET_SLOT_LIST, (byte_t, ulong_t *, ulong_t *))(1, found, &count);
  return rv == CKR_OK ? count : 0;
}

/* The three below run while no other call is in the target. */
static void lose(void) {
  ulong_t found[SLOTS_MAX], count = slots(found);
  for (ulong_t i = 0; i < count; i++) TARGET(CLOSE_ALL_SESSIONS, (ulong_t))(found[i]);
}

static void wipe_token(ulong_t slot) {
  byte_t information[TOKEN_INFO_BYTES];
  ulong_t session;
  if (TARGET(GET_TOKEN_INFO, (ulong_t, ptr))(slot, information) != CKR_OK) return;
  /* CKF_TOKEN_INITIALIZED: leave empty slots as they are. */
  if (!(*(ulong_t *)(information + 96) & 0x400)) return;
  if (TARGET(INIT_TOKEN, (ulong_t, ptr, ulong_t, ptr))(slot, so_pin, strlen(so_pin), information)
      != CKR_OK) return;
  if (TARGET(OPEN_SESSION, (ulong_t, ulong_t, ptr, ptr, ulong_t *))(
          slot, CKF_RW_SERIAL_SESSION, NULL, NULL, &session) != CKR_OK) return;
  TARGET(LOGIN, (ulong_t, ulong_t, ptr, ulong_t))(session, CKU_SO, so_pin, strlen(so_pin));
  TARGET(INIT_PIN, (ulong_t, ptr, ulong_t))(session, user_pin, strlen(user_pin));
  TARGET(CLOSE_SESSION, (ulong_t))(session);
}

static void wipe(void) {
  ulong_t found[SLOTS_MAX], count = slots(found);
  lose();
  for (ulong_t i = 0; i < count; i++) wipe_token(found[i]);
}

static void alone(enum fault fault) {
  pthread_rwlock_wrlock(&lock);
  switch (fault) {
    case LOSE: case REMOVE: lose(); break;
    case WIPE: wipe(); break;
    case FORGET: TARGET(FINALIZE, (ptr))(NULL); break;
    default: break;
  }
  pthread_rwlock_unlock(&lock);
}

/* What a removed or stuck device does to a call that is not the one that was hit. */
static int is_down(int function, rv_t *answer) {
  if (!__atomic_load_n(&control->hits, __ATOMIC_ACQUIRE)) return 0;
  if (armed(STUCK)) {
    if (function == FINALIZE) {
      __atomic_store_n(&control->armed, 0, __ATOMIC_RELEASE);
      return 0;
    }
    *answer = control->code;
    return 1;
  }
  if (armed(REMOVE) && function != INITIALIZE && function != FINALIZE) {
    *answer = function == GET_SLOT_LIST ? CKR_OK
        : function == GET_SLOT_INFO || function == GET_TOKEN_INFO || function == OPEN_SESSION
                || function == CLOSE_ALL_SESSIONS
            ? CKR_SLOT_ID_INVALID
            : CKR_DEVICE_REMOVED;
    return 1;
  }
  return 0;
}

static int is_hit(int function) {
  if (!__atomic_load_n(&control->armed, __ATOMIC_ACQUIRE)) return 0;
  if (control->function != -1 && control->function != function) return 0;
  uint32_t n = __atomic_fetch_add(&control->seen, 1, __ATOMIC_ACQ_REL);
  if (n < control->skip || (control->times && n - control->skip >= control->times)) return 0;
  return 1;
}

/* Whether the call is answered here. Otherwise it goes on to the target. */
static int answered(int function, rv_t *answer) {
  __atomic_fetch_add(&control->calls[function], 1, __ATOMIC_RELAXED);
  if (is_down(function, answer)) return 1;
  if (!is_hit(function)) return 0;
  enum fault fault = control->fault;
  rv_t code = control->code;
  uint32_t first = __atomic_fetch_add(&control->hits, 1, __ATOMIC_ACQ_REL) == 0;
  switch (fault) {
    case CODE: case STUCK: *answer = code; return 1;
    case DELAY: pause_ms(control->delay_ms); return 0;
    case HANG:
      while (armed(HANG)) pause_ms(1);
      *answer = code;
      return code != CKR_OK;
    case LOSE: case WIPE: case FORGET: alone(fault); return 0;
    case REMOVE: if (first) alone(fault); return is_down(function, answer);
    case CRASH: signal(SIGSEGV, SIG_DFL); raise(SIGSEGV); return 0;
  }
  return 0;
}

#define FORWARD(name, place, signature, arguments)                  \
  static rv_t name signature {                                      \
    rv_t answer;                                                    \
    if (answered(place, &answer)) return answer;                    \
    pthread_rwlock_rdlock(&lock);                                   \
    answer = TARGET(place, signature) arguments;                    \
    pthread_rwlock_unlock(&lock);                                   \
    return answer;                                                  \
  }

/* Targets read their environment in C_Initialize: shims beside each other take turns with it. */
static rv_t initialize(ptr arguments) {
  rv_t answer;
  if (answered(INITIALIZE, &answer)) return answer;
  int turn = open(turn_file, O_RDWR | O_CREAT, 0600);
  if (turn >= 0) flock(turn, LOCK_EX);
  for (int i = 0; i < variables; i++) setenv(variable[i].name, variable[i].value, 1);
  answer = TARGET(INITIALIZE, (ptr))(arguments);
  if (turn >= 0) close(turn);
  return answer;
}

static rv_t finalize(ptr reserved) {
  rv_t answer;
  if (answered(FINALIZE, &answer)) return answer;
  pthread_rwlock_wrlock(&lock);
  answer = TARGET(FINALIZE, (ptr))(reserved);
  pthread_rwlock_unlock(&lock);
  return answer;
}

FORWARD(slot_info, GET_SLOT_INFO, (ulong_t a, ptr b), (a, b))
FORWARD(token_info, GET_TOKEN_INFO, (ulong_t a, ptr b), (a, b))
FORWARD(mechanism_list, GET_MECHANISM_LIST, (ulong_t a, ptr b, ptr c), (a, b, c))
FORWARD(mechanism_info, GET_MECHANISM_INFO, (ulong_t a, ulong_t b, ptr c), (a, b, c))
FORWARD(init_pin, INIT_PIN, (ulong_t a, ptr b, ulong_t c), (a, b, c))
FORWARD(open_session, OPEN_SESSION, (ulong_t a, ulong_t b, ptr c, ptr d, ptr e), (a, b, c, d, e))
FORWARD(close_session, CLOSE_SESSION, (ulong_t a), (a))
FORWARD(login, LOGIN, (ulong_t a, ulong_t b, ptr c, ulong_t d), (a, b, c, d))
FORWARD(create_object, CREATE_OBJECT, (ulong_t a, ptr b, ulong_t c, ptr d), (a, b, c, d))
FORWARD(destroy_object, DESTROY_OBJECT, (ulong_t a, ulong_t b), (a, b))
FORWARD(get_attribute, GET_ATTRIBUTE_VALUE, (ulong_t a, ulong_t b, ptr c, ulong_t d), (a, b, c, d))
FORWARD(set_attribute, SET_ATTRIBUTE_VALUE, (ulong_t a, ulong_t b, ptr c, ulong_t d), (a, b, c, d))
FORWARD(find_init, FIND_OBJECTS_INIT, (ulong_t a, ptr b, ulong_t c), (a, b, c))
FORWARD(find, FIND_OBJECTS, (ulong_t a, ptr b, ulong_t c, ptr d), (a, b, c, d))
FORWARD(find_final, FIND_OBJECTS_FINAL, (ulong_t a), (a))
FORWARD(encrypt_init, ENCRYPT_INIT, (ulong_t a, ptr b, ulong_t c), (a, b, c))
FORWARD(encrypt, ENCRYPT, (ulong_t a, ptr b, ulong_t c, ptr d, ptr e), (a, b, c, d, e))
FORWARD(decrypt_init, DECRYPT_INIT, (ulong_t a, ptr b, ulong_t c), (a, b, c))
FORWARD(decrypt, DECRYPT, (ulong_t a, ptr b, ulong_t c, ptr d, ptr e), (a, b, c, d, e))
FORWARD(sign_init, SIGN_INIT, (ulong_t a, ptr b, ulong_t c), (a, b, c))
FORWARD(sign, SIGN, (ulong_t a, ptr b, ulong_t c, ptr d, ptr e), (a, b, c, d, e))
FORWARD(generate_key, GENERATE_KEY, (ulong_t a, ptr b, ptr c, ulong_t d, ptr e), (a, b, c, d, e))
FORWARD(generate_pair, GENERATE_KEY_PAIR,
    (ulong_t a, ptr b, ptr c, ulong_t d, ptr e, ulong_t f, ptr g, ptr h), (a, b, c, d, e, f, g, h))
FORWARD(wrap_key, WRAP_KEY, (ulong_t a, ptr b, ulong_t c, ulong_t d, ptr e, ptr f),
    (a, b, c, d, e, f))
FORWARD(unwrap_key, UNWRAP_KEY,
    (ulong_t a, ptr b, ulong_t c, ptr d, ulong_t e, ptr f, ulong_t g, ptr h),
    (a, b, c, d, e, f, g, h))
FORWARD(generate_random, GENERATE_RANDOM, (ulong_t a, ptr b, ulong_t c), (a, b, c))

/* Some targets do not survive these two under a call; a device that restarts does them no harm. */
#define CALMLY(name, place, signature, arguments)                   \
  static rv_t name signature {                                      \
    rv_t answer;                                                    \
    if (answered(place, &answer)) return answer;                    \
    if (__atomic_load_n(&control->calm, __ATOMIC_ACQUIRE)) {        \
      pthread_rwlock_wrlock(&lock);                                 \
    } else {                                                        \
      pthread_rwlock_rdlock(&lock);                                 \
    }                                                               \
    answer = TARGET(place, signature) arguments;                    \
    pthread_rwlock_unlock(&lock);                                   \
    return answer;                                                  \
  }

CALMLY(close_all_sessions, CLOSE_ALL_SESSIONS, (ulong_t a), (a))
CALMLY(logout, LOGOUT, (ulong_t a), (a))

static rv_t slot_list(byte_t present, ptr places, ulong_t *count) {
  rv_t answer;
  if (answered(GET_SLOT_LIST, &answer)) {
    if (answer == CKR_OK) *count = 0;
    return answer;
  }
  pthread_rwlock_rdlock(&lock);
  answer = TARGET(GET_SLOT_LIST, (byte_t, ptr, ulong_t *))(present, places, count);
  pthread_rwlock_unlock(&lock);
  return answer;
}

static void configure(char *line, char *library) {
  char *value = strchr(line, ' ');
  line[strcspn(line, "\n")] = 0;
  if (!value) return;
  *value++ = 0;
  if (!strcmp(line, "target")) snprintf(library, TEXT_MAX, "%s", value);
  if (!strcmp(line, "so-pin")) snprintf(so_pin, TEXT_MAX, "%s", value);
  if (!strcmp(line, "pin")) snprintf(user_pin, TEXT_MAX, "%s", value);
  if (!strcmp(line, "turn")) snprintf(turn_file, TEXT_MAX, "%s", value);
  if (!strcmp(line, "env") && strchr(value, '=') && variables < VARIABLES_MAX) {
    char *setting = strchr(value, '=');
    *setting++ = 0;
    snprintf(variable[variables].name, sizeof variable[0].name, "%s", value);
    snprintf(variable[variables++].value, TEXT_MAX, "%s", setting);
  }
}

static int map_control(const char *path) {
  int file = open(path, O_RDWR);
  if (file < 0) return 0;
  control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  return control != MAP_FAILED;
}

EXPORT rv_t C_GetFunctionList(ptr *answer);

static void load(void) {
  Dl_info own;
  char path[TEXT_MAX], line[TEXT_MAX], library[TEXT_MAX] = "";
  pthread_rwlockattr_t fair;
  pthread_rwlockattr_init(&fair);
  pthread_rwlockattr_setkind_np(&fair, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
  pthread_rwlock_init(&lock, &fair);
  if (!dladdr((ptr)C_GetFunctionList, &own)) return;
  snprintf(path, sizeof path, "%s.control", own.dli_fname);
  if (!map_control(path)) return;
  snprintf(path, sizeof path, "%s.conf", own.dli_fname);
  FILE *file = fopen(path, "r");
  if (!file) return;
  while (fgets(line, sizeof line, file)) configure(line, library);
  fclose(file);
  ptr loaded = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!loaded) return;
  rv_t (*functions)(ptr *) = (rv_t(*)(ptr *))dlsym(loaded, "C_GetFunctionList");
  ptr real;
  if (!functions || functions(&real) != CKR_OK) return;
  memcpy(&target, real, sizeof target);
  list = target;
  list.f[INITIALIZE] = initialize;
  list.f[FINALIZE] = finalize;
  list.f[3] = C_GetFunctionList;
  list.f[GET_SLOT_LIST] = slot_list;
  list.f[GET_SLOT_INFO] = slot_info;
  list.f[GET_TOKEN_INFO] = token_info;
  list.f[GET_MECHANISM_LIST] = mechanism_list;
  list.f[GET_MECHANISM_INFO] = mechanism_info;
  list.f[INIT_PIN] = init_pin;
  list.f[OPEN_SESSION] = open_session;
  list.f[CLOSE_SESSION] = close_session;
  list.f[CLOSE_ALL_SESSIONS] = close_all_sessions;
  list.f[LOGIN] = login;
  list.f[LOGOUT] = logout;
  list.f[CREATE_OBJECT] = create_object;
  list.f[DESTROY_OBJECT] = destroy_object;
  list.f[GET_ATTRIBUTE_VALUE] = get_attribute;
  list.f[SET_ATTRIBUTE_VALUE] = set_attribute;
  list.f[FIND_OBJECTS_INIT] = find_init;
  list.f[FIND_OBJECTS] = find;
  list.f[FIND_OBJECTS_FINAL] = find_final;
  list.f[ENCRYPT_INIT] = encrypt_init;
  list.f[ENCRYPT] = encrypt;
  list.f[DECRYPT_INIT] = decrypt_init;
  list.f[DECRYPT] = decrypt;
  list.f[SIGN_INIT] = sign_init;
  list.f[SIGN] = sign;
  list.f[GENERATE_KEY] = generate_key;
  list.f[GENERATE_KEY_PAIR] = generate_pair;
  list.f[WRAP_KEY] = wrap_key;
  list.f[UNWRAP_KEY] = unwrap_key;
  list.f[GENERATE_RANDOM] = generate_random;
  ready = 1;
}

EXPORT rv_t C_GetFunctionList(ptr *answer) {
  pthread_once(&once, load);
  if (!ready) return CKR_GENERAL_ERROR;
  *answer = &list;
  return CKR_OK;
}
