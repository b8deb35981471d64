# mote's build. `make help` lists what it can do; what a line needs is installed when it is needed.
#
#	TARGET=     a file of toolchain/targets/; the default is this machine's kind
#	PROFILE=    a file of toolchain/profiles/, or several joined by dashes (nofork-tiny); the default is full
#	CROSS_COMPILE=prefix-    another musl cross compiler, used as it is, in place of ours
#	CFLAGS=, LDFLAGS=        more flags, after ours;    V=1 shows the commands

VERSION := 0.1.0

# What we are asked for -------------------------------------------------------------------

SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

# These call make again for the targets and profiles that they need; no configuration is read for them.
PLAIN := help clean lint sizes bloat bench rootfs shell demo check check-fresh

PROFILE ?= full
ifndef TARGET
TARGET := $(shell toolchain/target.sh $(CROSS_COMPILE))
endif
O ?= out/$(TARGET)-$(PROFILE)
MOTE_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/mote
export MOTE_CACHE

known = $(patsubst toolchain/$1/%$2,%,$(wildcard toolchain/$1/*$2))
ifeq ($(CROSS_COMPILE)$(filter $(TARGET),$(call known,targets,.mk)),)
$(error there is no target '$(TARGET)'; the targets are: $(call known,targets,.mk))
endif
FRAGMENTS := $(subst -, ,$(PROFILE))
ifneq ($(filter-out $(call known,profiles,.config),$(FRAGMENTS)),)
$(error there is no profile '$(PROFILE)'; the profiles are: $(call known,profiles,.config))
endif

# $(call note,NAME,TEXT): a file that is written when its text changes, for others to depend on.
note = $(if $(call differs,$(file <$(GENERATED)/$1),$2),$(call write,$(GENERATED),$1,$2))
write = $(shell mkdir -p $1)$(file >$1/$2,$3)
differs = $(subst x$1,,x$2)$(subst x$2,,x$1)

build: # builds the programs of TARGET and PROFILE; what `make` alone does

# The configuration, and from it what is built with what ----------------------------------

ifneq ($(filter-out $(PLAIN),$(or $(MAKECMDGOALS),build)),)
GENERATED := $(O)/generated
$(call note,asked,$(TARGET) $(PROFILE) $(VERSION))
TREE := $(shell find src -type d -o -name '*.c')
$(GENERATED)/sources.mk: Makefile toolchain/configure.sh toolchain/collect.awk toolchain/Kconfig \
		$(FRAGMENTS:%=toolchain/profiles/%.config) $(GENERATED)/asked $(TREE) $(wildcard $(O)/.config)
	$(Q)toolchain/configure.sh $(TARGET) $(PROFILE) $(O) $(VERSION)
include $(GENERATED)/sources.mk
endif

Q := $(if $(V),,@)
ifdef SOURCES
ifdef CROSS_COMPILE
CC := $(CROSS_COMPILE)gcc
ifeq ($(shell command -v $(CC)),)
$(error cannot run $(CC))
endif
START := $(if $(PIE),-static-pie,-static)
else
MUSL := $(shell toolchain/musl.sh $(if $(PIE),--pie) $(TARGET))
ifeq ($(MUSL),)
$(error no C library for $(TARGET))
endif
CC := $(MUSL)/bin/musl-gcc
START := -static -nostartfiles $(MUSL)/lib/$(if $(PIE),r)crt1.o
endif
include toolchain/flags.mk
ifdef MUSL
include toolchain/targets/$(TARGET).mk
endif
MODE := $(if $(PIE),MOVABLE,FIXED)
COMPILE = $(CC) $(CODEGEN) $($(MODE)) $(OWN) $(WARNINGS) -Isrc -include $(GENERATED)/config.h \
	$(CFLAGS)
LINK = $(CC) $(CODEGEN) $($(MODE)) $(OWN) $(START) $(LINKER) $(LINKER_$(MODE)) $(LDFLAGS)
TOOL = $(shell $(CC) -print-prog-name=$1)

$(call note,flags,$(COMPILE) | $(LINK))
endif

# Compiling and linking -------------------------------------------------------------------

NAMES := mote $(PROGRAMS:%=mote-%)
MAINS := $(O)/obj/src/mote.o $(PROGRAMS:%=$(O)/obj/main-%.o)
RUNTIME := $(patsubst %.c,$(O)/obj/%.o,$(wildcard toolchain/runtime/*.c))
OBJECTS := $(SOURCES:%.c=$(O)/obj/%.o) $(RUNTIME) $(O)/obj/tables.o

build: $(NAMES:%=$(O)/bin/%)

$(O)/obj/%.o: %.c $(GENERATED)/flags
	@mkdir -p $(@D)
	$(if $(V),,@echo '$(O): compiling $<')
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(O)/obj/%.o: $(GENERATED)/%.c $(GENERATED)/flags
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(RUNTIME): override CFLAGS += $(RUNTIME_FLAGS)

# All objects are offered to each program; the linker keeps what its main reaches.
$(O)/debug/mote: $(O)/obj/src/mote.o
$(PROGRAMS:%=$(O)/debug/mote-%): $(O)/debug/mote-%: $(O)/obj/main-%.o
$(NAMES:%=$(O)/debug/%): $(O)/debug/%: $(OBJECTS)
	@mkdir -p $(@D) $(O)/map
	$(Q)$(LINK) -Wl,-Map=$(O)/map/$(@F) -o $@ $^

$(O)/bin/%: $(O)/debug/%
	@mkdir -p $(@D)
	$(if $(V),,@echo '$(O): linking $*')
	$(Q)toolchain/strip.sh $(call TOOL,strip) $(call TOOL,readelf) $< $@

-include $(patsubst %.o,%.d,$(OBJECTS) $(MAINS))

# What a person asks for ------------------------------------------------------------------

menuconfig: # changes $(O)/.config in menus; then make builds with it
	$(Q)KCONFIG_CONFIG=$(O)/.config kconfig-mconf $(GENERATED)/Kconfig

defconfig: # sets $(O)/.config back to the profile's
	$(Q)rm -f $(O)/.config
	$(Q)toolchain/configure.sh $(TARGET) $(PROFILE) $(O) $(VERSION)

savedefconfig: # writes $(O)/defconfig, the lines of $(O)/.config that are not the default
	$(Q)KCONFIG_CONFIG=$(O)/.config kconfig-conf --savedefconfig=$(O)/defconfig $(GENERATED)/Kconfig

install: build # copies programs, links and manual pages into $(DESTDIR)$(PREFIX)
	$(Q)toolchain/install.sh $(O) $(DESTDIR)$(or $(PREFIX),/usr/local)

sizes: # prints the sizes of all programs, profiles and targets beside their budgets; fails over one
	$(Q)toolchain/sizes.sh

bloat: # compares the symbols of this tree with those of BASE (a commit or a folder; HEAD)
	$(Q)toolchain/bloat.sh $(TARGET) $(PROFILE) $(or $(BASE),HEAD)

lint: # checks the rules for the code, and what is in the binaries of all targets
	$(Q)toolchain/lint.sh

clean: # removes out/, all that was built here; the cache of toolchains stays
	$(Q)rm -rf out

help: # lists these
	@sed -n 's/^\([a-z-]*\):[^#=]*# /\1|/p' Makefile $(wildcard toolchain/check.mk toolchain/bench.mk) | \
		while IFS='|' read -r name text; do printf 'make %-15s %s\n' "$$name" "$$text"; done

-include toolchain/check.mk toolchain/bench.mk

.PHONY: build menuconfig defconfig savedefconfig install sizes bloat lint clean help
