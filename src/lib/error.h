/* error: the texts of errno. */
#ifndef LIB_ERROR_H
#define LIB_ERROR_H

/* The text of an errno that network programs meet; of others the empty one. */
const char *error_text(int number);

#endif
