"""Development on this computer: `make run`, `make test`, and the services behind `manage.py`.

Nothing of the product imports this package and it is not in the production image. From the bottom up:

`binaries`    where the PostgreSQL and Valkey programs are
`processes`   child processes: a log each, ended in time, never outliving their parent
`services`    start and stop one PostgreSQL and one Valkey
`keeper`      keeps both up for as long as some process of this checkout uses them
`environment`  the environment variables the settings read, for this checkout
`supervisor`  starts web, worker and beat, watches them, stops them in order
`prepare`, `run`, `checks`, `browser`  what the make targets do
`pytest_services`  throw-away services for the tests
"""
