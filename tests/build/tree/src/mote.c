/* mote: the programs in one file. */
#include "lib/program.h"

int main(int argc, char **argv)
{
	return programs[0] ? programs[0]->main(argc, argv) : 1;
}
