import { createServer } from 'node:http';

const server = createServer((request, response) => {
  if (request.url === '/healthz') {
    response.end('ok\n');
    return;
  }
  response.writeHead(request.method === 'POST' ? 201 : 405).end();
});

server.listen(Number(process.env.PORT ?? 8080));
process.on('SIGTERM', () => server.close());
