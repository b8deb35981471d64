/* word: the words of a line of configuration. */
#ifndef LIB_WORD_H
#define LIB_WORD_H

/*
 * Takes the next word off *line, which ends at `end`, and puts it at *to, with a NUL; that may be
 * the line itself. Blanks are between words, # begins a comment where a word could begin; blanks
 * and quotes can be in a word between quotes, "x y" or 'x y', or after \, which stands for itself
 * between '' only. Returns the word, or 0 where there is none; ends the program where a quote is
 * not closed.
 */
char *word_take(const char **line, const char *end, char **to);

#endif
