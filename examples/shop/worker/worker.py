import json
import os

import psycopg
import redis

queue = redis.from_url(os.environ["REDIS_URL"])
database = psycopg.connect(os.environ["DATABASE_URL"])

while True:
    _, job = queue.blpop("jobs")
    order = json.loads(job)
    with database.cursor() as cursor:
        cursor.execute("update orders set state = 'sent' where id = %s", (order["id"],))
    database.commit()
