"""The second store: a PostgreSQL server holds everything; each process works on a copy of its own.

The server's tables are the store. A process keeps a DuckDB file with the same tables, brought up to date
before every session by the parts that others have changed, so every question is answered by the same
statements as in the file store. A change runs there first and is then shipped: its statements and rows go to
the server in one transaction, under the one lock that writers take, and count when the server has kept them.
"""
