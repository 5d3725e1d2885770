#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "support.h"

extern char **environ;

char *peer_run(char *const arguments[], double *seconds, int64_t *peak_bytes) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    double start = peer_now();
    int failure = posix_spawn(&child, arguments[0], &actions, 0, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure) return peer_failure(0, strerror(failure));
    int status = 0;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0)
        if (errno != EINTR) return peer_failure(0, strerror(errno));
    *seconds = peer_now() - start;
    *peak_bytes = (int64_t)usage.ru_maxrss * 1024;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : peer_failure(0, arguments[0]);
}
