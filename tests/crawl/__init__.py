"""Read every page of the site as a program would, and find what is broken in them; anyone can run it.

`make crawl` reads all pages in both languages (`walk`), each for itself (`page`) and for the texts of the graph in it
(`tongues`), and prints what it found. The tests do the same with a part of the English pages, which take as long.
"""
