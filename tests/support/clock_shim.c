// Preloaded into a validator, it moves the wall clock, and only that, by as many milliseconds as the
// file says whose name is in CLOCK_OFFSET_FILE; the file is read anew at each question, so that a
// test can set the clock of a running process. Monotonic clocks stay as they are.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS 1000000000LL

static long long offset_ns(void) {
  const char* const path = getenv("CLOCK_OFFSET_FILE");
  const int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  char digits[32] = "";
  if (file >= 0) {
    if (read(file, digits, sizeof digits - 1) < 0) digits[0] = '\0';
    close(file);
  }
  return atoll(digits) * 1000000LL;
}

int clock_gettime(clockid_t clock, struct timespec* now) {
  const long result = syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    const long long moved = now->tv_sec * NANOSECONDS + now->tv_nsec + offset_ns();
    now->tv_sec = moved / NANOSECONDS;
    now->tv_nsec = moved % NANOSECONDS;
  }
  return (int)result;
}

int gettimeofday(struct timeval* restrict now, void* restrict zone) {
  struct timespec exact;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec;
  now->tv_usec = exact.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* where) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (where) *where = exact.tv_sec;
  return exact.tv_sec;
}
