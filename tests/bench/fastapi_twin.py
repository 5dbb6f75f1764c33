"""fastapi_twin.py - the demo server of lesson 21 as FastAPI has it.

uvicorn --app-dir tests fastapi_twin:app
"""
import asyncio
import time

from fastapi import BackgroundTasks, FastAPI
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

app = FastAPI()


@app.get("/ping")
async def ping():
    return {"pong": 1}


@app.get("/sync/noawait")
def noawait():
    time.sleep(1)
    return {"slept": 1.0}


@app.get("/async/await-one")
async def await_one(seconds: float = 1):
    await asyncio.sleep(seconds)
    return {"slept": seconds}


@app.get("/async/await-many")
async def await_many():
    await asyncio.gather(asyncio.sleep(1), asyncio.sleep(1.5),
                         asyncio.sleep(0.5))
    return {"slept": [1.0, 1.5, 0.5]}


@app.get("/async/wrap-blocking")
async def wrap_blocking():
    await run_in_threadpool(time.sleep, 1)
    return {"slept": 1.0}


@app.get("/async/bad-blocking")
async def bad_blocking():
    time.sleep(1)       # BAD: nobody else runs meanwhile
    return {"slept": 1.0}


def compute_for(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


@app.get("/async/cpu-bound")
async def cpu_bound():
    await run_in_threadpool(compute_for, 1)
    return {"computed": 1.0}


class Order(BaseModel):
    burger: str
    count: int = 1


@app.post("/orders")
def order(wanted: Order, tasks: BackgroundTasks):
    tasks.add_task(time.sleep, 1)
    return wanted
