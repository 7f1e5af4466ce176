/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "proxy.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define NEVER G_MAXUINT64
/* A byte that is another one may leave both waiting for each other. */
#define CORRUPT_PATIENCE_MS 400

typedef struct {
  guint64 cut[2], corrupt[2];
  gboolean trickle;
  GFunc held;
  gpointer data;
} Plan;

struct _Proxy {
  int listener;
  guint server_port;
  char *url;
  GThread *thread;
  gint stopped;
  GMutex lock;
  Plan plan;
  guint n;
  gboolean broke;
  GByteArray *up; /* of the last connection */
};

static const Plan no_plan = {.cut = {NEVER, NEVER}, .corrupt = {NEVER, NEVER}};

static struct sockaddr_in
loopback (guint port)
{
  return (struct sockaddr_in){.sin_family = AF_INET,
                              .sin_port = htons ((guint16)port),
                              .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
}

static int
dial (guint port)
{
  struct sockaddr_in address = loopback (port);
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

  g_assert_cmpint (fd, >=, 0);
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  g_assert_cmpint (connect (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  return fd;
}

/* FALSE: the other side has gone. */
static gboolean
write_all (int fd, const guint8 *data, gsize length, gsize step)
{
  while (length > 0) {
    gssize n = send (fd, data, MIN (length, step), MSG_NOSIGNAL);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    data += n;
    length -= (gsize)n;
  }
  return TRUE;
}

/* As the kernel does it when a program dies in the middle, or a wire is cut. */
static void
hang_up (int fd, gboolean hard)
{
  struct linger linger = {.l_onoff = 1};

  if (hard)
    setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  close (fd);
}

typedef struct {
  Proxy *proxy;
  Plan plan;
  int fds[2]; /* the side that bytes come from: the client, the server */
  guint64 passed[2];
  gboolean open[2];
  gboolean broke; /* there was more than may pass */
} Line;

/* What has come on one side goes to the other one. FALSE: it breaks. */
static gboolean
pass (Line *line, ProxyWay way)
{
  guint8 bytes[16384];
  guint64 done = line->passed[way], most = line->plan.cut[way];
  gssize n = recv (line->fds[way], bytes, sizeof bytes, 0);

  if (n < 0)
    return errno == EINTR;
  if (n == 0) {
    line->open[way] = FALSE;
    if (way == PROXY_UP) /* the client has gone */
      return FALSE;
    shutdown (line->fds[PROXY_UP], SHUT_WR);
    return FALSE;
  }
  line->broke = (guint64)n > most - done;
  if (line->broke)
    n = (gssize)(most - done);
  if (line->plan.corrupt[way] >= done && line->plan.corrupt[way] < done + (guint64)n)
    bytes[line->plan.corrupt[way] - done] ^= 1 << (line->plan.corrupt[way] % 7);
  if (way == PROXY_UP) {
    g_mutex_lock (&line->proxy->lock);
    g_byte_array_append (line->proxy->up, bytes, (guint)n);
    g_mutex_unlock (&line->proxy->lock);
  }
  line->passed[way] += (guint64)n;
  return write_all (line->fds[1 - way], bytes, (gsize)n, line->plan.trickle ? 1 : G_MAXINT) &&
         !line->broke;
}

static gboolean
is_corrupt (const Line *line)
{
  return line->plan.corrupt[0] != NEVER || line->plan.corrupt[1] != NEVER;
}

static void
carry (Line *line)
{
  struct pollfd polls[2] = {{line->fds[0], POLLIN, 0}, {line->fds[1], POLLIN, 0}};

  for (;;) {
    int n = poll (polls, 2, is_corrupt (line) ? CORRUPT_PATIENCE_MS : 60000);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return;
    for (guint way = 0; way < 2; way++)
      if (polls[way].revents != 0 && !pass (line, way))
        return;
  }
}

/* Reads what the client sends, and keeps it. */
static void
hold (Line *line)
{
  char byte[4096];

  if (recv (line->fds[PROXY_UP], byte, sizeof byte, 0) > 0)
    line->plan.held (line->plan.data, NULL);
  while (recv (line->fds[PROXY_UP], byte, sizeof byte, 0) > 0)
    ;
}

static void
serve (Proxy *self, int client)
{
  Line line = {.proxy = self, .fds = {client, -1}, .open = {TRUE, TRUE}};
  int on = 1;
  gboolean hard;

  setsockopt (client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  g_mutex_lock (&self->lock);
  line.plan = self->plan;
  self->plan = no_plan;
  g_byte_array_set_size (self->up, 0);
  g_mutex_unlock (&self->lock);
  line.fds[1] = dial (self->server_port);
  if (line.plan.held != NULL)
    hold (&line);
  else
    carry (&line);
  hard = (line.plan.cut[0] / 64 + line.plan.cut[1] / 64) % 2 == 1;
  g_mutex_lock (&self->lock);
  self->broke = line.broke;
  self->n++;
  g_mutex_unlock (&self->lock);
  hang_up (line.fds[1], hard);
  hang_up (line.fds[0], hard);
}

static gpointer
run_cb (gpointer data)
{
  Proxy *self = data;

  for (;;) {
    int client = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC);

    if (g_atomic_int_get (&self->stopped)) {
      if (client >= 0)
        close (client);
      return NULL;
    }
    if (client >= 0)
      serve (self, client);
  }
}

Proxy *
proxy_new (guint server_port)
{
  Proxy *self = g_new0 (Proxy, 1);
  struct sockaddr_in address = loopback (0);
  socklen_t length = sizeof address;

  self->server_port = server_port;
  self->plan = no_plan;
  self->up = g_byte_array_new ();
  g_mutex_init (&self->lock);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->listener, (struct sockaddr *)&address, length), ==, 0);
  g_assert_cmpint (listen (self->listener, 64), ==, 0);
  g_assert_cmpint (getsockname (self->listener, (struct sockaddr *)&address, &length), ==, 0);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", ntohs (address.sin_port));
  self->thread = g_thread_new ("proxy", run_cb, self);
  return self;
}

void
proxy_free (Proxy *self)
{
  guint port = (guint)g_ascii_strtoull (strrchr (self->url, ':') + 1, NULL, 10);

  g_atomic_int_set (&self->stopped, TRUE);
  close (dial (port)); /* wakes it */
  g_thread_join (self->thread);
  close (self->listener);
  g_byte_array_unref (self->up);
  g_mutex_clear (&self->lock);
  g_free (self->url);
  g_free (self);
}

const char *
proxy_url (Proxy *self)
{
  return self->url;
}

static void
set_plan (Proxy *self, const Plan *plan)
{
  g_mutex_lock (&self->lock);
  self->plan = *plan;
  self->n = 0;
  g_mutex_unlock (&self->lock);
}

void
proxy_cut (Proxy *self, ProxyWay way, guint64 after)
{
  Plan plan = no_plan;

  plan.cut[way] = after;
  set_plan (self, &plan);
}

void
proxy_corrupt (Proxy *self, ProxyWay way, guint64 at)
{
  Plan plan = no_plan;

  plan.corrupt[way] = at;
  set_plan (self, &plan);
}

void
proxy_trickle (Proxy *self)
{
  Plan plan = no_plan;

  plan.trickle = TRUE;
  set_plan (self, &plan);
}

void
proxy_hold (Proxy *self, GFunc held, gpointer data)
{
  Plan plan = no_plan;

  plan.held = held;
  plan.data = data;
  set_plan (self, &plan);
}

void
proxy_repeat (Proxy *self)
{
  g_autoptr (GBytes) bytes = NULL;
  char answer[4096];
  int fd = dial (self->server_port);

  g_mutex_lock (&self->lock);
  bytes = g_bytes_new (self->up->data, self->up->len);
  g_mutex_unlock (&self->lock);
  g_assert_true (
      write_all (fd, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), G_MAXINT));
  while (recv (fd, answer, sizeof answer, 0) > 0)
    ;
  close (fd);
}

guint
proxy_n_connections (Proxy *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n;
  g_mutex_unlock (&self->lock);
  return n;
}

gboolean
proxy_broke (Proxy *self)
{
  gboolean broke;

  g_mutex_lock (&self->lock);
  broke = self->broke;
  g_mutex_unlock (&self->lock);
  return broke;
}
