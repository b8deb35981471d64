/* server: as in the real tree. */
struct service {
	const char *name;
};

struct model {
	const char *name;
};

extern const struct service *const services[];
extern const char services_absent[];
extern const struct model *const models[];
extern const char models_absent[];
