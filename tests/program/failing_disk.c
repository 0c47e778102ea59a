/* Loaded before the C library (LD_PRELOAD): lets the so-many-th change of a file below a folder fail.

   FAIL_UNDER  the folder
   FAIL_AT     which one fails, counted from 1; 0 lets all pass
   FAIL_HOW    EIO: that call fails; ENOSPC: it and every later one; SHORT: it writes half, the next fails
   FAIL_COUNT  a file that gets the number of changes there were, when the process ends
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long passed;
static int next_fails;

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static int below(int fd)
{
    char link[64], target[4096];
    const char *folder = setting("FAIL_UNDER");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, target, sizeof target - 1);
    return length > 0 && *folder && !strncmp(target, folder, strlen(folder));
}

/* 0: goes on; 1: fails, errno is set; 2: only half of it is to be written. */
static int fate(int fd, size_t size)
{
    if (!below(fd))
        return 0;
    const char *how = setting("FAIL_HOW");
    long at = atol(setting("FAIL_AT"));
    passed++;
    if (next_fails || (at && !strcmp(how, "ENOSPC") && passed >= at)) {
        next_fails = 0;
        errno = ENOSPC;
        return 1;
    }
    if (!at || passed != at)
        return 0;
    if (!strcmp(how, "SHORT")) {
        next_fails = 1;
        return size > 1 ? 2 : 0;
    }
    errno = EIO;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size)
{
    int what = fate(fd, size);
    return what == 1 ? -1 : REAL(write)(fd, data, what ? size / 2 : size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at)
{
    int what = fate(fd, size);
    return what == 1 ? -1 : REAL(pwrite)(fd, data, what ? size / 2 : size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at)
{
    int what = fate(fd, size);
    return what == 1 ? -1 : REAL(pwrite64)(fd, data, what ? size / 2 : size, at);
}

int fsync(int fd)
{
    return fate(fd, 0) == 1 ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
    return fate(fd, 0) == 1 ? -1 : REAL(fdatasync)(fd);
}

__attribute__((destructor)) static void tell(void)
{
    FILE *file = *setting("FAIL_COUNT") ? fopen(setting("FAIL_COUNT"), "w") : NULL;
    if (file) {
        fprintf(file, "%ld", passed);
        fclose(file);
    }
}
