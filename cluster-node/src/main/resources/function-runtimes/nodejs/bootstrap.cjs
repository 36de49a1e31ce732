'use strict';
// Runs a Lambda handler written for Node.js: fetches invocations from the Runtime API and posts what comes of them.

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const util = require('node:util');
const { pathToFileURL } = require('node:url');
const { createRequire } = require('node:module');

const VERSION = '/2018-06-01/runtime/';
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const taskRoot = process.env.LAMBDA_TASK_ROOT;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** The handler cannot be had, or the runtime itself has something to say. */
class RuntimeError extends Error {
  constructor(type, message) {
    super(message);
    this.name = type;
  }
}

// ---- Runtime API

function call(method, target, body, headers) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host, port, method, path: VERSION + target, agent, headers },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          if ([200, 202, 413].includes(answer.statusCode)) {
            resolve({ headers: answer.headers, body: Buffer.concat(chunks) });
          } else {
            reject(new Error(`The Runtime API refused ${target}: ${answer.statusCode}`));
          }
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function postResponse(id, body) {
  return call('POST', `invocation/${id}/response`, body, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  });
}

function postError(target, error) {
  const shape = errorShape(error);
  const body = JSON.stringify(shape);
  return call('POST', target, body, {
    'Content-Type': 'application/vnd.aws.lambda.error+json',
    'Content-Length': Buffer.byteLength(body),
    'Lambda-Runtime-Function-Error-Type': headerValue(shape.errorType),
  });
}

const headerValue = (text) => text.replace(/[^\x20-\x7e]/g, '?');

function errorShape(error) {
  if (util.types.isNativeError(error) || error instanceof Error) {
    return {
      errorType: String(error.name),
      errorMessage: String(error.message),
      trace: String(error.stack || '').split('\n'),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

/** Without the node there is nothing to do. */
function nodeIsGone(error) {
  fs.writeSync(2, `The node is gone: ${error.message}\n`);
  process.exit(1);
}

// ---- console, as Lambda prints it

let requestId = 'undefined';

function patchConsole() {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE' };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...parts) => printLine(level, util.format(...parts));
  }
}

function printLine(level, text) {
  const line = `${new Date().toISOString()}\t${requestId}\t${level}\t${text}`;
  process.stdout.write(line.replace(/\n/g, '\r') + '\n');
}

function printError(what, error) {
  const shape = errorShape(error);
  printLine('ERROR', `${what}\t${JSON.stringify({ ...shape, trace: undefined, stack: shape.trace })}`);
}

// ---- the handler

function splitHandler(name) {
  const directory = path.dirname(name);
  const match = /^([^.]*)\.(.+)$/.exec(path.basename(name));
  if (!match || name.includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  return { module: path.join(directory, match[1]), members: match[2].split('.') };
}

async function loadModule(name) {
  const base = path.resolve(taskRoot, name);
  const file = [base, `${base}.js`, `${base}.mjs`, `${base}.cjs`].find(
    (candidate) => fs.existsSync(candidate) && fs.statSync(candidate).isFile(),
  );
  if (file && (file.endsWith('.mjs') || (file.endsWith('.js') && isEsmPackage(path.dirname(file))))) {
    return import(pathToFileURL(file).href);
  }
  return createRequire(path.join(taskRoot, 'noop.js'))(file || base);
}

function isEsmPackage(directory) {
  const file = path.join(directory, 'package.json');
  if (fs.existsSync(file)) {
    return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module';
  }
  return directory !== taskRoot && directory.startsWith(taskRoot) && isEsmPackage(path.dirname(directory));
}

async function loadHandler(name) {
  const { module: moduleName, members } = splitHandler(name);
  let loaded;
  try {
    loaded = await loadModule(moduleName);
  } catch (error) {
    throw importError(error);
  }
  const find = (from) => members.reduce((value, member) => value?.[member], from);
  const handler = find(loaded) ?? find(loaded?.default);
  if (handler === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  }
  return handler;
}

function importError(error) {
  if (error instanceof SyntaxError) {
    return new RuntimeError('Runtime.UserCodeSyntaxError', String(error));
  }
  if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
    return new RuntimeError('Runtime.ImportModuleError', String(error));
  }
  return error;
}

// ---- one invocation

const parse = (text) => (text === undefined ? undefined : JSON.parse(text));

function makeContext(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parse(headers['lambda-runtime-client-context']),
    identity: parse(headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

let current; // the invocation that waits for its handler
let whenLoopIsEmpty; // what is to be done when the handler has left nothing behind

/** Settles with what to post. Promises answer at once; callbacks wait for an empty event loop unless told not to. */
function invoke(handler, event, context) {
  return new Promise((resolve, reject) => {
    const done = (error, result) => {
      const settle = () => (error === undefined || error === null ? resolve(result) : reject(error));
      if (context.callbackWaitsForEmptyEventLoop) {
        whenLoopIsEmpty = settle;
      } else {
        settle();
      }
    };
    context.done = done;
    context.succeed = (result) => done(null, result);
    context.fail = (error) => done(error ?? 'handled');
    current = { reject };
    const returned = handler(event, context, done);
    const isPromise = typeof returned?.then === 'function';
    if (isPromise) {
      returned.then(resolve, reject);
    }
    whenLoopIsEmpty ??= isPromise
      ? () => reject(new RuntimeError('Runtime.NodeJsExit', 'The event loop is empty, but the promise is not settled'))
      : () => resolve(null);
  });
}

async function run(handler, { headers, body }) {
  const context = makeContext(headers);
  const id = context.awsRequestId;
  requestId = id;
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? '';
  let json;
  try {
    json = toJson(await invoke(handler, JSON.parse(body.toString('utf8')), context));
  } catch (error) {
    current = whenLoopIsEmpty = undefined;
    printError('Invoke Error', error);
    await postError(`invocation/${id}/error`, error);
    return;
  }
  current = whenLoopIsEmpty = undefined;
  await postResponse(id, json);
}

function toJson(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch (error) {
    throw new RuntimeError('Runtime.MarshalError', `Unable to stringify response body: ${error.message}`);
  }
}

/** Errors that nobody caught end the process; the invocation is told first. */
async function diesOf(error, what, exitCode) {
  printError(what, error);
  try {
    await postError(current ? `invocation/${requestId}/error` : 'init/error', error);
  } finally {
    process.exit(exitCode);
  }
}

async function main() {
  patchConsole();
  process.on('uncaughtException', (error) => diesOf(error, 'Uncaught Exception', 129));
  process.on('unhandledRejection', (reason) => {
    const error = new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason));
    error.reason = reason;
    diesOf(error, 'Unhandled Promise Rejection', 128);
  });
  process.on('beforeExit', () => {
    const settle = whenLoopIsEmpty;
    whenLoopIsEmpty = undefined;
    settle?.();
  });
  let handler;
  try {
    handler = await loadHandler(process.env._HANDLER);
  } catch (error) {
    printError('Uncaught Exception', error);
    await postError('init/error', error);
    process.exit(1);
  }
  for (;;) {
    await run(handler, await call('GET', 'invocation/next'));
  }
}

main().catch(nodeIsGone);
