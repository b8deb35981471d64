/*
 * divide: what the compiler calls for a division on an ARM without a divide instruction, for size
 * (Run-time ABI for the Arm Architecture, 4.3.1). They stand in for libgcc's, which are unrolled:
 * those take 1,320 bytes, these 150. Dividing by 0 ends the program. 64-bit division is left to
 * libgcc.
 */
#if defined(__arm__) && !defined(__ARM_FEATURE_IDIV)

/* Quotient and remainder in two registers. */
#define PAIR(quotient, remainder) ((unsigned long long)(remainder) << 32 | (unsigned)(quotient))

unsigned long long __aeabi_uidivmod(unsigned number, unsigned divisor);
unsigned __aeabi_uidiv(unsigned number, unsigned divisor);
unsigned long long __aeabi_idivmod(int number, int divisor);
int __aeabi_idiv(int number, int divisor);

unsigned long long __aeabi_uidivmod(unsigned number, unsigned divisor)
{
	unsigned quotient = 0, bit = 1;

	if (!divisor)
		__builtin_trap();
	while (divisor < number && !(divisor >> 31)) {
		divisor <<= 1;
		bit <<= 1;
	}
	for (; bit; bit >>= 1, divisor >>= 1)
		if (number >= divisor) {
			number -= divisor;
			quotient |= bit;
		}
	return PAIR(quotient, number);
}

unsigned __aeabi_uidiv(unsigned number, unsigned divisor)
{
	return __aeabi_uidivmod(number, divisor);
}

static unsigned magnitude(int number)
{
	return number < 0 ? -(unsigned)number : (unsigned)number;
}

/* The remainder has the sign of the number. */
unsigned long long __aeabi_idivmod(int number, int divisor)
{
	unsigned long long both = __aeabi_uidivmod(magnitude(number), magnitude(divisor));
	unsigned quotient = both, remainder = both >> 32;

	return PAIR(
		(number ^ divisor) < 0 ? -quotient : quotient, number < 0 ? -remainder : remainder);
}

int __aeabi_idiv(int number, int divisor)
{
	return __aeabi_idivmod(number, divisor);
}

#else
typedef int nothing_to_do_here;
#endif
