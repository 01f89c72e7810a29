import { createServer } from 'node:http';

const port = Number(process.argv.at(-1));
createServer((_request, response) => response.end('[]\n')).listen(port);
