/* transport: as in the real tree. */
struct transport {
	const char *name;
};

extern const struct transport *const transports[];
extern const char transports_absent[];
