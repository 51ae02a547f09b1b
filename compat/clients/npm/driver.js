// The unmodified npm clients of the OpenAPI: one JSON command a line on standard input, one JSON
// answer a line on standard output. Actions are `kms:Encrypt`; a command may come with an access key
// of its own. The only argument says which clients: tea, or pop with the HTTP method to use.
'use strict';

const fs = require('fs');
const https = require('https');
const readline = require('readline');

const endpoint = process.env.COFFER_ENDPOINT;
const ca = fs.readFileSync(process.env.COFFER_CA, 'ascii');
const root = JSON.parse(fs.readFileSync(process.env.COFFER_ACCESS_KEY, 'ascii'));

const small = name => name[0].toLowerCase() + name.slice(1);

// @alicloud/kms20160120 and @alicloud/ram20150501
function tea(accessKeyId, accessKeySecret) {
  const kms = require('@alicloud/kms20160120');
  const ram = require('@alicloud/ram20150501');
  const common = { accessKeyId, accessKeySecret, endpoint, protocol: 'https', regionId: 'cn-hangzhou' };
  const rpc = require('@alicloud/rpc-client').Config;
  const core = require('@alicloud/openapi-core').$OpenApiUtil.Config;
  const clients = {
    kms: [kms, new kms.default(new rpc(common))],
    ram: [ram, new ram.default(new core({ ...common, ca }))],
  };
  return async (api, action, fields) => {
    const [models, client] = clients[api];
    const type = models[action + 'Request'];
    const names = Object.fromEntries(Object.entries(type.names()).map(([own, wire]) => [wire, own]));
    const named = {};
    for (const [name, value] of Object.entries(fields)) {
      if (!(name in names)) throw new Error('the client has no field ' + name);
      named[names[name]] = value;
    }
    const response = await client[small(action)](new type(named));
    return response.body || response;
  };
}

// @alicloud/pop-core
function pop(method) {
  return (accessKeyId, accessKeySecret) => {
    const Pop = require('@alicloud/pop-core').RPCClient;
    const client = apiVersion => new Pop({
      accessKeyId, accessKeySecret, endpoint: 'https://' + endpoint, apiVersion,
      opts: { agent: new https.Agent({ ca, keepAlive: true }) },
    });
    const clients = { kms: client('2016-01-20'), ram: client('2015-05-01') };
    return (api, action, fields) => clients[api].request(action, fields, { method });
  };
}

function refused(failure) {
  const data = failure.data || {};
  return {
    ok: false,
    code: failure.code || failure.name,
    message: failure.message,
    status: failure.statusCode || data.HttpStatus || 0,
    requestId: failure.requestId || data.RequestId || '',
    detail: failure.accessDeniedDetail || data.AccessDeniedDetail || {},
  };
}

async function main() {
  const make = process.argv[2] === 'pop' ? pop(process.argv[3]) : tea;
  const clients = new Map();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    const id = command.accessKeyId || root.AccessKeyId;
    const secret = command.accessKeySecret || root.AccessKeySecret;
    const caller = id + ':' + secret;
    if (!clients.has(caller)) clients.set(caller, make(id, secret));
    const [api, action] = command.action.split(':');
    let answer;
    try {
      answer = { ok: true, answer: await clients.get(caller)(api, action, command.fields) };
    } catch (failure) {
      answer = refused(failure);
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
  }
}

main();
