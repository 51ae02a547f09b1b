"""What the drivers of the OpenAPI's clients share: one JSON command a line on standard input, one
JSON answer a line on standard output. Names are those of the API, actions `kms:Encrypt`; a command
may come with an access key of its own."""

import json
import os
import sys


def access_key():
    with open(os.environ["COFFER_ACCESS_KEY"], encoding="ascii") as file:
        key = json.load(file)
    return key["AccessKeyId"], key["AccessKeySecret"]


def hold(make, call, refused):
    root = access_key()
    clients = {}
    for line in sys.stdin:
        command = json.loads(line)
        caller = root
        if "accessKeyId" in command:
            caller = (command["accessKeyId"], command["accessKeySecret"])
        if caller not in clients:
            clients[caller] = make(*caller)
        api, action = command["action"].split(":")
        try:
            answer = {"ok": True, "answer": call(clients[caller], api, action, command["fields"])}
        except Exception as failure:  # every failure is an answer
            answer = refused(failure)
        print(json.dumps(answer), flush=True)


def refusal(code, message, **rest):
    return {"ok": False, "code": code, "message": message, **rest}


def broken(failure):
    return refusal(type(failure).__name__, str(failure))
