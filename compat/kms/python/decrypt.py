"""Decrypts by the unmodified aliyun-python-sdk-kms, with an access key as `coffer ram create-access-key --csv` saves it.

usage: decrypt.py HOST:PORT CA CSV CIPHERTEXT_BLOB
"""

import csv
import json
import sys

from aliyunsdkcore.client import AcsClient
from aliyunsdkkms.request.v20160120.DecryptRequest import DecryptRequest

endpoint, ca, saved, blob = sys.argv[1:]
with open(saved, newline="") as file:
    key = next(csv.DictReader(file))
client = AcsClient(key["AccessKey ID"], key["AccessKey Secret"], "cn-hangzhou", verify=ca)
request = DecryptRequest()
request.set_endpoint(endpoint)
request.set_CiphertextBlob(blob)
print(json.dumps(json.loads(client.do_action_with_exception(request))))
