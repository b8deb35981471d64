/* program: as in the real tree. */
struct program {
	const char *name;
	int (*main)(int argc, char **argv);
};

extern const struct program *const programs[];
extern const char programs_absent[];
