/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Chatty Connectors authors */

/* What the helper gives up before it looks at a file. Each step is taken when
 * the kernel has it and left out when not: files must stay readable on old
 * kernels and inside of other sandboxes, and the limits alone hold a lot. */

#include "config.h"

#define G_LOG_DOMAIN "chatty-reader"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "chatty-helper-sanitizers.h"
#include "chatty-helper-server.h"

/* Address space beyond the data: libraries, the stack, a mapped file. */
#define SPARE_ADDRESSES (G_GUINT64_CONSTANT (1) << 30)

static void
set_limit (int    which,
           rlim_t value)
{
  struct rlimit limit;

  if (getrlimit (which, &limit) == 0 && (limit.rlim_max == RLIM_INFINITY || value <= limit.rlim_max))
    {
      limit.rlim_cur = value;
      setrlimit (which, &limit);
    }
}

static void
set_hard_limit (int    which,
                rlim_t value)
{
  const struct rlimit limit = { value, value };

  setrlimit (which, &limit);
}

/**
 * chatty_helper_limit_memory:
 * @bytes: how much the next file may take
 *
 * What the process has already does not count towards it.
 */
void
chatty_helper_limit_memory (guint64 bytes)
{
#ifndef CHATTY_WITH_SANITIZERS
  set_limit (RLIMIT_DATA, bytes);
  set_limit (RLIMIT_AS, bytes + SPARE_ADDRESSES);
#endif
}

/**
 * chatty_helper_limit_time:
 * @seconds: processor time for the next file
 *
 * The program keeps the time as well and ends the helper; this holds when the
 * program is stopped or gone.
 */
void
chatty_helper_limit_time (guint32 seconds)
{
  struct rusage usage;

  if (getrusage (RUSAGE_SELF, &usage) == 0)
    set_limit (RLIMIT_CPU, usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + seconds + 2);
}

#ifndef CHATTY_WITH_SANITIZERS

/* Where libraries keep the tables that they load on demand. */
static const char * const readable[] = {
  "/usr", "/lib", "/lib64", "/app", "/nix/store", "/gnu/store", "/etc/ld.so.cache", "/etc/localtime",
};

static void
restrict_files (void)
{
  /* The rights of the first version; later ones add to them. */
  const guint64 all = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
                      LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                      LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                      LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                      LANDLOCK_ACCESS_FS_MAKE_SYM;
  const struct landlock_ruleset_attr attributes = { .handled_access_fs = all };
  const int rules = syscall (SYS_landlock_create_ruleset, &attributes, sizeof (guint64), 0);

  if (rules < 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (readable); i++)
    {
      const gboolean is_file = g_str_has_prefix (readable[i], "/etc/");
      struct landlock_path_beneath_attr rule = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | (is_file ? 0 : LANDLOCK_ACCESS_FS_READ_DIR),
        .parent_fd = open (readable[i], O_PATH | O_CLOEXEC),
      };

      if (rule.parent_fd < 0)
        continue;
      syscall (SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
      close (rule.parent_fd);
    }
  syscall (SYS_landlock_restrict_self, rules, 0);
  close (rules);
}

static const int allowed[] = {
  SCMP_SYS (access), SCMP_SYS (arch_prctl), SCMP_SYS (brk), SCMP_SYS (clock_getres), SCMP_SYS (clock_gettime),
  SCMP_SYS (close), SCMP_SYS (dup), SCMP_SYS (exit), SCMP_SYS (exit_group), SCMP_SYS (faccessat),
  SCMP_SYS (faccessat2), SCMP_SYS (fadvise64), SCMP_SYS (fcntl), SCMP_SYS (fcntl64), SCMP_SYS (fstat),
  SCMP_SYS (fstat64), SCMP_SYS (futex), SCMP_SYS (getcwd), SCMP_SYS (getdents64), SCMP_SYS (getegid),
  SCMP_SYS (geteuid), SCMP_SYS (getgid), SCMP_SYS (getpid), SCMP_SYS (getrandom), SCMP_SYS (getrlimit),
  SCMP_SYS (getrusage), SCMP_SYS (gettid), SCMP_SYS (gettimeofday), SCMP_SYS (getuid), SCMP_SYS (lseek),
  SCMP_SYS (_llseek), SCMP_SYS (lstat), SCMP_SYS (madvise), SCMP_SYS (mmap), SCMP_SYS (mmap2), SCMP_SYS (mprotect),
  SCMP_SYS (mremap), SCMP_SYS (munmap), SCMP_SYS (newfstatat), SCMP_SYS (poll), SCMP_SYS (ppoll),
  SCMP_SYS (pread64), SCMP_SYS (read), SCMP_SYS (readlink), SCMP_SYS (readlinkat), SCMP_SYS (readv),
  SCMP_SYS (recvmsg), SCMP_SYS (restart_syscall), SCMP_SYS (rseq), SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn), SCMP_SYS (sched_getaffinity), SCMP_SYS (sched_yield),
  SCMP_SYS (sendmsg), SCMP_SYS (set_robust_list), SCMP_SYS (setrlimit), SCMP_SYS (sigaltstack), SCMP_SYS (stat),
  SCMP_SYS (stat64), SCMP_SYS (statx), SCMP_SYS (sysinfo), SCMP_SYS (time), SCMP_SYS (uname), SCMP_SYS (write),
  SCMP_SYS (writev),
};

/* Everything else answers "not permitted": nothing to write to, to connect
 * to, to start or to look into. */
static void
restrict_calls (void)
{
  const unsigned int writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  int result = 0;

  if (filter == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    /* Names that this machine does not have are not an error. */
    if (allowed[i] >= 0)
      result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0);
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1,
                              SCMP_A2 (SCMP_CMP_MASKED_EQ, writing, 0));
#ifdef __NR_open
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (open), 1,
                              SCMP_A1 (SCMP_CMP_MASKED_EQ, writing, 0));
#endif
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prlimit64), 1,
                              SCMP_A0 (SCMP_CMP_EQ, 0));
  result |= seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                              SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()));
  if (result == 0)
    seccomp_load (filter);
  seccomp_release (filter);
}

#endif /* !CHATTY_WITH_SANITIZERS */

/**
 * chatty_helper_sandbox_enter:
 *
 * Gives up every right that reading a file does not need. It cannot be undone
 * and never fails.
 */
void
chatty_helper_sandbox_enter (void)
{
  if (close_range (CHATTY_HELPER_SOCKET + 1, G_MAXUINT, 0) != 0)
    for (int fd = CHATTY_HELPER_SOCKET + 1; fd < 1024; fd++)
      close (fd);

  prctl (PR_SET_DUMPABLE, 0);
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  set_hard_limit (RLIMIT_CORE, 0);
  set_hard_limit (RLIMIT_FSIZE, 0);
  set_hard_limit (RLIMIT_NOFILE, 64);
#ifndef CHATTY_WITH_SANITIZERS
  set_hard_limit (RLIMIT_NPROC, 0);
  restrict_files ();
  restrict_calls ();
#endif
}
