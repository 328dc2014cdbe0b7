"""Measure kennisgraaf beside other servers, under load and under murder; anyone can run it.

`make bench` makes graphs of our shape (`graph`), gives them to every server that this machine has (`peer`), checks that
all answer alike (`answers`), and times a mix of queries of this field (`mix/*.rq`). `make load` asks as 64 clients
beside one that abuses the server, `make kills` ends its query workers at random. All is seeded and stays on loopback.
"""
