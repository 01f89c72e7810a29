import { createServer } from 'node:http';

const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ path: request.url, products: [] }));
});

server.listen(Number(process.env.PORT ?? 8080));
process.on('SIGTERM', () => server.close());
