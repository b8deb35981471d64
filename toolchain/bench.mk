# bench.mk: mote-server beside bare loops and its peers.
#
#	ROWS=       of greet, exec, exec2, udp, http, httpeach, http100k, relay, bulk, dns, held, relayheld,
#	            idle and calls; all of them if not given

bench: # measures mote-server beside bare loops and its peers, and says which goals are met; as root
	$(Q)tests/bench/run.sh $(ROWS)

.PHONY: bench
