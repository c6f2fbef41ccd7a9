#include <libpq-fe.h>
/* Swift's own C library module leaves these two out, and the socket loop of the Postgres module waits with them. */
#include <sys/epoll.h>
#include <sys/eventfd.h>
