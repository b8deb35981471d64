/* variable: the environment that we were started with. */
#ifndef LIB_VARIABLE_H
#define LIB_VARIABLE_H

/* The value of one, its name given with the = after it; 0 where it is not there, or is empty. */
const char *variable(const char *name);

#endif
