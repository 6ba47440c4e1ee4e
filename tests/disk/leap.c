/* Lets the clock of a process be ahead. Loaded by LD_PRELOAD; CUSTOMER_KEY_CLOCK_AHEAD says by how many seconds. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
    long result = syscall(SYS_clock_gettime, clock, time);
    const char *ahead = clock == CLOCK_REALTIME ? getenv("CUSTOMER_KEY_CLOCK_AHEAD") : NULL;
    if (result == 0 && ahead) time->tv_sec += atol(ahead);
    return (int)result;
}
